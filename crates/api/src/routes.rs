//! The table of contents of the HTTP interface, by what its users do.

mod apps;
mod auth;
mod changes;
mod events;
mod files;
mod flows;
mod forms;
mod health;
mod imports;
mod notifications;
mod people;
mod records;
mod reports;
mod rules;
mod search;
mod views;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds all routes below `/api/v1`.
pub(crate) fn configure(api: &mut ServiceConfig<'_>) {
    // who
    api.service(auth::log_in).service(auth::log_out).service(auth::get_me);
    // people of the tenant
    api.service(people::search_people)
        .service(people::list_users)
        .service(people::create_user)
        .service(people::update_user)
        .service(people::disable_user)
        .service(people::enable_user)
        .service(people::reset_password)
        .service(people::list_departments)
        .service(people::create_department)
        .service(people::update_department)
        .service(people::list_roles)
        .service(people::set_roles);
    // designing forms
    api.service(forms::list_forms)
        .service(forms::get_form)
        .service(forms::save_form)
        .service(forms::publish_form)
        .service(forms::list_form_versions)
        .service(forms::get_form_version)
        .service(forms::get_published)
        .service(forms::get_record_schema);
    // records
    api.service(records::query_records)
        .service(records::evaluate_record)
        .service(records::create_record)
        .service(records::get_record)
        .service(records::update_record)
        .service(records::delete_record)
        .service(records::restore_record)
        .service(records::press_button)
        .service(records::export_records)
        .service(imports::import_records)
        .service(changes::batch_records)
        .service(records::get_history)
        .service(records::list_comments)
        .service(records::comment_record)
        .service(search::search_all);
    // views of records
    api.service(views::list_views).service(views::get_view).service(views::save_view).service(views::delete_view);
    // what was changed, and taking it back
    api.service(changes::list_changes).service(changes::get_change_set).service(changes::undo_changes);
    // files
    api.service(files::upload_file).service(files::get_file).service(files::preview_file);
    // approval flows
    api.service(flows::get_workflow)
        .service(flows::save_workflow)
        .service(flows::publish_workflow)
        .service(flows::preview_workflow)
        .service(flows::submit_record)
        .service(flows::get_instance_of_record)
        .service(flows::list_tasks)
        .service(flows::get_task)
        .service(flows::decide_tasks)
        .service(flows::act_on_task)
        .service(flows::get_instance)
        .service(flows::act_on_instance);
    // rules
    api.service(rules::list_rule_runs).service(rules::list_runs_of_rule);
    // reports and prints
    api.service(reports::run_report)
        .service(reports::get_report)
        .service(reports::save_report)
        .service(reports::drill_report)
        .service(reports::run_pivot)
        .service(reports::print_record);
    // news
    api.service(notifications::list_notifications).service(notifications::read_notifications).service(events::listen);
    // apps, templates, long work
    api.service(apps::list_apps)
        .service(apps::create_app)
        .service(apps::import_app)
        .service(apps::export_app)
        .service(apps::get_app)
        .service(apps::list_templates)
        .service(apps::install_template)
        .service(apps::list_jobs)
        .service(apps::get_job)
        .service(apps::cancel_job)
        .service(apps::get_limits);
    // the demo
    api.service(apps::get_demo).service(apps::move_clock).service(apps::start_over);
}

/// Adds the routes that operators ask, outside `/api/v1`.
pub(crate) fn configure_health(app: &mut actix_web::web::ServiceConfig) {
    app.service(health::livez).service(health::readyz);
}
