//! The one integration binary: the HTTP interface as its users meet it, on both databases.
//!
//! `samples` has a good request for every route of OpenAPI; `access_matrix`, `answers` and `bad_input` are driven by
//! it. A new route fails them until it has its sample.

mod access_matrix;
mod answers;
mod bad_input;
mod export;
mod imports;
mod leaks;
mod routes;
mod samples;
mod things;
