use mortise_model::{Filter, I18n, Key};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::definition::is_false;

/// One part of a form's page, from top to bottom.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "ItemShape", into = "ItemShape")]
#[schemars(with = "ItemShape")]
pub enum LayoutItem {
    /// A group of fields under a heading.
    Section(Section),
    /// Pages of which one is shown at a time.
    Tabs(Vec<Tab>),
    /// Parts beside each other.
    Columns(Vec<Vec<LayoutItem>>),
    /// A line across the page.
    Divider {
        /// A word on the line.
        label: Option<I18n>,
    },
    /// A text for the reader.
    Note {
        /// The text.
        text: I18n,
        /// When it is shown; absent: always.
        visible_when: Option<Filter>,
    },
    /// Another page of the product or the web inside this one.
    Embed {
        /// Its address; field keys in braces are filled in.
        url: String,
        /// Its height in pixels.
        height_px: u32,
    },
}

/// A group of fields under a heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The heading; may be blank.
    pub name: I18n,
    /// Rows of fields that stand beside each other.
    pub fields: Vec<Vec<Key>>,
    /// When it is shown; absent: always.
    pub visible_when: Option<Filter>,
    /// Whether it is folded at first.
    pub collapsed: bool,
}

/// One page of several.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tab {
    /// What stands on its tab.
    pub name: I18n,
    /// What it shows.
    pub items: Vec<LayoutItem>,
    /// When it is there; absent: always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_when: Option<Filter>,
}

/// A part of a form's page: exactly one of `section`, `tabs`, `columns`, `divider`, `note` or `embed`, with what belongs to it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(rename = "LayoutItem")]
struct ItemShape {
    /// The heading of a group of fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    section: Option<I18n>,
    /// Rows of field keys that stand beside each other in the section.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<Vec<Key>>,
    /// Whether the section is folded at first.
    #[serde(skip_serializing_if = "is_false")]
    collapsed: bool,
    /// Pages of which one is shown at a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    tabs: Option<Vec<Tab>>,
    /// Parts beside each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    columns: Option<Vec<Vec<LayoutItem>>>,
    /// A line across the page, with a word on it or an empty one.
    #[serde(skip_serializing_if = "Option::is_none")]
    divider: Option<I18n>,
    /// A text for the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<I18n>,
    /// The address of a page that is shown inside this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    embed: Option<String>,
    /// The height of an embedded page in pixels; 400 where absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    height_px: Option<u32>,
    /// When the section or note is shown; absent: always.
    #[serde(skip_serializing_if = "Option::is_none")]
    visible_when: Option<Filter>,
}

const EMBED_HEIGHT_PX: u32 = 400;

impl TryFrom<ItemShape> for LayoutItem {
    type Error = &'static str;

    fn try_from(shape: ItemShape) -> Result<Self, Self::Error> {
        let bare = shape.fields.is_empty() && !shape.collapsed;
        let ItemShape { section, fields, collapsed, tabs, columns, divider, note, embed, height_px, visible_when } =
            shape;
        match (section, tabs, columns, divider, note, embed) {
            (Some(name), None, None, None, None, None) if height_px.is_none() => {
                Ok(Self::Section(Section { name, fields, visible_when, collapsed }))
            }
            (None, Some(tabs), None, None, None, None) if bare && visible_when.is_none() => Ok(Self::Tabs(tabs)),
            (None, None, Some(columns), None, None, None) if bare && visible_when.is_none() => {
                Ok(Self::Columns(columns))
            }
            (None, None, None, Some(label), None, None) if bare && visible_when.is_none() => {
                Ok(Self::Divider { label: (!label.is_empty()).then_some(label) })
            }
            (None, None, None, None, Some(text), None) if bare => Ok(Self::Note { text, visible_when }),
            (None, None, None, None, None, Some(url)) if bare && visible_when.is_none() => {
                Ok(Self::Embed { url, height_px: height_px.unwrap_or(EMBED_HEIGHT_PX) })
            }
            _ => Err("one of `section`, `tabs`, `columns`, `divider`, `note`, `embed`, with only what belongs to it"),
        }
    }
}

impl From<LayoutItem> for ItemShape {
    fn from(item: LayoutItem) -> Self {
        let empty = Self::default();
        match item {
            LayoutItem::Section(Section { name, fields, visible_when, collapsed }) => {
                Self { section: Some(name), fields, visible_when, collapsed, ..empty }
            }
            LayoutItem::Tabs(tabs) => Self { tabs: Some(tabs), ..empty },
            LayoutItem::Columns(columns) => Self { columns: Some(columns), ..empty },
            LayoutItem::Divider { label } => Self { divider: Some(label.unwrap_or_default()), ..empty },
            LayoutItem::Note { text, visible_when } => Self { note: Some(text), visible_when, ..empty },
            LayoutItem::Embed { url, height_px } => Self { embed: Some(url), height_px: Some(height_px), ..empty },
        }
    }
}
