use proptest::prelude::*;

use super::*;

fn words(text: &str) -> Vec<String> {
    search_words(text)
}

#[test]
fn a_text_holds_what_occurs_in_it_whatever_the_case_and_width() {
    for (text, word) in [
        ("导演张三", "导演"),
        ("导演张三", "演"),
        ("导演张三", "zs"),
        ("导演张三", "dyzs"),
        ("A组", "a组"),
        ("Ａ组", "A"),
        ("A组", "az"),
        ("长夜星河", "cyxh"),
        ("长夜星河", "zyxh"),
        ("《重庆》2026", "cq"),
        ("合同（集团）", "(集"),
        ("ＨＴ－２０２６", "ht"),
        ("ht2026", "２０２６"),
        ("Straße", "STRAẞE"),
        ("🎬电影", "🎬电"),
    ] {
        assert!(holds_word(text, &words(word)[0]), "{text} holds {word}");
    }
}

#[test]
fn a_text_does_not_hold_what_is_not_in_it() {
    for (text, word) in [("张三", "z"), ("张三", "三张"), ("张 三", "zs"), ("zs", "张三"), ("abc", "ac"), ("？", "?")]
    {
        assert!(!holds_word(text, &words(word)[0]), "{text} does not hold {word}");
    }
}

#[test]
fn words_are_what_stands_between_white_space_of_any_width() {
    assert_eq!(words(" Ａb　张三\n"), ["ab", "张三"]);
    assert!(words("　 ").is_empty());
}

#[test]
fn places_are_those_of_characters_also_of_initials() {
    let places = |text: &str, looked_for: &str| -> Vec<(usize, usize)> {
        places_of_words(text, &words(looked_for)).into_iter().map(|place| (place.start, place.end)).collect()
    };
    assert_eq!(places("导演张三丰", "zs"), [(2, 4)]);
    assert_eq!(places("aXbxc", "x"), [(1, 2), (3, 4)]);
    assert_eq!(places("abcd", "ab bc"), [(0, 3)]);
    assert_eq!(places("", "a"), []);
}

#[test]
fn a_character_with_several_readings_is_stored_as_one_that_stands_for_all_their_initials() {
    let stored = initials("长a三").unwrap();
    assert_eq!(stored.chars().count(), 3);
    assert_eq!(letters_of(stored.chars().next().unwrap()).collect::<String>(), "zc");
    for letter in ['z', 'c'] {
        assert!(initials_alike(letter).unwrap().contains(stored.chars().next().unwrap()));
    }
    assert!(!initials_alike('y').unwrap().contains(stored.chars().next().unwrap()));
    assert_eq!(initials("Ab9"), None);
    for letter in 'a'..='z' {
        let alike = initials_alike(letter).unwrap();
        assert!(alike.chars().all(|c| stands_for(c, letter)), "{letter}");
        assert!(alike.chars().count() < 100, "{letter}: {alike}");
    }
}

fn letter() -> impl Strategy<Value = char> {
    let some: Vec<char> =
        "aAbZzsSkK\u{212a}ıİßẞ019-_%*?[]^\\'\"()（）ＡａＺ０，,。张三导演组重长曾单行🎬é  \n　".chars().collect();
    prop_oneof![9 => prop::sample::select(some), 1 => any::<char>()]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    prop::collection::vec(letter(), 0..most).prop_map(|letters| letters.into_iter().collect())
}

proptest! {
    /// An index loses nothing: what holds a word has all of its parts.
    #[test]
    fn a_text_that_holds_a_word_has_its_grams(text in text(30), at in 0usize..30, length in 1usize..5, by_initials: bool) {
        let source = if by_initials { initials(&text).unwrap_or_default() } else { text.clone() };
        let part: String = source.chars().skip(at).take(length).filter_map(|c| letters_of(c).last()).collect();
        let known = grams([text.as_str()]);
        for word in words(&part).iter().filter(|word| holds_word(&text, word)) {
            let missing: Vec<u32> = grams_of_word(word).into_iter().filter(|gram| !known.contains(gram)).collect();
            prop_assert!(missing.is_empty(), "{word:?} in {text:?}");
        }
    }

    /// What is marked is what is found.
    #[test]
    fn a_text_has_places_of_a_word_exactly_where_it_holds_it(text in text(30), word in text(4)) {
        for word in words(&word) {
            let places = places_of_words(&text, std::slice::from_ref(&word));
            prop_assert_eq!(!places.is_empty(), holds_word(&text, &word));
            prop_assert!(places.iter().all(|place| place.end <= text.chars().count()));
        }
    }
}
