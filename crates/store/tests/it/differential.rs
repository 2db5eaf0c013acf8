//! The same filter over the same records: SQLite, PostgreSQL and the evaluation in memory must agree.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use mortise_access::{Act, Permit};
use mortise_expr::{Scope, SystemValues, check_filter, holds};
use mortise_model::{
    Answer, AppShape, Decimal, Facts, Filter, FilterOp, FormShape, Id, Need, Operand, Path, Question, Row, Storage,
    Value, Values,
};
use mortise_store::{ReadPlan, ddl, records};
use serde_json::{Value as Json, json};

use crate::{
    backends::on_each_backend,
    shapes::{app, contract, ids, moment, project, record, values},
};

/// Numbers that look random and are the same in each run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())].clone()
    }

    pub(crate) fn chance(&mut self, of: usize) -> bool {
        self.roll(of) == 0
    }
}

const TEXTS: &[&str] = &[
    "a",
    "A",
    "ab",
    "Ab*",
    "[x]",
    "x",
    "长夜",
    "长夜 二",
    "straße",
    "STRASSE",
    "ß",
    "ẞ",
    "İ",
    "ı",
    "i",
    "I",
    "K",
    "K",
    "k",
    "ς",
    "Σ",
    "a?c",
    "a%c",
    "a_c",
    "a\\c",
    "^a",
    "a.c",
    "é",
    "É",
    "'",
    "\"",
    "ǆ",
    "ǅ",
    " ",
    "😀",
    "0",
];
const DAYS: &[&str] =
    &["2026-05-25", "2026-05-31", "2026-06-01", "2026-06-02", "2026-06-07", "2026-06-08", "2025-12-31", "2026-01-01"];
const MOMENTS: &[&str] = &[
    "2026-05-31T15:59:59.999Z",
    "2026-05-31T16:00:00Z",
    "2026-06-01T09:00:00Z",
    "2026-06-01T15:59:59.999Z",
    "2026-06-01T16:00:00Z",
    "1969-12-31T23:59:59.500Z",
];
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "-1",
    "1.5",
    "-1.5",
    "1.55",
    "1.005",
    "-0.01",
    "100",
    "99.99",
    "2.5",
    "92233720368547758.07",
    "-92233720368547758.08",
    "12345678901234567890",
];

struct World {
    app: AppShape,
    projects: Vec<(Id, Values)>,
    contracts: Vec<(Id, Values)>,
}

fn text(dice: &mut Dice) -> Value {
    Value::Text(dice.pick(TEXTS).to_owned())
}

fn day(dice: &mut Dice) -> NaiveDate {
    dice.pick(DAYS).parse().unwrap()
}

fn at(dice: &mut Dice) -> DateTime<Utc> {
    dice.pick(MOMENTS).parse().unwrap()
}

fn number(dice: &mut Dice, scale: u32) -> Value {
    loop {
        let number = mortise_model::round_half_up(dice.pick(NUMBERS).parse::<Decimal>().unwrap(), scale);
        if mortise_model::to_scaled(number, scale).is_some() {
            return if scale == 0 { Value::Int(i64::try_from(number).unwrap()) } else { Value::Decimal(number) };
        }
    }
}

fn refs(dice: &mut Dice, from: std::ops::RangeInclusive<i64>) -> Value {
    let all: Vec<i64> = from.filter(|_| dice.chance(3)).collect();
    Value::Refs(all.into_iter().map(Id::from_raw).collect())
}

fn a_project(dice: &mut Dice) -> Values {
    values([("name", text(dice)), ("genre", text(dice)), ("budget", number(dice, 2)), ("members", refs(dice, 21..=24))])
}

fn a_contract(dice: &mut Dice) -> Values {
    let (one, other) = (day(dice), day(dice));
    let (begin, end) = (at(dice), at(dice));
    let rows = (0..dice.roll(3))
        .map(|_| Row {
            id: None,
            values: values([("what", text(dice)), ("price", number(dice, 2)), ("people", refs(dice, 21..=23))]),
        })
        .collect();
    let mut tags: Vec<String> = (0..dice.roll(3)).map(|_| dice.pick(&TEXTS[..6]).to_owned()).collect();
    tags.dedup();
    if tags.len() > 1 && tags.first() == tags.last() {
        tags.pop();
    }
    values([
        ("no", text(dice)),
        ("name", text(dice)),
        ("amount", number(dice, 2)),
        ("rate", number(dice, 4)),
        ("count", number(dice, 0)),
        ("urgent", Value::Bool(dice.chance(2))),
        ("signed", Value::Date(day(dice))),
        ("starts", Value::Time(NaiveTime::from_hms_opt(u32::try_from(dice.roll(3)).unwrap(), 30, 0).unwrap())),
        ("met", Value::Instant(at(dice))),
        ("period", Value::DateRange { start: one.min(other), end: one.max(other) }),
        ("shoot", Value::InstantRange { start: begin.min(end), end: begin.max(end) }),
        ("tags", Value::List(tags)),
        ("project", Value::Ref(Id::from_raw(i64::try_from(dice.roll(7)).unwrap() + 1))),
        ("owner", Value::Ref(Id::from_raw(21 + i64::try_from(dice.roll(3)).unwrap()))),
        ("others", refs(dice, 1..=6)),
        ("items", Value::Rows(rows)),
    ])
}

impl World {
    fn new(dice: &mut Dice) -> Self {
        let thin = |values: Values, dice: &mut Dice| -> Values {
            values.into_iter().filter(|(_, value)| !value.is_blank() && !dice.chance(4)).collect()
        };
        let mut projects = Vec::new();
        // The seventh project is not there: a link that leads nowhere.
        for id in 1..=6 {
            let values = a_project(dice);
            projects.push((Id::from_raw(id), thin(values, dice)));
        }
        let mut contracts = Vec::new();
        for id in 101..=160 {
            let values = a_contract(dice);
            contracts.push((Id::from_raw(id), thin(values, dice)));
        }
        Self { app: app([project(), contract()]), projects, contracts }
    }

    fn of(&self, form: &str) -> &[(Id, Values)] {
        if form == "project" { &self.projects } else { &self.contracts }
    }

    fn form(&self, name: &str) -> &Arc<FormShape> {
        self.app.form(name).unwrap()
    }

    fn fits(&self, form: &str, (id, values): &(Id, Values), filter: &Filter) -> bool {
        let system = SystemValues { version: Some(1), ..SystemValues::default() };
        let mut facts = Facts::new();
        loop {
            let scope = Scope {
                app: &self.app,
                form: self.form(form),
                id: Some(*id),
                values,
                system: Some(&system),
                row: None,
                facts: &facts,
                moment: moment(),
                me: None,
            };
            match holds(filter, &scope) {
                Ok(truth) => return truth,
                Err(Need(questions)) => {
                    for question in questions {
                        let answer = Answer::Value(self.answer(&question));
                        facts.insert(question, answer);
                    }
                }
            }
        }
    }

    fn answer(&self, question: &Question) -> Value {
        match question {
            Question::Reach { form, id, path } => {
                let found = self.of(form).iter().find(|(other, _)| other == id);
                let Some((_, values)) = found else { return Value::Null };
                assert!(path.tail().is_none(), "`{path}` leads further than this test goes");
                values.get(path.head()).cloned().unwrap_or_default()
            }
            Question::Related { form, filter, .. } => {
                let count = self.of(form).iter().filter(|record| self.fits(form, record, filter)).count();
                Value::Int(i64::try_from(count).unwrap())
            }
            other => panic!("nobody asks {other:?} here"),
        }
    }

    fn some_filter(&self, dice: &mut Dice, form: &str, depth: usize) -> Filter {
        let parts = |dice: &mut Dice| (0..=dice.roll(3)).map(|_| self.some_filter(dice, form, depth - 1)).collect();
        match dice.roll(if depth == 0 { 4 } else { 10 }) {
            4 | 5 => Filter::And(parts(dice)),
            6 | 7 => Filter::Or(parts(dice)),
            8 => Filter::Not(Box::new(self.some_filter(dice, form, depth - 1))),
            9 if form == "project" => serde_json::from_value(json!({"exists": {
                "form": "contract", "via": dice.pick(&["project", "others"]),
                "filter": self.some_inner(dice)
            }}))
            .unwrap(),
            _ => self.some_comparison(dice, form),
        }
    }

    fn some_inner(&self, dice: &mut Dice) -> Json {
        let pairs =
            [("amount", "budget"), ("name", "name"), ("no", "genre"), ("owner", "members"), ("count", "budget")];
        let (own, outer) = dice.pick(&pairs);
        let op = if own == "owner" { "in" } else { dice.pick(&["eq", "ne", "gt", "lte"]) };
        let beside_outer = json!({"field": own, "op": op, "value": {"record": outer}});
        match dice.roll(3) {
            0 => beside_outer,
            1 => json!({"not": beside_outer}),
            _ => serde_json::to_value(self.some_comparison(dice, "contract")).unwrap(),
        }
    }

    fn some_comparison(&self, dice: &mut Dice, form: &str) -> Filter {
        let paths: &[&str] = if form == "project" {
            &["name", "genre", "budget", "members", "_id", "_version"]
        } else {
            &[
                "no",
                "name",
                "amount",
                "rate",
                "count",
                "urgent",
                "signed",
                "starts",
                "met",
                "period",
                "shoot",
                "period.start",
                "shoot.end",
                "tags",
                "project",
                "owner",
                "others",
                "items",
                "items.what",
                "items.price",
                "items.people",
                "project.genre",
                "project.budget",
                "project.members",
                "others.name",
                "others.members",
                "_owner",
                "_flow_state",
            ]
        };
        loop {
            let field = Path::new(dice.pick(paths));
            let storage = self.app.reach(self.form(form), &field).unwrap().storage;
            let op = dice.pick(operators(&storage));
            let value = self.some_operand(dice, form, &storage, op);
            let filter = Filter::Compare { field, op, value };
            if check_filter(&filter, &self.app, self.form(form), None).is_empty() {
                return filter;
            }
        }
    }

    fn some_operand(&self, dice: &mut Dice, form: &str, storage: &Storage, op: FilterOp) -> Operand {
        if let FilterOp::IsEmpty | FilterOp::NotEmpty = op {
            return Operand::Json(Json::Null);
        }
        if op == FilterOp::Within {
            let within = [
                json!("today"),
                json!({"this": "week"}),
                json!({"last": "month"}),
                json!({"next_days": 7}),
                json!({"last_days": 1}),
                json!({"start": "2026-05-31", "end": "2026-06-01"}),
                json!({"this": "year"}),
            ];
            return serde_json::from_value(dice.pick(&within)).unwrap();
        }
        if form == "contract"
            && dice.chance(6)
            && let Some(other) = other_field(dice, storage, op)
        {
            return Operand::Field(Path::new(other));
        }
        let several = matches!(op, FilterOp::In | FilterOp::NotIn | FilterOp::HasAny | FilterOp::HasAll);
        let list = matches!(storage, Storage::List | Storage::RefList(_)) && matches!(op, FilterOp::Eq | FilterOp::Ne);
        Operand::Json(match op {
            FilterOp::Between => json!([self.some_json(dice, storage), self.some_json(dice, storage)]),
            _ if several || (list && dice.chance(2)) => {
                (0..dice.roll(4)).map(|_| self.some_json(dice, storage)).collect()
            }
            _ => self.some_json(dice, storage),
        })
    }

    fn some_json(&self, dice: &mut Dice, storage: &Storage) -> Json {
        if dice.chance(8) {
            return Json::Null;
        }
        match storage {
            Storage::Text | Storage::List | Storage::Json => json!(dice.pick(TEXTS)),
            Storage::Int | Storage::Decimal { .. } => json!(dice.pick(NUMBERS)),
            Storage::Bool => json!(dice.chance(2)),
            Storage::Date => json!(dice.pick(DAYS)),
            Storage::Time => json!(dice.pick(&["00:30", "01:00", "02:30"])),
            Storage::Instant => json!(if dice.chance(2) { dice.pick(DAYS) } else { dice.pick(MOMENTS) }),
            Storage::DateRange | Storage::InstantRange => match dice.roll(3) {
                0 => json!(dice.pick(DAYS)),
                1 if *storage == Storage::InstantRange => json!(dice.pick(MOMENTS)),
                _ => {
                    let (one, other) = (dice.pick(DAYS), dice.pick(DAYS));
                    json!({"start": one.min(other), "end": one.max(other)})
                }
            },
            Storage::Ref(_) | Storage::RefList(_) => {
                let id = dice.pick(&[1i64, 2, 3, 7, 21, 22, 23, 99]);
                json!(Id::from_raw(id))
            }
            Storage::Rows | Storage::None => Json::Null,
        }
    }
}

fn operators(storage: &Storage) -> &'static [FilterOp] {
    use FilterOp::*;
    match storage {
        Storage::Text => &[
            Eq,
            Ne,
            Gt,
            Gte,
            Lt,
            Lte,
            Between,
            In,
            NotIn,
            Contains,
            NotContains,
            StartsWith,
            EndsWith,
            IsEmpty,
            NotEmpty,
        ],
        Storage::Date | Storage::Instant => &[Eq, Ne, Gt, Gte, Lt, Lte, Between, In, NotIn, IsEmpty, NotEmpty, Within],
        Storage::DateRange | Storage::InstantRange => {
            &[Eq, Ne, Gt, Lte, Between, In, IsEmpty, NotEmpty, Overlaps, Covers, Within]
        }
        Storage::List | Storage::RefList(_) => {
            &[Eq, Ne, In, NotIn, Contains, NotContains, HasAny, HasAll, IsEmpty, NotEmpty]
        }
        Storage::Bool | Storage::Ref(_) => &[Eq, Ne, In, NotIn, IsEmpty, NotEmpty],
        Storage::Rows => &[IsEmpty, NotEmpty],
        _ => &[Eq, Ne, Gt, Gte, Lt, Lte, Between, In, NotIn, IsEmpty, NotEmpty],
    }
}

/// A field that may stand on the right side of such a comparison.
fn other_field(dice: &mut Dice, storage: &Storage, op: FilterOp) -> Option<&'static str> {
    use FilterOp::{Covers, Eq, Gt, Gte, HasAll, HasAny, In, Lt, Lte, Ne, NotIn, Overlaps};
    let orders = matches!(op, Eq | Ne | Gt | Gte | Lt | Lte);
    Some(match storage {
        Storage::Int | Storage::Decimal { .. } if orders => dice.pick(&["amount", "rate", "count", "project.budget"]),
        Storage::Text if orders => dice.pick(&["no", "name", "project.genre"]),
        Storage::Date | Storage::Instant if orders => dice.pick(&["signed", "met", "period.start", "shoot.end"]),
        Storage::DateRange | Storage::InstantRange if matches!(op, Overlaps | Covers) => {
            dice.pick(&["period", "shoot", "signed", "met"])
        }
        Storage::Ref(_) if matches!(op, Eq | Ne) => dice.pick(&["owner", "project"]),
        Storage::Ref(_) if matches!(op, In | NotIn) => dice.pick(&["others", "project.members", "items.people"]),
        Storage::RefList(_) if matches!(op, HasAny | HasAll) => dice.pick(&["others", "project.members"]),
        _ => return None,
    })
}

/// The same in each run, unless another one is asked for.
pub(crate) fn seed() -> u64 {
    std::env::var("MORTISE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x5eed_2026_1122)
}

#[tokio::test]
async fn filters_mean_the_same_in_both_databases_and_in_memory() {
    on_each_backend(async |tenant| {
        let mut dice = Dice(seed());
        let world = World::new(&mut dice);
        let tx = tenant.write_alone().await.unwrap();
        for (name, stored) in [("project", &world.projects), ("contract", &world.contracts)] {
            ddl::apply_form(&tx, None, world.form(name)).await.unwrap();
            let new: Vec<_> = stored.iter().map(|(id, values)| record(id.raw(), values.clone())).collect();
            records::insert(&tx, world.form(name), &new, &ids()).await.unwrap();
        }
        tx.commit().await.unwrap();

        let mut n_found = 0;
        for round in 0..1500 {
            let form = dice.pick(&["contract", "contract", "project"]);
            let filter = world.some_filter(&mut dice, form, 3);
            let written = serde_json::to_value(&filter).unwrap();
            let permit = Permit::system(world.form(form).key.clone(), Act::Read);
            let plan = ReadPlan::new(&world.app, &permit, moment()).unwrap().filter(filter.clone());
            let found = plan.ids(tenant.reader(), 1000).await.unwrap_or_else(|error| panic!("{written}: {error:?}"));
            for record in world.of(form) {
                let expected = world.fits(form, record, &filter);
                let backend = sea_orm::ConnectionTrait::get_database_backend(tenant.reader());
                assert_eq!(
                    found.contains(&record.0),
                    expected,
                    "round {round} on {backend:?}: {form} {:?}\nfilter {written}\nvalues {:?}",
                    record.0,
                    record.1
                );
            }
            n_found += found.len();
        }
        assert!(n_found > 5_000, "the filters find too little to prove anything: {n_found}");
    })
    .await;
}
