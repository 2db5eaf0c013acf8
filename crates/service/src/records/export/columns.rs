use mortise_forms::{Field, PublishedForm, Wording};
use mortise_model::{I18n, Id, Issue, Issues, Key, Locale, Pointer, Storage, Target, Value};
use mortise_store::{Cell, Error as StoreError, ReadPlan, Record};

use super::super::view::field_references;
use crate::{Error, Result, sheets::SheetCell};

/// A column of the file.
pub(super) enum Column<'f> {
    /// A field.
    Field(&'f Key, &'f Field),
    /// What every record says of itself.
    System(&'static System),
}

/// A column that every record has beside its fields.
pub(super) struct System {
    name: &'static str,
    zh_cn: &'static str,
    en: &'static str,
    /// What its ids refer to.
    target: Option<Target>,
}

static SYSTEM: &[System] = &[
    System { name: "_id", zh_cn: "编号", en: "ID", target: None },
    System { name: "_version", zh_cn: "版本", en: "Version", target: None },
    System { name: "_flow_state", zh_cn: "审批状态", en: "Approval", target: None },
    System { name: "_owner", zh_cn: "负责人", en: "Owner", target: Some(Target::User) },
    System { name: "_dept", zh_cn: "所属部门", en: "Department", target: Some(Target::Dept) },
    System { name: "_created_at", zh_cn: "创建时间", en: "Created", target: None },
    System { name: "_created_by", zh_cn: "创建人", en: "Created by", target: Some(Target::User) },
    System { name: "_updated_at", zh_cn: "更新时间", en: "Changed", target: None },
    System { name: "_updated_by", zh_cn: "更新人", en: "Changed by", target: Some(Target::User) },
];

/// Where an approval stands, in words.
static FLOW_STATES: &[(&str, &str, &str)] = &[
    ("draft", "草稿", "Draft"),
    ("running", "审批中", "In approval"),
    ("approved", "已通过", "Approved"),
    ("rejected", "已驳回", "Rejected"),
    ("returned", "已退回", "Returned"),
    ("withdrawn", "已撤回", "Withdrawn"),
    ("terminated", "已终止", "Terminated"),
];

/// The columns that are asked for; those that are not there or not to be exported are all named.
pub(super) fn columns<'f>(
    form: &'f PublishedForm,
    plan: &ReadPlan<'_>,
    names: Option<&[String]>,
) -> Result<Vec<Column<'f>>> {
    let readable = plan.field_keys().map_err(|error| match error {
        StoreError::Refused(issues) => Error::BadRequest(issues),
        error => error.into(),
    })?;
    let field = |name: &str| {
        let (key, field) = form.fields().get_key_value(name)?;
        (readable.contains(key) && field.kind.storage() != Storage::None).then_some(Column::Field(key, field))
    };
    let Some(names) = names.filter(|names| !names.is_empty()) else {
        return Ok(readable.iter().filter_map(|key| field(key)).collect());
    };
    let mut issues = Issues::new();
    let mut found = Vec::new();
    for (index, name) in names.iter().enumerate() {
        let system = || SYSTEM.iter().find(|column| column.name == name).map(Column::System);
        match field(name).or_else(system) {
            Some(column) => found.push(column),
            None => issues.push(
                Issue::error(Pointer::root().at("fields").at(index), "unknown_field")
                    .with("field", name.as_str())
                    .with("form", form.key().as_str()),
            ),
        }
    }
    if issues.is_empty() { Ok(found) } else { Err(Error::BadRequest(issues)) }
}

impl Column<'_> {
    /// As requests name it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Field(key, _) => key,
            Self::System(column) => column.name,
        }
    }

    /// As people know it.
    pub(super) fn heading(&self, locale: Locale) -> String {
        match self {
            Self::Field(_, field) => field.spec.label.get(locale).to_owned(),
            Self::System(column) => I18n::new(column.zh_cn, column.en).get(locale).to_owned(),
        }
    }

    /// What its cell of a record refers to.
    pub(super) fn references(&self, record: &Record, fields: &[Key], wanted: &mut Vec<(Target, Id)>) {
        match self {
            Self::Field(key, field) => {
                if let Some(Cell::Value(value)) = cell_of(record, fields, key) {
                    field_references(field, value, wanted);
                }
            }
            Self::System(System { name, target: Some(target), .. }) => {
                wanted.extend(record.system.get(name).refs().iter().map(|id| (target.clone(), *id)));
            }
            Self::System(_) => {}
        }
    }

    /// What stands in its cell of a record: what the person sees, and no more.
    pub(super) fn cell(&self, record: &Record, fields: &[Key], wording: &Wording<'_>) -> SheetCell {
        match self {
            Self::Field(key, field) => match cell_of(record, fields, key) {
                Some(Cell::Value(value)) => {
                    of_value(value, field.kind.unit(), |value| field.kind.text(value, wording), wording)
                }
                Some(Cell::Masked(mask)) => SheetCell::Text(mask.clone()),
                Some(Cell::HeldBack) | None => SheetCell::Blank,
            },
            Self::System(column) => {
                let value = if column.name == "_id" {
                    Value::Text(record.id.to_string())
                } else {
                    record.system.get(column.name)
                };
                of_value(&value, None, |value| column.text(value, wording), wording)
            }
        }
    }
}

impl System {
    fn text(&self, value: &Value, wording: &Wording<'_>) -> String {
        match (&self.target, value) {
            (Some(target), Value::Ref(id)) => wording.titles.title(target, *id).unwrap_or_default(),
            (None, Value::Text(text)) => {
                let state = FLOW_STATES.iter().find(|(state, ..)| self.name == "_flow_state" && state == text);
                state.map_or_else(
                    || text.clone(),
                    |(_, zh_cn, en)| I18n::new(*zh_cn, *en).get(wording.locale).to_owned(),
                )
            }
            _ => String::new(),
        }
    }
}

fn cell_of<'r>(record: &'r Record, fields: &[Key], key: &Key) -> Option<&'r Cell> {
    record.cells.get(fields.iter().position(|known| known == key)?)
}

/// Numbers and dates as such, so that spreadsheets can count with them; everything else as people read it.
fn of_value(
    value: &Value,
    unit: Option<&str>,
    text: impl FnOnce(&Value) -> String,
    wording: &Wording<'_>,
) -> SheetCell {
    match value {
        Value::Int(_) | Value::Decimal(_) => {
            let number = value.as_decimal().unwrap_or_default();
            SheetCell::Number(number, unit.map(str::to_owned))
        }
        Value::Date(day) => SheetCell::Day(*day),
        Value::Instant(moment) => SheetCell::Moment(moment.with_timezone(&wording.zone).naive_local()),
        value if value.is_blank() => SheetCell::Blank,
        value => SheetCell::Text(text(value)),
    }
}
