//! People, departments and roles.

use actix_web::{
    HttpResponse, get,
    http::StatusCode,
    patch, post, put,
    web::{Data, Json, Path, Query},
};
use mortise_model::{Id, Key};
use mortise_service::{
    Platform,
    people::{self, CreateUser, DepartmentParams, DepartmentView, PersonView, RoleView, UpdateUser, UserView},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    extract::{Body, Posted, Who, answered},
    problem::Problem,
};

/// What is looked for.
#[derive(Deserialize)]
pub(super) struct Search {
    #[serde(default)]
    search: Option<String>,
}

/// People to choose from.
#[derive(Serialize, ToSchema)]
pub(super) struct PeopleView {
    items: Vec<PersonView>,
}

/// People as the administrator sees them.
#[derive(Serialize, ToSchema)]
pub(super) struct UsersView {
    items: Vec<UserView>,
}

/// Departments.
#[derive(Serialize, ToSchema)]
pub(super) struct DepartmentsView {
    items: Vec<DepartmentView>,
}

/// Roles of an app.
#[derive(Serialize, ToSchema)]
pub(super) struct RolesView {
    items: Vec<RoleView>,
}

/// A new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct PasswordParams {
    password: String,
}

/// The roles that a person is to hold in an app.
#[derive(Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RoleKeys {
    #[schema(value_type = Vec<String>)]
    roles: Vec<Key>,
}

/// The active people whose name contains a text.
#[utoipa::path(tag = "people", params(("search" = Option<String>, Query)), responses((status = 200, body = PeopleView)))]
#[get("/people")]
pub(super) async fn search_people(
    platform: Data<Platform>,
    who: Who,
    query: Query<Search>,
) -> Result<Json<PeopleView>, Problem> {
    let items = people::people(&platform, &who, query.search.as_deref()).await.map_err(|error| who.problem(error))?;
    Ok(Json(PeopleView { items }))
}

/// All people: everything for the tenant's owner, names to choose from for everybody else.
#[utoipa::path(tag = "people", params(("search" = Option<String>, Query)), responses((status = 200, body = UsersView)))]
#[get("/users")]
pub(super) async fn list_users(
    platform: Data<Platform>,
    who: Who,
    query: Query<Search>,
) -> Result<HttpResponse, Problem> {
    let search = query.search.as_deref();
    if !who.is_owner() {
        let items = people::people(&platform, &who, search).await.map_err(|error| who.problem(error))?;
        return Ok(HttpResponse::Ok().json(PeopleView { items }));
    }
    let items = people::users(&platform, &who, search).await.map_err(|error| who.problem(error))?;
    Ok(HttpResponse::Ok().json(UsersView { items }))
}

/// Add a person.
#[utoipa::path(tag = "people", request_body = CreateUser, responses((status = 201, body = UserView)))]
#[post("/users")]
pub(super) async fn create_user(
    platform: Data<Platform>,
    who: Who,
    posted: Posted<CreateUser>,
) -> Result<HttpResponse, Problem> {
    let done = people::create_user(&platform, &who, posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// Change a person.
#[utoipa::path(tag = "people", params(("user" = String, Path)), request_body = UpdateUser, responses((status = 200, body = UserView)))]
#[patch("/users/{user}")]
pub(super) async fn update_user(
    platform: Data<Platform>,
    who: Who,
    user: Path<Id>,
    body: Body<UpdateUser>,
) -> Result<Json<UserView>, Problem> {
    people::update_user(&platform, &who, *user, body.0).await.map(Json).map_err(|error| who.problem(error))
}

/// Take the right to log in away.
#[utoipa::path(tag = "people", params(("user" = String, Path)), responses((status = 200, body = UserView)))]
#[post("/users/{user}/disable")]
pub(super) async fn disable_user(
    platform: Data<Platform>,
    who: Who,
    user: Path<Id>,
) -> Result<Json<UserView>, Problem> {
    people::disable_user(&platform, &who, *user).await.map(Json).map_err(|error| who.problem(error))
}

/// Give the right to log in back.
#[utoipa::path(tag = "people", params(("user" = String, Path)), responses((status = 200, body = UserView)))]
#[post("/users/{user}/enable")]
pub(super) async fn enable_user(platform: Data<Platform>, who: Who, user: Path<Id>) -> Result<Json<UserView>, Problem> {
    people::enable_user(&platform, &who, *user).await.map(Json).map_err(|error| who.problem(error))
}

/// Set a person's password.
#[utoipa::path(tag = "people", params(("user" = String, Path)), request_body = PasswordParams, responses((status = 204)))]
#[post("/users/{user}/password")]
pub(super) async fn reset_password(
    platform: Data<Platform>,
    who: Who,
    user: Path<Id>,
    body: Body<PasswordParams>,
) -> Result<HttpResponse, Problem> {
    people::reset_password(&platform, &who, *user, body.0.password).await.map_err(|error| who.problem(error))?;
    Ok(HttpResponse::NoContent().finish())
}

/// All departments.
#[utoipa::path(tag = "people", responses((status = 200, body = DepartmentsView)))]
#[get("/departments")]
pub(super) async fn list_departments(platform: Data<Platform>, who: Who) -> Result<Json<DepartmentsView>, Problem> {
    let items = people::departments(&platform, &who).await.map_err(|error| who.problem(error))?;
    Ok(Json(DepartmentsView { items }))
}

/// Add a department.
#[utoipa::path(tag = "people", request_body = DepartmentParams, responses((status = 201, body = DepartmentView)))]
#[post("/departments")]
pub(super) async fn create_department(
    platform: Data<Platform>,
    who: Who,
    posted: Posted<DepartmentParams>,
) -> Result<HttpResponse, Problem> {
    let done = people::create_department(&platform, &who, posted.params, &posted.once).await;
    done.map(|done| answered(StatusCode::CREATED, done)).map_err(|error| who.problem(error))
}

/// Change a department.
#[utoipa::path(tag = "people", params(("department" = String, Path)), request_body = DepartmentParams, responses((status = 200, body = DepartmentView)))]
#[patch("/departments/{department}")]
pub(super) async fn update_department(
    platform: Data<Platform>,
    who: Who,
    department: Path<Id>,
    body: Body<DepartmentParams>,
) -> Result<Json<DepartmentView>, Problem> {
    let done = people::update_department(&platform, &who, *department, body.0).await;
    done.map(Json).map_err(|error| who.problem(error))
}

/// The roles of an app and who holds them.
#[utoipa::path(tag = "people", params(("app" = String, Path)), responses((status = 200, body = RolesView)))]
#[get("/apps/{app}/roles")]
pub(super) async fn list_roles(platform: Data<Platform>, who: Who, app: Path<Key>) -> Result<Json<RolesView>, Problem> {
    let items = people::roles_of_app(&platform, &who, &app).await.map_err(|error| who.problem(error))?;
    Ok(Json(RolesView { items }))
}

/// Say which roles of an app a person holds.
#[utoipa::path(tag = "people", params(("app" = String, Path), ("user" = String, Path)), request_body = RoleKeys, responses((status = 200, body = RoleKeys)))]
#[put("/apps/{app}/users/{user}/roles")]
pub(super) async fn set_roles(
    platform: Data<Platform>,
    who: Who,
    path: Path<(Key, Id)>,
    body: Body<RoleKeys>,
) -> Result<Json<RoleKeys>, Problem> {
    let (app, user) = path.into_inner();
    let roles = people::set_roles(&platform, &who, &app, user, body.0.roles).await;
    roles.map(|roles| Json(RoleKeys { roles })).map_err(|error| who.problem(error))
}
