//! Forms for tests.

use std::sync::Arc;

use chrono::{FixedOffset, TimeZone, Utc};
use indexmap::IndexMap;
use mortise_expr::Moment;
use mortise_forms::{FormSpec, PublishedForm, read_form};
use mortise_model::{AppShape, Issues, Key};
use serde_json::{Value as Json, json};

use crate::{Columns, MappingSpec, read_mapping};

pub(crate) struct Sample {
    pub(crate) forms: IndexMap<Key, PublishedForm>,
    pub(crate) app: AppShape,
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).expect("a key")
}

pub(crate) fn moment() -> Moment {
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 1, 0, 0).unwrap();
    Moment { now, zone: FixedOffset::east_opt(8 * 3600).unwrap() }
}

fn field(name: &str, chinese: &str, english: &str, kind: Json) -> Json {
    json!({"key": name, "label": {"zh-CN": chinese, "en": english}, "type": kind})
}

fn form(name: &str, title: &str, fields: Vec<Json>) -> (Key, FormSpec) {
    let document = json!({
        "version": 1, "key": name, "name": {"zh-CN": name, "en": name}, "title": title, "fields": fields,
        "unique_keys": if name == "film" { json!([{"fields": ["title", "year"]}]) } else { json!([]) },
    });
    (key(name), read_form(&document).unwrap_or_else(|issues| panic!("{name}: {issues:?}")))
}

/// Films with a genre and people.
pub(crate) fn sample() -> Sample {
    let kind = |kind: &str, settings: Json| json!({"kind": kind, "settings": settings});
    let specs = IndexMap::from([
        form(
            "genre",
            "{name}",
            vec![
                field("name", "名称", "Name", kind("text", json!({}))),
                field("spelt", "写法", "Spelt", kind("tags", json!({}))),
                field("heat", "热度", "Heat", kind("score", json!({}))),
            ],
        ),
        form(
            "film",
            "{title} ({year})",
            vec![
                field("title", "片名", "Title", kind("text", json!({}))),
                field("year", "年份", "Year", kind("int", json!({}))),
                field("released", "上映日期", "Release date", kind("date", json!({}))),
                field("gross", "票房", "Worldwide gross", kind("money", json!({"currency": "USD"}))),
                field("genre", "题材", "Genre", kind("link", json!({"form": "genre"}))),
                field("tagged", "标签", "Genres", kind("links", json!({"form": "genre"}))),
                field(
                    "quality",
                    "质量",
                    "Quality",
                    kind("select", json!({"options": [{"key": "好", "label": {"zh-CN": "好", "en": "Good"}}]})),
                ),
                json!({"key": "twice", "label": {"zh-CN": "两倍", "en": "Twice"}, "type": {"kind": "money", "settings": {"currency": "USD"}}, "formula": "gross * 2"}),
                field("stills", "剧照", "Stills", kind("images", json!({}))),
            ],
        ),
    ]);
    let app = key("films");
    let publish = |(name, spec): (&Key, &FormSpec)| {
        let form = PublishedForm::new(&app, 1, spec.clone(), &specs);
        (name.clone(), form.unwrap_or_else(|issues| panic!("{name}: {issues:?}")))
    };
    let forms: IndexMap<Key, PublishedForm> = specs.iter().map(publish).collect();
    let shapes = forms.iter().map(|(name, form)| (name.clone(), Arc::clone(&form.shape()))).collect();
    Sample { forms, app: AppShape { forms: shapes } }
}

impl Sample {
    pub(crate) fn film(&self) -> &PublishedForm {
        &self.forms["film"]
    }

    pub(crate) fn mapping(&self, document: &Json) -> MappingSpec {
        read_mapping(document).unwrap_or_else(|issues| panic!("{issues:?}"))
    }

    pub(crate) fn columns(&self, document: &Json, names: &[&str]) -> Result<Columns, Issues> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let film = self.film();
        Columns::new(&self.mapping(document), &names, |key| film.field(key), |key| self.forms.get(key))
    }
}
