//! Records with a field of every kind, filled in at random: what is read is what was written, and what is refused
//! changes nothing.

use std::{collections::BTreeMap, sync::Arc};

use mortise_bundles::read_files;
use mortise_forms::{FieldType, NAMES, Sample};
use mortise_model::{Facts, Id, Key, Storage, Target};
use mortise_service::{
    Error, Limits, Platform, Session,
    apps::{self, Install},
    files::{self, Incoming},
    idempotency::{Answered, Once},
    people,
    records::{self, ChangeView, CreateRecord, FieldChange, RecordView},
    tenants,
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde_json::{Map, Value as Json, json};
use tokio::runtime::Handle;

use crate::stage::{Stage, codes, key, on_each_backend};

/// How many records are made on each database.
const CASES: u32 = 24;
const PNG: &[u8] = &[
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00,
    0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x02, 0x00, 0x00, 0x00, 0x90, 0x77, 0x53, 0xde, 0x00, 0x00, 0x00, 0x0c, 0x49,
    0x44, 0x41, 0x54, 0x78, 0x9c, 0x63, 0x38, 0x21, 0x67, 0x03, 0x00, 0x02, 0xd4, 0x01, 0x23, 0x72, 0x62, 0xd8, 0x76,
    0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
];
const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// One field of the form, and the examples of its kind.
#[derive(Clone)]
struct Field {
    key: String,
    kind: FieldType,
    sample: Sample,
}

/// What values may refer to.
struct There {
    users: Vec<Json>,
    depts: Vec<Json>,
    parties: Vec<Json>,
    pictures: Vec<Json>,
    papers: Vec<Json>,
}

/// Values by field, as they are sent.
type Sent = BTreeMap<String, Json>;

/// One record's life.
#[derive(Debug, Clone)]
struct Case {
    created: Sent,
    changed: Sent,
    wrong: (String, Json),
}

/// The form with one field for each kind and each of its examples' settings.
fn fields() -> Vec<Field> {
    let mut fields = Vec::new();
    for name in NAMES {
        for (index, sample) in name.samples().into_iter().enumerate() {
            let mut settings = sample.settings.clone();
            if name.as_str() == "lookup" {
                settings["link"] = json!("link_0");
            }
            let kind = json!({"kind": name.as_str(), "settings": settings});
            let kind: FieldType = serde_json::from_value(kind).unwrap();
            fields.push(Field { key: format!("{}_{index}", name.as_str()), kind, sample });
        }
    }
    fields
}

impl Field {
    /// Whether people write it.
    fn is_open(&self) -> bool {
        let computed = self.kind.source().is_some() || self.kind.number_pattern().is_some();
        !computed && self.kind.storage() != Storage::None
    }

    /// The value in canonical form.
    fn canonical(&self, sent: &Json) -> Json {
        let taken = self.kind.take(sent, &Facts::new()).unwrap_or_else(|why| panic!("{} {sent}: {why:?}", self.key));
        if taken.is_blank() { Json::Null } else { taken.to_json() }
    }

    /// Good values, some of them blank.
    fn good(&self, there: &There) -> BoxedStrategy<Json> {
        let of = |pool: &[Json]| proptest::sample::select(pool.to_vec());
        let some = |pool: &[Json]| {
            let pool = pool.to_vec();
            proptest::sample::subsequence(pool, 1..=2).prop_shuffle().prop_map(Json::from)
        };
        let pool = match self.kind.storage() {
            Storage::Ref(target) => there.of(&target).map(|pool| of(pool).boxed()),
            Storage::RefList(target) => there.of(&target).map(|pool| some(pool).boxed()),
            Storage::Rows => Some(rows().boxed()),
            _ if self.kind.holds_files() => {
                let picture = self.sample.settings.get("accept").is_none();
                let one = of(if picture { &there.pictures } else { &there.papers });
                let many = matches!(self.kind.name().as_str(), "files" | "images");
                Some(one.prop_map(move |file| if many { json!([file]) } else { file }).boxed())
            }
            _ => None,
        };
        let values = pool.unwrap_or_else(|| self.example_or_any());
        prop_oneof![1 => Just(Json::Null), 9 => values].boxed()
    }

    /// An example, or something at random that the kind takes too.
    fn example_or_any(&self) -> BoxedStrategy<Json> {
        let examples: Vec<Json> = self.sample.good.iter().map(|(input, _)| input.clone()).collect();
        let examples = if examples.is_empty() { vec![Json::Null] } else { examples };
        // A pattern is checked by the schema of the form, not by the kind.
        let patterned = self.sample.settings.get("pattern").is_some();
        let (field, anything) = (self.clone(), self.anything());
        (proptest::sample::select(examples), anything)
            .prop_map(move |(example, any)| {
                let taken = !patterned && field.kind.take(&any, &Facts::new()).is_ok();
                if taken { any } else { example }
            })
            .boxed()
    }

    fn anything(&self) -> BoxedStrategy<Json> {
        let day = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])";
        match self.kind.storage() {
            Storage::Int => any::<i64>().prop_map(Json::from).boxed(),
            Storage::Decimal { .. } => "-?[1-9][0-9]{0,9}(\\.[0-9]{1,2})?".prop_map(Json::from).boxed(),
            Storage::Bool => any::<bool>().prop_map(Json::from).boxed(),
            Storage::Date => day.prop_map(Json::from).boxed(),
            Storage::Time => "([01][0-9]|2[0-3]):[0-5][0-9]".prop_map(Json::from).boxed(),
            Storage::Instant => {
                let moment = format!("{day}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z");
                proptest::string::string_regex(&moment).unwrap().prop_map(Json::from).boxed()
            }
            Storage::DateRange => (day, day).prop_map(|(start, end)| json!({"start": start, "end": end})).boxed(),
            Storage::List => proptest::collection::vec("[a-z甲-癸]{1,6}", 1..3).prop_map(Json::from).boxed(),
            Storage::Json if self.kind.name().as_str() == "json" => {
                proptest::collection::btree_map("[a-z]{1,5}", any::<i32>(), 1..4).prop_map(|map| json!(map)).boxed()
            }
            _ => "[^\u{0}]{1,30}".prop_map(Json::from).boxed(),
        }
    }

    /// What the field must refuse.
    fn wrong(&self) -> Vec<Json> {
        self.sample.bad.iter().map(|(input, _)| input.clone()).collect()
    }
}

fn rows() -> impl Strategy<Value = Json> {
    let row = (proptest::option::of("[a-z甲-癸 ]{0,8}[a-z]"), proptest::option::of(any::<i64>()));
    let row = row.prop_map(|(item, qty)| json!({"item": item, "qty": qty}));
    proptest::collection::vec(row, 1..=2).prop_map(Json::from)
}

impl There {
    fn of(&self, target: &Target) -> Option<&[Json]> {
        match target {
            Target::User => Some(&self.users),
            Target::Dept => Some(&self.depts),
            Target::Form(_) => Some(&self.parties),
            Target::Role => None,
        }
    }

    /// People, departments, records and files to choose from.
    async fn make(platform: &Arc<Platform>, session: &Session) -> Self {
        let found = people::people(platform, session, None).await.unwrap();
        let depts = people::departments(platform, session).await.unwrap();
        let mut there = Self {
            users: found.iter().map(|person| json!(person.id)).collect(),
            depts: depts.iter().map(|dept| json!(dept.id)).collect(),
            parties: Vec::new(),
            pictures: Vec::new(),
            papers: Vec::new(),
        };
        let dept = serde_json::from_value(json!({"name": "Another"})).unwrap();
        match people::create_department(platform, session, dept, &Once::default()).await.unwrap() {
            Answered::Now(made) => there.depts.push(json!(made.id)),
            Answered::Before { .. } => panic!("nothing came twice"),
        }
        for name in ["One", "Two", "Three"] {
            let made = create(platform, session, "party", json!({"name": name})).await.unwrap();
            there.parties.push(json!(made.id));
        }
        for n in 0..2 {
            there.pictures.push(upload(platform, session, &format!("{n}.png"), PNG).await);
            there.papers.push(upload(platform, session, &format!("{n}.pdf"), PDF).await);
        }
        // A file that no record shows any more cannot be put into another one: these stay where they are.
        for (field, file) in
            there.papers.iter().map(|file| ("file_0", file)).chain(there.pictures.iter().map(|file| ("image_0", file)))
        {
            create(platform, session, "contract", json!({field: file})).await.unwrap();
        }
        there
    }
}

async fn upload(platform: &Platform, session: &Session, name: &str, bytes: &[u8]) -> Json {
    let mut incoming = Incoming::new(&Limits::default()).unwrap();
    incoming.take(bytes).await.unwrap();
    let Answered::Now(file) = files::upload(platform, session, incoming, name, None).await.unwrap() else {
        panic!("nothing came twice")
    };
    json!({"id": file.id, "name": file.name, "size": file.size, "mime": file.mime})
}

async fn create(platform: &Platform, session: &Session, form: &str, values: Json) -> Result<RecordView, Error> {
    let params: CreateRecord = serde_json::from_value(json!({"values": values})).unwrap();
    let place = (&key("kinds"), &key(form));
    match records::create(platform, session, place, params, &Once::default()).await? {
        Answered::Now(view) => Ok(view),
        Answered::Before { .. } => panic!("nothing came twice"),
    }
}

/// Records of the form under test, as its administrator handles them.
struct Desk {
    platform: Arc<Platform>,
    session: Session,
    app: Key,
    form: Key,
    fields: BTreeMap<String, Field>,
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_read_of_every_kind_is_what_was_written() {
    on_each_backend(async |stage| {
        let fields = fields();
        install(stage, &fields).await;
        let (platform, session) = (Arc::clone(&stage.platform), stage.person("owner").await);
        let there = There::make(&platform, &session).await;
        let case = cases(&fields, &there);
        let by_key = fields.into_iter().map(|field| (field.key.clone(), field)).collect();
        let desk = Desk { platform, session, app: key("kinds"), form: key("contract"), fields: by_key };
        let config = Config { cases: CASES, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
        tokio::task::block_in_place(|| {
            let outcome = TestRunner::new(config).run(&case, |case| Handle::current().block_on(desk.live(case)));
            outcome.unwrap_or_else(|failure| panic!("{failure}"));
        });
    })
    .await;
}

async fn install(stage: &Stage, fields: &[Field]) {
    let label = |text: &str| json!({"en": text});
    let simple = |key: &str, kind: &str, settings: Json| json!({"key": key, "label": label(key), "type": {"kind": kind, "settings": settings}});
    let mut all: Vec<Json> =
        fields.iter().map(|field| json!({"key": field.key, "label": label(&field.key), "type": field.kind})).collect();
    all.push(simple("currency", "text", json!({})));
    let form = |key: &str, fields: Json| json!({"version": 1, "key": key, "name": label(key), "fields": fields});
    let mut contract = form("contract", json!(all));
    contract["buttons"] = json!([{"key": "match", "label": label("Match")}]);
    let documents = [
        (
            "app.json",
            json!({"version": 1, "key": "kinds", "name": label("Kinds"), "release": "1.0.0", "min_mortise": "0.1.0"}),
        ),
        ("forms/party.form.json", form("party", json!([simple("name", "text", json!({}))]))),
        ("forms/contract.form.json", contract),
        (
            "forms/payment.form.json",
            form(
                "payment",
                json!([simple("contract", "link", json!({"form": "contract"})), simple("amount", "money", json!({})),]),
            ),
        ),
    ];
    let files = documents.into_iter().map(|(name, json)| (name.to_owned(), json.to_string().into_bytes())).collect();
    let bundle = read_files(&files).unwrap();
    let tenant = tenants::open(&stage.platform, &key("acme")).await.unwrap();
    let installer = Some(stage.person("owner").await.user_id());
    let params = Install { installer, ..Install::default() };
    let ctx = stage.platform.system_ctx(&key("acme"), "set_up");
    apps::install(&stage.platform, (&ctx, &tenant), &bundle, params, &|_, _| {}).await.unwrap();
}

fn cases(fields: &[Field], there: &There) -> impl Strategy<Value = Case> + use<> {
    let open: Vec<&Field> = fields.iter().filter(|field| field.is_open()).collect();
    let keys: Vec<String> = open.iter().map(|field| field.key.clone()).collect();
    let sent = |often: f64| {
        let (keys, open) = (keys.clone(), open.iter());
        let values: Vec<_> = open.map(|field| proptest::option::weighted(often, field.good(there))).collect();
        values.prop_map(move |values| {
            let named = keys.iter().cloned().zip(values);
            named.filter_map(|(key, value)| Some((key, value?))).collect::<Sent>()
        })
    };
    let wrong: Vec<(String, Json)> =
        fields.iter().flat_map(|field| field.wrong().into_iter().map(|bad| (field.key.clone(), bad))).collect();
    (sent(0.7), sent(0.2), proptest::sample::select(wrong)).prop_map(|(created, changed, wrong)| Case {
        created,
        changed,
        wrong,
    })
}

impl Desk {
    /// Makes a record, changes it, tries what is wrong, deletes it and brings it back.
    async fn live(&self, case: Case) -> Result<(), TestCaseError> {
        let made = create(&self.platform, &self.session, "contract", json!(case.created)).await;
        let made = made.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        let mut state = self.canonical(&case.created);
        prop_assert_eq!(made.version, 1);
        self.holds(&made, &state)?;
        self.as_it_is_read(made.id, 1, &state).await?;
        let mut told = vec![("create", 1)];
        let all = self.differing(&Sent::new(), &state, &case.created);
        self.tells(made.id, &told, all).await?;

        let before = state.clone();
        let changed = self.write(made.id, 1, &case.changed).await;
        let changed = changed.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
        state.extend(self.canonical(&case.changed));
        let changes = self.differing(&before, &state, &case.changed);
        if !changes.is_empty() {
            told.push(("update", 2));
            self.tells(made.id, &told, changes).await?;
        }
        let version = i64::try_from(told.len()).unwrap();
        prop_assert_eq!(changed.version, version);
        self.as_it_is_read(made.id, version, &state).await?;

        self.refuses(made.id, version, &case.wrong).await?;
        self.as_it_is_read(made.id, version, &state).await?;
        prop_assert_eq!(self.history(made.id).await.len(), told.len());

        self.comes_back(made.id, &mut told, &state).await
    }

    async fn comes_back(&self, id: Id, told: &mut Vec<(&'static str, i64)>, state: &Sent) -> Result<(), TestCaseError> {
        let version = i64::try_from(told.len()).unwrap();
        let place = (&self.app, &self.form);
        let stale = records::delete(&self.platform, &self.session, place, id, Some(version + 1)).await;
        prop_assert_eq!(codes(stale), ["stale_version"]);
        records::delete(&self.platform, &self.session, place, id, Some(version)).await.unwrap();
        prop_assert_eq!(codes(records::get(&self.platform, &self.session, place, id).await), ["record"]);
        let restored = records::restore(&self.platform, &self.session, place, id).await.unwrap();
        self.holds(&restored, state)?;
        self.as_it_is_read(id, version + 2, state).await?;
        told.extend([("delete", version + 1), ("restore", version + 2)]);
        let kinds: Vec<_> = self.history(id).await.iter().rev().map(|change| (change.kind, change.version)).collect();
        prop_assert_eq!(&kinds, told);
        Ok(())
    }

    /// What is wrong is refused in its place, alone and among what is right, for this record and for a new one.
    async fn refuses(&self, id: Id, version: i64, (field, value): &(String, Json)) -> Result<(), TestCaseError> {
        let sent = Sent::from([(field.clone(), value.clone()), ("currency".to_owned(), json!("EUR"))]);
        let place = format!("/values/{field}");
        for refused in [
            codes(self.write(id, version, &sent).await),
            codes(create(&self.platform, &self.session, "contract", json!(sent)).await),
        ] {
            let there = !refused.is_empty() && refused.iter().all(|issue| issue.starts_with(&place));
            prop_assert!(there, "{field} takes {value}: {refused:?}");
        }
        Ok(())
    }

    async fn write(&self, id: Id, version: i64, sent: &Sent) -> Result<RecordView, Error> {
        let params = serde_json::from_value(json!({"version": version, "values": sent})).unwrap();
        records::update(&self.platform, &self.session, (&self.app, &self.form), id, params).await
    }

    async fn as_it_is_read(&self, id: Id, version: i64, state: &Sent) -> Result<(), TestCaseError> {
        let read = records::get(&self.platform, &self.session, (&self.app, &self.form), id).await.unwrap();
        prop_assert_eq!(read.version, version);
        self.holds(&read, state)?;
        let listed = json!({"filter": {"field": "_id", "op": "eq", "value": id}});
        let listed = serde_json::from_value(listed).unwrap();
        let page = records::query(&self.platform, &self.session, (&self.app, &self.form), listed).await.unwrap();
        prop_assert_eq!(page.records.len(), 1);
        prop_assert_eq!(&page.records[0].values, &read.values, "the list shows what the record shows");
        Ok(())
    }

    /// Whether a record holds these values, and nothing in the other fields that people write.
    fn holds(&self, read: &RecordView, state: &Sent) -> Result<(), TestCaseError> {
        for (key, _) in self.fields.iter().filter(|(_, field)| field.is_open()) {
            let expected = state.get(key).cloned().unwrap_or_default();
            prop_assert_eq!(plain(&read.values[key.as_str()]), expected, "{}", key);
        }
        Ok(())
    }

    /// Whether the last change told is exactly what is otherwise.
    async fn tells(
        &self,
        id: Id,
        told: &[(&'static str, i64)],
        expected: BTreeMap<&str, (Json, Json)>,
    ) -> Result<(), TestCaseError> {
        let history = self.history(id).await;
        let kinds: Vec<_> = history.iter().rev().map(|change| (change.kind, change.version)).collect();
        prop_assert_eq!(&kinds, told);
        let open = |change: &&FieldChange| self.fields.get(&change.field).is_some_and(Field::is_open);
        let changes: BTreeMap<&str, (Json, Json)> = history[0]
            .changes
            .iter()
            .filter(open)
            .map(|change| (change.field.as_str(), (plain(&change.before), plain(&change.after))))
            .collect();
        prop_assert_eq!(changes, expected);
        Ok(())
    }

    /// The values that are otherwise once `sent` is written: before and after. Rows that are sent without their ids are
    /// other rows, even where they hold the same.
    fn differing<'s>(&self, before: &Sent, after: &'s Sent, sent: &Sent) -> BTreeMap<&'s str, (Json, Json)> {
        let differs = |(key, after): (&'s String, &Json)| {
            let before = before.get(key).cloned().unwrap_or_default();
            let is_new = sent.contains_key(key) && self.fields[key].kind.storage() == Storage::Rows;
            let same = before == *after && (before.is_null() || !is_new);
            (!same).then(|| (key.as_str(), (before, after.clone())))
        };
        after.iter().filter_map(differs).collect()
    }

    async fn history(&self, id: Id) -> Vec<ChangeView> {
        records::history(&self.platform, &self.session, (&self.app, &self.form), id).await.unwrap()
    }

    fn canonical(&self, sent: &Sent) -> Sent {
        sent.iter().map(|(key, value)| (key.clone(), plain(&self.fields[key].canonical(value)))).collect()
    }
}

/// A value as it was written: references by their id, rows without theirs, blank as null.
fn plain(value: &Json) -> Json {
    match value {
        Json::Array(members) if members.is_empty() => Json::Null,
        Json::Array(members) => members.iter().map(plain).collect(),
        Json::Object(members) if members.len() == 2 && members.contains_key("title") => members["id"].clone(),
        Json::Object(members) => {
            let kept = members.iter().filter(|(name, _)| *name != "_id");
            Json::Object(kept.map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>())
        }
        Json::String(text) if text.is_empty() => Json::Null,
        other => other.clone(),
    }
}
