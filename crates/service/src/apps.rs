//! Apps: making one, installing a bundle, and what a person sees of it.

mod create;
mod demo_data;
mod export;
mod import;
mod install;
mod people;
mod view;

pub use create::{CreateApp, create_app};
pub use export::{Exported, export, export_from};
pub use import::import;
pub use install::{Install, Installed, install};
pub use view::{AppView, FormView, ReportView, app, apps};
