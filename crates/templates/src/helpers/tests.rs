use super::*;

#[test]
fn every_helper_is_documented_and_named_once() {
    let helpers = helpers();
    for (index, helper) in helpers.iter().enumerate() {
        assert!(helper.doc.ends_with('.'), "{}", helper.usage);
        assert!(helpers[..index].iter().all(|other| other.name() != helper.name()), "{}", helper.usage);
        let (least, most) = helper.takes();
        assert!(0 < least && least <= most, "{}", helper.usage);
    }
}
