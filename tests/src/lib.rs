//! Test application and builders.
