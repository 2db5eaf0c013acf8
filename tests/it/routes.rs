//! Behaviour of routes, by resource.
