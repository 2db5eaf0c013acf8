//! Flows at work: scripts read from case files, invariants after every command, random commands.

mod cases;
mod definitions;
mod previews;
mod random;
mod script;
mod world;
