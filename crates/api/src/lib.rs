//! HTTP: routes, what they take and answer, problem+json, OpenAPI.
//!
//! **Invariant:** no decision of its own. A handler reads parameters, calls one use case, writes its answer.

mod app;
mod extract;
mod messages;
mod openapi;
mod problem;
mod request_id;
mod routes;
mod security;

pub use app::app;
pub use messages::sentence_of;
pub use openapi::document;
