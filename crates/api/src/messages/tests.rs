use super::*;

#[test]
fn both_languages_have_the_same_codes() {
    let mut missing: Vec<_> = ZH_CN.keys().filter(|code| !EN.contains_key(*code)).collect();
    missing.extend(EN.keys().filter(|code| !ZH_CN.contains_key(*code)));
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn figures_stand_where_their_names_stood() {
    let params = Map::from_iter([("limit".to_owned(), Json::from(3)), ("name".to_owned(), Json::from("金额"))]);
    assert_eq!(fill("{name}: at most {limit}", &params), "金额: at most 3");
}
