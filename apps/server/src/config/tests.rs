use super::*;

#[test]
fn the_defaults_are_complete() {
    let table: toml::Table = DEFAULTS.parse().unwrap();
    let config: Config = table.try_into().unwrap();
    assert_eq!(config.listen, "127.0.0.1:8080");
}

#[test]
fn an_unknown_key_is_refused() {
    let mut table: toml::Table = DEFAULTS.parse().unwrap();
    table.insert("lisen".to_owned(), "x".into());
    assert!(table.try_into::<Config>().is_err());
}
