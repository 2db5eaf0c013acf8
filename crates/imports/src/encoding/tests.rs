use super::*;

const TEXT: &str = "片名,导演,票房\n卧虎藏龙,李安,213525736\n英雄,张艺谋,177394432\n";

#[test]
fn chinese_is_found_whichever_way_it_is_written() {
    let gb = GB18030.encode(TEXT).0;
    assert_eq!(decode(&gb, None), Ok((TEXT.to_owned(), "gb18030")));
    assert_eq!(decode(TEXT.as_bytes(), None), Ok((TEXT.to_owned(), "UTF-8")));
    let marked = format!("\u{feff}{TEXT}");
    assert_eq!(decode(marked.as_bytes(), None), Ok((TEXT.to_owned(), "UTF-8")));
}

#[test]
fn a_mark_of_utf_16_is_heeded() {
    let mut bytes = vec![0xFF, 0xFE];
    bytes.extend(TEXT.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(decode(&bytes, None), Ok((TEXT.to_owned(), "UTF-16LE")));
}

#[test]
fn a_single_name_in_the_national_standard_is_found_too() {
    for text in ["name\n𠮷野家\n", "name\n电影\n", "Title\nLÈon\nDÈj‡ Vu\nRi¢hie Ri¢h\nAlien³\n"] {
        let (bytes, _, impossible) = GB18030.encode(text);
        assert!(!impossible);
        assert_eq!(decode(&bytes, None).map(|(text, _)| text), Ok(text.to_owned()));
    }
}

#[test]
fn what_the_caller_says_is_taken_and_checked() {
    let gb = GB18030.encode(TEXT).0;
    assert_eq!(decode(&gb, Some("GBK")).map(|(_, name)| name), Ok("gb18030"));
    assert_eq!(decode(&gb, Some("utf-8")).unwrap_err().code, "encoding_wrong");
    assert_eq!(decode(&gb, Some("klingon")).unwrap_err().code, "encoding_unknown");
}
