use mortise_model::I18n;
use mortise_store::{
    Error,
    repos::{
        apps::{App, app_by_key, apps, delete_app, insert_app, update_app},
        documents::{
            Document, DocumentKind, DocumentPlace, delete_document, document_at, document_versions, documents_of,
            documents_of_form, insert_document, update_document,
        },
        forms::{
            Form, current_form_version, current_form_versions, form_by_key, form_version, form_versions, forms_of,
            insert_form, publish_form, retire_form, update_draft,
        },
        params::{ParamValue, param_value, param_values, set_param},
        workflows::{
            self, Workflow, current_workflow_version, insert_workflow, publish_workflow, retire_workflow,
            workflow_by_key, workflow_version, workflow_versions, workflows_of_form,
        },
    },
};
use serde_json::json;

use crate::backends::{after, id, key, now, on_each_backend};

fn app(number: i64, name: &str) -> App {
    App {
        id: id(number),
        key: key(name),
        name: I18n::new("应用", "App"),
        version: "1.0.0".to_owned(),
        manifest: json!({"description": {"en": "x"}}),
        navigation: json!([]),
        icon: None,
        bundle: Some((key("film_crm"), "00ff".to_owned())),
        position: -number,
        row_version: 1,
        created_at: now(),
        created_by: Some(id(1)),
        updated_at: now(),
    }
}

fn form(number: i64, name: &str) -> Form {
    Form {
        id: id(number),
        app: key("crm"),
        key: key(name),
        draft: json!({"key": name, "fields": []}),
        draft_version: 1,
        published_version: None,
        changed: true,
        retired_at: None,
        position: number,
        updated_at: now(),
        updated_by: None,
    }
}

#[tokio::test]
async fn apps_are_listed_by_place_and_their_keys_are_unique() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        insert_app(&tx, &app(1, "crm")).await.unwrap();
        insert_app(&tx, &app(2, "hr")).await.unwrap();
        assert_eq!(apps(&tx).await.unwrap(), [app(2, "hr"), app(1, "crm")]);
        let changed = App { icon: Some("leaf".to_owned()), row_version: 2, bundle: None, ..app(1, "crm") };
        assert!(update_app(&tx, 1, &changed).await.unwrap());
        assert!(!update_app(&tx, 1, &changed).await.unwrap());
        assert_eq!(app_by_key(&tx, &key("crm")).await.unwrap(), Some(changed));
        assert!(delete_app(&tx, &key("hr")).await.unwrap());
        assert!(!delete_app(&tx, &key("hr")).await.unwrap());
        let taken = insert_app(&tx, &app(3, "crm")).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn publishing_freezes_the_draft_as_the_next_version() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let (crm, contract) = (key("crm"), key("contract"));
        insert_form(&tx, &form(1, "contract")).await.unwrap();
        insert_form(&tx, &form(2, "lead")).await.unwrap();
        assert_eq!(current_form_version(&tx, &crm, &contract).await.unwrap(), None);
        assert!(publish_form(&tx, &form(1, "contract"), 1, now(), Some(id(7))).await.unwrap());
        let first = form_by_key(&tx, &crm, &contract).await.unwrap().unwrap();
        assert_eq!((first.published_version, first.changed), (Some(1), false));

        let second = Form { draft: json!({"v": 2}), draft_version: 2, changed: true, ..first.clone() };
        assert!(update_draft(&tx, 1, &second).await.unwrap());
        assert!(!update_draft(&tx, 1, &second).await.unwrap(), "the draft has moved on");
        assert!(!publish_form(&tx, &first, 2, after(1), None).await.unwrap(), "made from an older draft");
        assert!(publish_form(&tx, &second, 2, after(1), None).await.unwrap());
        assert!(!publish_form(&tx, &second, 3, after(2), None).await.unwrap(), "made from an older version");

        let current = current_form_version(&tx, &crm, &contract).await.unwrap().unwrap();
        assert_eq!((current.version, current.spec, current.published_at), (2, json!({"v": 2}), after(1)));
        let old = form_version(&tx, &crm, &contract, 1).await.unwrap().unwrap();
        assert_eq!((old.spec, old.published_by), (form(1, "contract").draft, Some(id(7))));
        let versions = form_versions(&tx, (&crm, &contract), None, 20).await.unwrap();
        assert_eq!(versions.iter().map(|one| one.version).collect::<Vec<_>>(), [2, 1]);
        let before = form_versions(&tx, (&crm, &contract), Some(2), 20).await.unwrap();
        assert_eq!(before.iter().map(|one| one.version).collect::<Vec<_>>(), [1]);
        assert_eq!(form_versions(&tx, (&crm, &contract), None, 1).await.unwrap()[0].version, 2);
        assert_eq!(current_form_versions(&tx, &crm).await.unwrap().len(), 1, "the lead has none yet");
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_given_up_keeps_its_key_and_versions() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let (crm, contract) = (key("crm"), key("contract"));
        insert_form(&tx, &form(1, "contract")).await.unwrap();
        publish_form(&tx, &form(1, "contract"), 1, now(), None).await.unwrap();
        assert!(retire_form(&tx, &crm, &contract, after(1)).await.unwrap());
        assert!(!retire_form(&tx, &crm, &contract, after(2)).await.unwrap());
        assert_eq!(forms_of(&tx, &crm).await.unwrap(), []);
        assert_eq!(current_form_version(&tx, &crm, &contract).await.unwrap(), None);
        assert!(form_version(&tx, &crm, &contract, 1).await.unwrap().is_some());
        tx.commit().await.unwrap();
        let tx = tenant.write().await.unwrap();
        let taken = insert_form(&tx, &form(2, "contract")).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn instances_can_keep_to_a_version_of_a_flow_that_is_given_up() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let (crm, approval) = (key("crm"), key("f_ct"));
        let flow = Workflow {
            id: id(1),
            app: crm.clone(),
            key: approval.clone(),
            form: key("contract"),
            draft: json!({"root": null}),
            draft_version: 1,
            published_version: None,
            changed: true,
            retired_at: None,
            position: 0,
            updated_at: now(),
            updated_by: None,
        };
        insert_workflow(&tx, &flow).await.unwrap();
        assert!(publish_workflow(&tx, &flow, 1, now(), None).await.unwrap());
        let published = workflow_by_key(&tx, &crm, &approval).await.unwrap().unwrap();
        let changed = Workflow { draft: json!({"root": 2}), draft_version: 2, changed: true, ..published };
        let unaware = Workflow { published_version: None, ..changed.clone() };
        assert!(workflows::update_draft(&tx, 1, &unaware).await.unwrap());
        assert!(!publish_workflow(&tx, &flow, 2, now(), None).await.unwrap());
        let saved = workflow_by_key(&tx, &crm, &approval).await.unwrap();
        assert_eq!(saved.as_ref(), Some(&changed), "saving a draft leaves alone what is published");
        assert!(publish_workflow(&tx, &changed, 2, now(), None).await.unwrap());
        assert_eq!(workflows_of_form(&tx, &crm, &key("contract")).await.unwrap().len(), 1);
        let current = current_workflow_version(&tx, &crm, &approval).await.unwrap().unwrap();
        assert_eq!((current.version, current.form), (2, key("contract")));
        assert!(retire_workflow(&tx, &crm, &approval, after(1)).await.unwrap());
        assert_eq!(current_workflow_version(&tx, &crm, &approval).await.unwrap(), None);
        let kept = workflow_version(&tx, &crm, &approval, 1).await.unwrap().unwrap();
        assert_eq!(kept.spec, flow.draft);
        assert_eq!(workflow_versions(&tx, &crm, &approval).await.unwrap().len(), 2);
        tx.commit().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_document_is_unique_at_its_place_and_keeps_each_saving() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let place =
            |kind, form: Option<&str>| DocumentPlace { app: key("crm"), kind, form: form.map(key), key: key("crew") };
        let document = |number, place| Document {
            id: id(number),
            place,
            body: json!({"n": number}),
            extra: Some("{{no}}".to_owned()),
            version: 1,
            position: 0,
            updated_at: now(),
            updated_by: Some(id(7)),
        };
        let places = [
            place(DocumentKind::Print, Some("contract")),
            place(DocumentKind::Print, Some("budget")),
            place(DocumentKind::Report, None),
        ];
        for (number, place) in (1..).zip(&places) {
            insert_document(&tx, &document(number, place.clone())).await.unwrap();
        }
        let changed = Document { body: json!({}), extra: None, version: 2, ..document(1, places[0].clone()) };
        assert!(update_document(&tx, 1, &changed).await.unwrap());
        assert!(!update_document(&tx, 1, &changed).await.unwrap());
        assert_eq!(document_at(&tx, &places[0]).await.unwrap(), Some(changed));
        assert_eq!(document_at(&tx, &places[2]).await.unwrap(), Some(document(3, places[2].clone())));
        let saved = document_versions(&tx, id(1)).await.unwrap();
        assert_eq!(
            saved.iter().map(|one| (one.version, one.body.clone())).collect::<Vec<_>>(),
            [(2, json!({})), (1, json!({"n": 1}))]
        );
        assert_eq!(documents_of(&tx, &key("crm"), DocumentKind::Print).await.unwrap().len(), 2);
        let of_budget = documents_of_form(&tx, &key("crm"), DocumentKind::Print, &key("budget")).await.unwrap();
        assert_eq!(of_budget, [document(2, places[1].clone())]);
        assert!(delete_document(&tx, &places[1]).await.unwrap());
        assert!(!delete_document(&tx, &places[1]).await.unwrap());
        assert_eq!(document_versions(&tx, id(2)).await.unwrap(), []);
        let taken = insert_document(&tx, &document(9, places[2].clone())).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}

#[tokio::test]
async fn a_parameter_is_set_on_the_version_that_was_seen() {
    on_each_backend(async |tenant| {
        let tx = tenant.write().await.unwrap();
        let value = |key_of: &str, value: &str, version| ParamValue {
            app: key("crm"),
            key: key_of.to_owned(),
            value: json!(value),
            version,
            updated_at: now(),
            updated_by: None,
        };
        assert!(set_param(&tx, None, &value("flow.l2", "2", 1)).await.unwrap());
        assert!(set_param(&tx, None, &value("flow.l1", "1", 1)).await.unwrap());
        assert!(set_param(&tx, Some(1), &value("flow.l1", "3", 2)).await.unwrap());
        assert!(!set_param(&tx, Some(1), &value("flow.l1", "4", 2)).await.unwrap());
        assert_eq!(param_value(&tx, &key("crm"), "flow.l1").await.unwrap(), Some(value("flow.l1", "3", 2)));
        assert_eq!(param_values(&tx, &key("crm")).await.unwrap(), [value("flow.l1", "3", 2), value("flow.l2", "2", 1)]);
        let taken = set_param(&tx, None, &value("flow.l1", "5", 1)).await;
        assert!(matches!(taken, Err(Error::Taken(_))), "{taken:?}");
    })
    .await;
}
