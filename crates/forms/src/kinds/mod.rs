//! Field kinds: one file each, and one line in the list below; its order is that of the palette.

use crate::field_kind::{Choice, FieldKind, Refused, RollupSource, Sample, Shown, Source, Wording};
use shared::{numbers, options, palette, places, refs, texts, times, uploads};

pub(crate) mod shared;

pub use link::OnDelete;
pub use shared::{
    numbers::Exact,
    options::{OptionSpec, TransitionGate, TransitionSpec},
};

shared::list::field_kinds! {
    "text" => text::TextField,
    "textarea" => textarea::TextareaField,
    "richtext" => richtext::RichtextField,
    "int" => int::IntField,
    "decimal" => decimal::DecimalField,
    "money" => money::MoneyField,
    "money_cn" => money_cn::MoneyCnField,
    "percent" => percent::PercentField,
    "rating" => rating::RatingField,
    "score" => score::ScoreField,
    "progress" => progress::ProgressField,
    "bool" => bool::BoolField,
    "select" => select::SelectField,
    "multi" => multi::MultiField,
    "tags" => tags::TagsField,
    "cascade" => cascade::CascadeField,
    "treeselect" => treeselect::TreeselectField,
    "date" => date::DateField,
    "time" => time::TimeField,
    "datetime" => datetime::DatetimeField,
    "daterange" => daterange::DaterangeField,
    "duration" => duration::DurationField,
    "phone" => phone::PhoneField,
    "email" => email::EmailField,
    "url" => url::UrlField,
    "idcard" => idcard::IdcardField,
    "region" => region::RegionField,
    "address" => address::AddressField,
    "location" => location::LocationField,
    "user" => user::UserField,
    "users" => users::UsersField,
    "dept" => dept::DeptField,
    "depts" => depts::DeptsField,
    "role" => role::RoleField,
    "link" => link::LinkField,
    "links" => links::LinksField,
    "lookup" => lookup::LookupField,
    "rollup" => rollup::RollupField,
    "autonum" => autonum::AutonumField,
    "file" => file::FileField,
    "files" => files::FilesField,
    "image" => image::ImageField,
    "images" => images::ImagesField,
    "signature" => signature::SignatureField,
    "barcode" => barcode::BarcodeField,
    "subform" => subform::SubformField,
    "querylist" => querylist::QuerylistField,
    "button" => button::ButtonField,
    "json" => json::JsonField,
    "color" => color::ColorField,
}

#[cfg(test)]
mod conformance;
#[cfg(test)]
mod tests;
