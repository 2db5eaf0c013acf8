//! The document `app.json`.

use mortise_model::{I18n, Issue, Issues, Key, Pointer, read_document};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use semver::{Version, VersionReq};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// What an app is called, and how people find their way in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "app")]
pub struct AppSpec {
    /// Where the description of this format lies.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the app, such as `1.2.0`; or the version of this format, 1, where `release` has the app's.
    pub version: AppVersion,
    /// The version of the app, such as `1.2.0`, where `version` is that of the format.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub release: Option<Version>,
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// What it is for.
    #[serde(default, skip_serializing_if = "I18n::is_empty")]
    pub description: I18n,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The oldest version of the product that can run it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub min_mortise: Option<Version>,
    /// The apps that it needs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<DependencySpec>,
    /// The menu, in groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub navigation: Vec<NavigationSpec>,
    /// Parts that can be switched off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<ModuleSpec>,
}

/// A version of an app, or of the format of its document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum AppVersion {
    /// The version of the format.
    Format(u32),
    /// The version of the app.
    App(Version),
}

/// An app that another one needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DependencySpec {
    /// Its key.
    pub app: Key,
    /// Which versions of it will do, such as `^1.2`.
    #[schemars(with = "String")]
    pub version: VersionReq,
}

/// A group of the menu.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NavigationSpec {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// The name of an icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// What stands in it, in order. What a person may not see is left out.
    pub items: Vec<NavigationItem>,
}

/// One line of the menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum NavigationItem {
    /// The records of a form.
    Form(Key),
    /// A report.
    Report(Key),
    /// A dashboard.
    Dashboard(Key),
}

/// A part of an app that can be switched off.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ModuleSpec {
    /// Its key.
    pub key: Key,
    /// Its name.
    pub name: I18n,
    /// Its forms.
    pub forms: Vec<Key>,
}

/// Reads `app.json`; what is misspelt or missing is an issue with its pointer.
pub fn read_app(json: &Json) -> Result<AppSpec, Issues> {
    let app: AppSpec = read_document(json)?;
    let root = Pointer::root();
    match (&app.version, &app.release) {
        (AppVersion::Format(1), Some(_)) | (AppVersion::App(_), None) => Ok(app),
        (AppVersion::Format(1), None) => {
            Err(Issue::error(root.at("release"), "missing_property").with("property", "release").into())
        }
        (AppVersion::Format(other), _) => {
            Err(Issue::error(root.at("version"), "unknown_version").with("name", *other).into())
        }
        (AppVersion::App(_), Some(_)) => Err(Issue::error(root.at("release"), "version_stands_twice").into()),
    }
}

impl AppSpec {
    /// The version of the app.
    pub fn release(&self) -> Version {
        match (&self.version, &self.release) {
            (AppVersion::App(version), _) | (AppVersion::Format(_), Some(version)) => version.clone(),
            (AppVersion::Format(_), None) => Version::new(0, 0, 0),
        }
    }
}

impl JsonSchema for AppVersion {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AppVersion".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"oneOf": [{"const": 1}, {"type": "string"}]})
    }
}
