use std::sync::Arc;

use mortise_jobs::{Enqueue, Failure, JobKind, Turn, enqueue};
use mortise_model::{Actor, I18n, Id, Key, Locale};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use utoipa::ToSchema;

use super::{Host, JobView, failed};
use crate::{
    Error, Platform, Result, Session,
    apps::{self, Install},
    idempotency::{Answered, Once},
};

/// How a template is to be installed.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InstallTemplateParams {
    /// The app's key, where it is to be another than the template's.
    #[serde(default, rename = "as")]
    #[schema(value_type = Option<String>)]
    pub key: Option<Key>,
    /// Whether its demo people and records come along.
    #[serde(default)]
    pub with_demo_data: bool,
}

/// A template to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TemplateView {
    /// Its key.
    #[schema(value_type = String)]
    pub key: Key,
    /// Its name.
    #[schema(value_type = Object)]
    pub name: I18n,
    /// What it is for.
    #[schema(value_type = Object)]
    pub description: I18n,
    /// Its version.
    pub version: String,
    /// The name of its picture.
    pub icon: Option<String>,
    /// How many forms it has.
    pub forms: usize,
    /// Whether an app of this key is there already.
    pub installed: bool,
}

/// Installs a template in the background.
#[derive(Debug, Serialize, Deserialize)]
pub struct InstallTemplate {
    template: Key,
    key: Option<Key>,
    with_demo_data: bool,
    installer: Id,
}

/// The templates that come with the product.
pub async fn templates(platform: &Platform, session: &Session) -> Result<Vec<TemplateView>> {
    let there = mortise_store::repos::apps::apps(session.tenant.reader()).await?;
    Ok(platform
        .templates
        .iter()
        .map(|bundle| TemplateView {
            key: bundle.app.key.clone(),
            name: bundle.app.name.clone(),
            description: bundle.app.description.clone(),
            version: bundle.app.release().to_string(),
            icon: bundle.app.icon.clone(),
            forms: bundle.forms.len(),
            installed: there.iter().any(|app| app.key == bundle.app.key),
        })
        .collect())
}

/// Begins to install a template; its job tells how far that is.
pub async fn install_template(
    platform: &Platform,
    session: &Session,
    template: &Key,
    params: InstallTemplateParams,
    once: &Once,
) -> Result<Answered<JobView>> {
    if !session.is_owner() {
        return Err(Error::Forbidden("owner_only"));
    }
    let bundle =
        platform.templates.iter().find(|bundle| bundle.app.key == *template).ok_or(Error::NotFound("template"))?;
    let key = params.key.clone().unwrap_or_else(|| bundle.app.key.clone());
    let tx = session.tenant.write().await?;
    if let Some(answer) = once.claim(&tx, &session.ctx).await? {
        return Ok(answer);
    }
    if mortise_store::repos::apps::app_by_key(&tx, &key).await?.is_some() {
        return Err(Error::conflict("app_exists"));
    }
    let job = InstallTemplate {
        template: template.clone(),
        key: params.key,
        with_demo_data: params.with_demo_data,
        installer: session.user_id(),
    };
    let how = Enqueue::new(&session.ctx).once(format!("install_template/{key}"));
    let id = enqueue(&tx, &job, how).await?.ok_or_else(|| Error::conflict("install_running"))?;
    let view = super::view::of(&tx, session, id).await?;
    once.keep(&tx, &session.ctx, 202, &view).await?;
    tx.commit().await?;
    platform.queue.wake(&session.ctx.tenant);
    Ok(Answered::Now(view))
}

impl JobKind for InstallTemplate {
    const NAME: &'static str = "install_template";
    const ATTEMPTS: u32 = 2;
    type Host = Host;

    async fn run(self, host: Host, turn: Turn) -> Result<Json, Failure> {
        let platform = Arc::clone(&host.0);
        let bundle = platform.templates.iter().find(|bundle| bundle.app.key == self.template);
        let bundle = bundle.ok_or_else(|| Failure::Never("template".to_owned()))?;
        let tenant = turn.tenant().clone();
        let key = tenant.key().clone();
        let ctx = platform.ctx(&key, Actor::User(self.installer), Locale::default(), turn.id().to_string());
        let demo_password = platform.is_demo().then(|| crate::demo::PASSWORD.to_owned());
        let params = Install {
            key: self.key,
            with_demo_data: self.with_demo_data,
            installer: Some(self.installer),
            demo_password,
            shift_weeks: 0,
        };
        let (send, mut hear) = tokio::sync::watch::channel((0u64, 0u64));
        let told = move |done, total| {
            send.send_replace((done, total));
        };
        let work = apps::install(&platform, (&ctx, &tenant), bundle, params, &told);
        tokio::pin!(work);
        let done = loop {
            tokio::select! {
                done = &mut work => break done,
                Ok(()) = hear.changed() => {
                    let (done, total) = *hear.borrow_and_update();
                    // The installation holds the one writer of a file; its progress is told once that is free.
                    platform.events.tell(&key, self.installer, crate::News::Job { job: turn.id() });
                    tracing::debug!(job.id = %turn.id(), done, total, "installing");
                }
            }
        };
        let installed = done.map_err(failed)?;
        platform.events.tell(&key, self.installer, crate::News::Job { job: turn.id() });
        Ok(json!({"app": installed.app, "records": installed.records}))
    }
}
