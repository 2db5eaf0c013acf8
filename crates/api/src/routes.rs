//! The table of contents of the HTTP interface, by what its users do.

mod auth;
mod forms;
mod health;
mod people;

use utoipa_actix_web::service_config::ServiceConfig;

/// Adds all routes below `/api/v1`.
pub fn configure(api: &mut ServiceConfig<'_>) {
    // who
    api.service(auth::log_in).service(auth::log_out).service(auth::me);
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
        .service(forms::get_published)
        .service(forms::get_record_schema);
}

/// Adds the routes that operators ask, outside `/api/v1`.
pub fn configure_health(app: &mut actix_web::web::ServiceConfig) {
    app.service(health::livez).service(health::readyz);
}
