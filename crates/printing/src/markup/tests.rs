use expect_test::{Expect, expect};
use proptest::prelude::*;

use super::*;

/// The tree in short, or the issues.
fn check(source: &str, expected: Expect) {
    let found = match parse(source) {
        Ok(document) => outline(&document.body, 0),
        Err(issues) => issues
            .iter()
            .map(|issue| {
                let mut params = issue.params.clone();
                let place = format!("{}:{}", params["line"], params["column"]);
                params.retain(|name, _| name != "line" && name != "column");
                let params: Vec<_> = params.values().map(ToString::to_string).collect();
                format!("{place} {} {}\n", issue.code, params.join(" "))
            })
            .collect(),
    };
    expected.assert_eq(&found);
}

fn outline(nodes: &[Node], depth: usize) -> String {
    let pad = "  ".repeat(depth);
    nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => format!("{pad}{text:?}\n"),
            Node::Element(element) => format!("{pad}{:?}\n{}", element.tag, outline(&element.children, depth + 1)),
        })
        .collect()
}

#[test]
fn elements_nest_and_references_are_characters() {
    check(
        "<p class=\"indent\">甲 &amp; 乙 &#x4e2d;<br/><B>x < y & z</B></p>",
        expect![[r#"
            Block(Paragraph)
              "甲 & 乙 中"
              Inline(Break)
              Inline(Bold)
                "x < y & z"
        "#]],
    );
}

#[test]
fn white_space_between_rows_is_no_text() {
    check(
        "<table>\n <tr> <td>1</td> </tr>\n</table>",
        expect![[r#"
            Block(Table)
              Part(Row)
                Part(Cell)
                  "1"
        "#]],
    );
}

#[test]
fn everything_unknown_is_an_issue_with_its_place() {
    check(
        "<p>\n<script>x</script> <b style=\"color:red\" class=\"bold huge\">&bogus;</b></p>",
        expect![[r#"
            2:1 unknown_tag "script"
            2:23 unknown_attribute "style"
            2:41 unknown_class "huge"
            2:59 unknown_entity "bogus"
        "#]],
    );
}

#[test]
fn wrong_nesting_is_an_issue() {
    check(
        "<p><b>x</p></b><td>y</td><table>text<tr><td colspan=\"0\">z</table><ul>",
        expect![[r#"
            1:4 unclosed_tag "b"
            1:12 stray_closing_tag "b"
            1:16 misplaced_tag "td"
            1:33 misplaced_text 
            1:45 bad_attribute "colspan"
            1:41 unclosed_tag "td"
            1:37 unclosed_tag "tr"
            1:66 unclosed_tag "ul"
        "#]],
    );
}

#[test]
fn page_numbers_belong_to_running_text() {
    check(
        "<p><span class=\"page\"></span></p><footer><p><span class=\"page\"></span></p></footer>",
        expect![[r#"
            1:4 page_number_outside_header 
        "#]],
    );
}

#[test]
fn nesting_is_bounded() {
    let issues = parse(&"<div>".repeat(1_000)).expect_err("too deep");
    assert!(issues.iter().any(|issue| issue.code == "too_deep"));
}

#[test]
fn text_is_bounded() {
    let issues = parse(&"中文".repeat(1_000_000)).expect_err("6 MB of text");
    assert!(issues.iter().any(|issue| issue.code == "too_large"));
}

#[test]
fn headers_footers_and_watermarks_leave_the_flow() {
    let document =
        parse("<header>a</header><p>b</p><div class=\"watermark\">草稿 <b>DRAFT</b></div><footer>c</footer>");
    let document = document.expect("it is well formed");
    assert_eq!(document.watermark.as_deref(), Some("草稿 DRAFT"));
    assert_eq!(document.header.map(|header| header.text()), Some("a".to_owned()));
    assert_eq!(document.footer.map(|footer| footer.text()), Some("c".to_owned()));
    assert_eq!(document.body.len(), 1);
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(source in "\\PC{0,200}") {
        let _ = parse(&source);
    }

    #[test]
    fn no_markup_makes_it_panic(parts in prop::collection::vec(prop::sample::select(vec![
        "<", ">", "</", "/>", "<p", "<p>", "</p>", "<b>", "</b>", "<table>", "<tr>", "<td>", "</td>", "</table>", " class=",
        "\"", "'", "bold", "=", "&", "&amp;", "&#", "&#x110000;", ";", "<!--", "-->", "中", "\n", "<img src=", "<li>", "é",
    ]), 0..60)) {
        let _ = parse(&parts.concat());
    }

    #[test]
    fn escaped_text_is_what_it_was(text in "\\PC{0,60}") {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let document = parse(&format!("<p>{escaped}</p>")).expect("escaped text is text");
        let Some(Node::Element(paragraph)) = document.body.first() else { panic!("a paragraph") };
        let found = match paragraph.children.first() {
            Some(Node::Text(found)) => found.as_str(),
            _ => "",
        };
        prop_assert_eq!(found, text);
    }
}
