//! Apps as files: reading and writing a bundle, and whether all its parts fit together.
//!
//! **Invariant:** no file is touched here. A bundle comes in as names and bytes or as the bytes of a zip,
//! and leaves the same way; whatever a stranger packs into a zip is bounded before it is unpacked.

mod app;
mod archive;
mod case;
mod check;
mod order;
mod org;
mod params;
mod read;
mod write;

pub use app::{AppSpec, AppVersion, DependencySpec, ModuleSpec, NavigationItem, NavigationSpec, read_app};
pub use archive::{ArchiveError, ArchiveLimits, pack, unpack};
pub use case::{CASE_OWNER, CaseAct, CaseSpec, CaseStep, ExpectedCount, ExpectedError, StepSpec, read_case};
pub use check::check;
pub use order::install_order;
pub use org::{DepartmentSpec, OrgSpec, PersonSpec, read_org};
pub use params::{ParamSpec, ParamsSpec, read_params};
pub use read::read_files;
pub use write::{write_files, write_zip};

use std::collections::BTreeMap;

use indexmap::IndexMap;
use mortise_access::RolesSpec;
use mortise_forms::FormSpec;
use mortise_model::{Issue, Key};
use mortise_printing::PrintSpec;
use mortise_reports::{DashboardSpec, ReportSpec};
use mortise_rules::RuleSpec;
use mortise_workflow::WorkflowSpec;
use serde_json::{Map, Value as Json};

/// The files of a bundle by their paths, which use `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// An app as files, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Bundle {
    /// `app.json`
    pub app: AppSpec,
    /// `forms/<form>.form.json`
    pub forms: IndexMap<Key, FormSpec>,
    /// `workflows/<workflow>.workflow.json`
    pub workflows: IndexMap<Key, WorkflowSpec>,
    /// `rules/<rule>.rule.json`
    pub rules: IndexMap<Key, RuleFile>,
    /// `reports/<report>.report.json`
    pub reports: IndexMap<Key, ReportSpec>,
    /// `dashboards/<dashboard>.dashboard.json`
    pub dashboards: IndexMap<Key, DashboardSpec>,
    /// `prints/<form>.<print>.print.json` with `.hbs`
    pub prints: Vec<PrintFile>,
    /// `roles.json`; without it who installs the app may do everything.
    pub roles: Option<RolesSpec>,
    /// `params.json`
    pub params: Option<ParamsSpec>,
    /// `org.json`
    pub org: Option<OrgSpec>,
    /// `data/<form>.jsonl`: the records of each form, links by natural keys.
    pub data: IndexMap<Key, Vec<Map<String, Json>>>,
    /// `tests/<case>.case.json`, by the names of the files: a story may be filed under more than its key.
    pub tests: IndexMap<Key, CaseSpec>,
}

/// A rule and the script beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleFile {
    /// The document.
    pub spec: RuleSpec,
    /// The text of `rules/<rule>.rhai`, where there is one.
    pub script: Option<String>,
}

/// A print and its template.
#[derive(Debug, Clone, PartialEq)]
pub struct PrintFile {
    /// The document.
    pub spec: PrintSpec,
    /// The text of the `.hbs` file.
    pub template: String,
}

/// A problem of a bundle, and the file that has it.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct FileIssue {
    /// The file, as a path in the bundle.
    pub file: String,
    /// The problem; its pointer starts at that document.
    pub issue: Issue,
}

impl FileIssue {
    fn new(file: impl Into<String>, issue: Issue) -> Self {
        Self { file: file.into(), issue }
    }
}
