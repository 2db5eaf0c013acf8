use mortise_model::Path;
use serde_json::json;

use super::{Dependents, Through};
use crate::sample::{app, form, key, publish};

/// Who reads a form, as `form.field <- fields by way`.
fn on(dependents: &Dependents, form: &str) -> Vec<String> {
    let lines = dependents.on(form).iter().map(|dependent| {
        let way = match &dependent.through {
            Through::Links(path) => format!("links {path}"),
            Through::Back(path) => format!("back {path}"),
            Through::Anything => "anything".to_owned(),
        };
        let names = |keys: &[mortise_model::Key]| keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        format!("{}.{} <- {} by {way}", dependent.form, names(&dependent.fields), names(&dependent.reads))
    });
    lines.collect()
}

#[test]
fn lookups_are_found_by_links_and_sums_by_the_links_back() {
    let specs = app();
    let forms: Vec<_> = specs.keys().map(|key| publish(key, &specs)).collect();
    let dependents = Dependents::of(&forms);
    assert_eq!(
        on(&dependents, "party"),
        [
            "contract.phone <- phone by links party",
            "contract.level_then <- level by links party",
            "contract.lines <- phone by links lines.party",
        ]
    );
    assert_eq!(
        on(&dependents, "contract"),
        ["party.n_contracts <- party by back party", "party.total <- party,amount,status by back party"]
    );
    assert_eq!(
        on(&dependents, "payment"),
        [
            "contract.paid <- contract,amount by back contract",
            "contract.last_paid <- contract,amount,on_day by back contract"
        ]
    );
    assert_eq!(dependents.on("nobody"), []);
}

#[test]
fn longer_ways_and_conditions_are_told_apart() {
    let mut specs = app();
    let fields = json!([
        ["contract", "link", {"form": "contract"}],
        ["boss", "text", {}, {"formula": "contract.party.boss.name"}],
        ["n", "int", {}, {"formula": "count(related(\"party\", level == \"A\"))"}],
        ["of_rows", "rollup", {"form": "payment", "rows": "split", "via": "thing", "aggregate": "sum", "field": "share"}],
    ]);
    let spec = form("thing", fields, serde_json::Value::Null);
    specs.insert(spec.key.clone(), spec);
    let link = form("more", json!([["thing", "link", {"form": "thing"}]]), serde_json::Value::Null).fields.remove(0);
    let split = &mut specs.get_mut("payment").expect("a form").fields[3];
    split.kind.rows_mut().expect("rows").push(link);
    let dependents = Dependents::of(&[publish("thing", &specs)]);
    assert_eq!(on(&dependents, "contract"), ["thing.boss <- party by links contract"]);
    assert_eq!(
        on(&dependents, "party"),
        [
            "thing.boss <- boss by links contract.party",
            "thing.boss <- name by links contract.party.boss",
            "thing.n <- level by anything",
        ]
    );
    assert_eq!(on(&dependents, "payment"), ["thing.of_rows <- split by back split.thing"]);
    assert!(
        dependents
            .on("payment")
            .iter()
            .all(|d| d.through == Through::Back(Path::new("split.thing")) && d.form == key("thing"))
    );
}
