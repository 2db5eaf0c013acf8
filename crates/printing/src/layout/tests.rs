use super::*;
use crate::{Meta, pdf, read_print};

const CONTRACT: &str = include_str!("../../fixtures/contract.html");

fn spec() -> PrintSpec {
    read_print(r#"{"version": 1, "key": "service", "form": "contract", "name": {"en": "Service contract"}}"#)
        .expect("complete")
}

#[test]
fn sample() {
    let pages = lay_out(&spec(), CONTRACT, Locale::ZhCn, Fonts::embedded()).expect("well formed");
    std::fs::write("/tmp/p/sample.pdf", pdf(&pages, Fonts::embedded(), &Meta::default())).expect("w");
}
