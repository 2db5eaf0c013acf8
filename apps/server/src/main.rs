//! The binary `mortise`: command line, configuration, start-up, and the web UI inside it.

mod commands;
mod config;
mod progress;
mod ui;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use config::Place;

/// Mortise: forms, approvals, rules, reports and prints that people build themselves.
#[derive(Debug, Parser)]
#[command(name = "mortise", version, about)]
struct Arguments {
    #[command(flatten)]
    place: Place,
    /// Machine-readable output.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer requests.
    Serve(commands::serve::Serve),
    /// Tenants.
    #[command(subcommand)]
    Tenant(commands::tenant::Tenant),
    /// People of a tenant.
    #[command(subcommand)]
    User(commands::user::User),
    /// Apps: check, install, list.
    #[command(subcommand)]
    App(commands::app::App),
    /// Import the rows of a CSV or XLSX file into a form.
    Import(commands::import::ImportFile),
    /// Copy all data into one file, also while the server runs (SQLite).
    Backup(commands::backup::Backup),
    /// Put the data of a backup into a new data folder (SQLite).
    Restore(commands::restore::Restore),
    /// Check the audit trail, the contents of files and the databases.
    Verify(commands::verify::Verify),
    /// The configuration.
    #[command(subcommand)]
    Config(commands::configuration::Configuration),
    /// Check that this server could start, and say what is wrong.
    Doctor,
    /// Write the schemas of documents and of the HTTP interface into a folder.
    ExportSchemas(commands::schemas::ExportSchemas),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let output = commands::Output { json: arguments.json };
    let done = match arguments.command {
        Command::Serve(serve) => commands::serve::serve(&arguments.place, &serve),
        Command::Tenant(tenant) => commands::tenant::tenant(&arguments.place, output, &tenant),
        Command::User(user) => commands::user::user(&arguments.place, output, &user),
        Command::App(app) => commands::app::app(&arguments.place, output, &app),
        Command::Import(import) => commands::import::import(&arguments.place, output, &import),
        Command::Backup(backup) => commands::backup::backup(&arguments.place, output, &backup),
        Command::Restore(restore) => commands::restore::restore(&arguments.place, output, &restore),
        Command::Verify(verify) => commands::verify::verify(&arguments.place, output, &verify),
        Command::Config(configuration) => commands::configuration::show(&arguments.place, &configuration),
        Command::Doctor => commands::doctor::doctor(&arguments.place, output),
        Command::ExportSchemas(export) => commands::schemas::export(&export),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("mortise: {error:#}");
            ExitCode::FAILURE
        }
    }
}
