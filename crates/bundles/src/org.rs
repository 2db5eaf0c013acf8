//! The document `org.json`: the people of the demo.

use mortise_model::{I18n, Issues, Key, read_document};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// Departments and people that come with the demo data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "org")]
pub struct OrgSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of this format: 1.
    pub version: u32,
    /// The name of the company.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub company: I18n,
    /// The departments, those above before those below.
    pub departments: Vec<DepartmentSpec>,
    /// The people.
    pub people: Vec<PersonSpec>,
    /// The roles of the app that the owner of the tenant gets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owner_roles: Vec<Key>,
}

/// A department.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DepartmentSpec {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// The department above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<Key>,
    /// The log-in name of who leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<String>,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonSpec {
    /// The log-in name.
    pub username: String,
    /// The name.
    pub name: I18n,
    /// The departments, the main one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub departments: Vec<Key>,
    /// What the person is.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub title: I18n,
    /// The log-in name of whom the person reports to; without it the head of the department.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// The roles in the app.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Key>,
    /// A mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// What this person can show in a demo, for the log-in page.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub hint: I18n,
}

/// Reads `org.json`; what is misspelt or missing is an issue with its pointer.
pub fn read_org(json: &Json) -> Result<OrgSpec, Issues> {
    read_document(json)
}
