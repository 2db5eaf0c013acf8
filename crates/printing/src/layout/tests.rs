use expect_test::{expect, expect_file};
use proptest::prelude::*;

use super::*;
use crate::{
    Item, Run,
    testing::{codes, end, laid_out, lines, read_back, spec, spec_with},
};

const CONTRACT: &str = include_str!("../../fixtures/contract.html");

fn runs(pages: &Pages) -> impl Iterator<Item = &Run> {
    pages.pages.iter().flat_map(|page| &page.items).filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}

/// The body of each page: without its footer.
fn bodies(html: &str) -> Vec<Vec<String>> {
    let pages = laid_out(html).pages;
    let body = |page| {
        let mut lines = lines(page);
        assert!(lines.pop().is_some_and(|footer| footer.starts_with('第')), "the footer is the last line");
        lines
    };
    pages.iter().map(body).collect()
}

#[test]
fn a_contract_has_the_pages_it_had() {
    let pages = laid_out(CONTRACT);
    assert!(pages.warnings.is_empty());
    expect_file!["../../fixtures/contract.pages.txt"].assert_eq(&pages.to_string());
}

#[test]
fn the_text_of_a_contract_can_be_copied() {
    let pages = laid_out(CONTRACT);
    let dense = |text: &str| text.chars().filter(|character| !character.is_whitespace()).collect::<String>();
    let printed: String = runs(&pages).map(|run| dense(&run.text)).collect();
    assert_eq!(dense(&read_back(&pages, &["-raw"])), printed);
}

#[test]
fn justified_lines_are_copied_without_new_spaces() {
    let text = "甲方应当在合同签订之日起十个工作日内，向乙方支付首期款项；乙方收到款项后，".repeat(4);
    let pages = laid_out(&format!("<p>{text}internationalisation{text}</p>"));
    assert!(runs(&pages).any(|run| run.spacing > 0.1), "some line is stretched");
    let read = read_back(&pages, &["-raw"]);
    let read: String = read.lines().take_while(|line| !line.starts_with('第')).collect();
    assert_eq!(read, format!("{text}internationalisation{text}"));
}

#[test]
fn a_justified_line_reaches_the_margin() {
    let pages = laid_out(&format!("<p>{}</p>", "条款内容，与 2026 年有关的约定".repeat(8)));
    let first = runs(&pages).next().expect("text").y;
    let right = runs(&pages).filter(|run| run.y == first).map(end).fold(0.0, f32::max);
    assert!((right - (210.0 - 20.0) * POINTS_PER_MM).abs() < 0.1, "{right}");
}

#[test]
fn white_space_is_that_of_the_text_and_not_of_the_source() {
    let found =
        bodies("<p>甲方\n    乙方 A\n  B<br/> <b>丙</b> 方</p><p class=\"lines\">一\n 二</p><p>a&nbsp;&nbsp;b</p>");
    expect![[r#"
        [
            "甲方乙方 A B",
            "丙 方",
            "一",
            "二",
            "a\u{a0}\u{a0}b",
        ]
    "#]]
    .assert_debug_eq(&found[0]);
}

#[test]
fn no_paragraph_ends_with_a_line_of_one_character() {
    for n_characters in 40..50 {
        let found = bodies(&format!("<p>{}。</p>", "字".repeat(n_characters)));
        let last = found[0].last().expect("text");
        assert!(found[0].len() == 1 || last.chars().count() > 2, "{n_characters}: {last}");
    }
}

#[test]
fn a_word_longer_than_a_line_is_parted_where_it_stands() {
    let found = bodies(&format!("<p>网址 https://example.com/{}。</p>", "abcdefghij".repeat(12)));
    expect![[r#"
        [
            "网址 https://example.com/abcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghijabcdefg",
            "hijabcdefghijabcdefghijabcdefghijabcdefghijabcdefghij。",
        ]
    "#]]
    .assert_debug_eq(&found[0]);
}

#[test]
fn a_long_table_repeats_its_head_and_parts_no_row() {
    let rows: String = (1..=60).map(|row| format!("<tr><td>{row}</td><td>设备<br/>型号 {row}</td></tr>")).collect();
    let table = format!("<table><thead><tr><th>序号</th><th>名称</th></tr></thead>{rows}</table>");
    let found = bodies(&table);
    assert!(found.len() >= 3, "{} pages", found.len());
    for page in &found {
        assert_eq!(page[0], "序号 | 名称");
    }
    let names: Vec<_> = found.iter().flat_map(|page| &page[1..]).filter(|line| line.starts_with("型号")).collect();
    assert_eq!(names.len(), 60);
    for page in &found {
        assert!(page[1].starts_with("设备"), "a row begins with its first line, not with `{}`", page[1]);
        assert!(page.last().expect("rows").starts_with("型号"));
    }
}

#[test]
fn a_row_higher_than_a_page_is_parted_between_lines() {
    let text = "很长的说明文字，".repeat(900);
    let pages = laid_out(&format!("<table><tr><th width=\"20mm\">说明</th><td>{text}</td></tr></table>"));
    assert!(pages.pages.len() >= 3, "{} pages", pages.pages.len());
    let printed: String = runs(&pages).map(|run| run.text.as_str()).filter(|text| !text.starts_with('第')).collect();
    assert_eq!(printed.matches("很长的说明文字，").count(), 900);
    for page in &pages.pages {
        let across = page.items.iter().filter(|item| matches!(item, Item::Rule(rule) if rule.from.1 == rule.to.1));
        assert_eq!(across.count(), 4, "each of two cells is closed above and below");
    }
}

#[test]
fn a_heading_stays_with_what_follows() {
    for n_lines in 20..40 {
        let html = format!("{}<h2>标题</h2><p>{}</p>", "<p>行</p>".repeat(n_lines), "正文".repeat(60));
        for page in bodies(&html) {
            assert_ne!(page.last().map(String::as_str), Some("标题"), "after {n_lines} lines");
        }
    }
}

#[test]
fn no_page_begins_or_ends_with_a_single_line_of_a_paragraph() {
    for n_lines in 20..40 {
        let html = format!("{}<p>{}</p>", "<p>行</p>".repeat(n_lines), "段".repeat(220));
        let pages = bodies(&html);
        let of_paragraph = |page: &Vec<String>| page.iter().filter(|line| line.starts_with('段')).count();
        assert_ne!(of_paragraph(&pages[0]), 1, "after {n_lines} lines");
        assert!(pages.get(1).is_none_or(|page| of_paragraph(page) != 1), "after {n_lines} lines");
    }
}

#[test]
fn signatures_stay_together_and_are_never_alone() {
    let signature = "<div class=\"signature\"><p>甲方：</p><p>乙方：</p><p>日期：</p></div>";
    for n_lines in 20..40 {
        let pages = bodies(&format!("{}<p>末条</p>{signature}", "<p>行</p>".repeat(n_lines)));
        let last = pages.last().expect("a page");
        let at = last.iter().position(|line| line == "甲方：").expect("on the last page");
        assert_eq!(last[at - 1], "末条", "after {n_lines} lines");
        assert_eq!(last[at..], ["甲方：", "乙方：", "日期："]);
    }
}

#[test]
fn a_section_begins_a_page_but_leaves_none_empty() {
    let found = bodies("<section><p>封面</p></section><section><p>正文</p></section>");
    assert_eq!(found, [["封面"], ["正文"]]);
}

#[test]
fn cells_may_cover_columns_and_rows() {
    let html = "<table><tr><th rowspan=\"2\">审批</th><td>甲</td><td>同意</td></tr><tr><td colspan=\"2\">无意见</td></tr></table>";
    let pages = laid_out(html);
    let at = |text: &str| runs(&pages).find(|run| run.text == text).map(|run| (run.x, run.y)).expect(text);
    let (first, merged, second) = (at("甲"), at("审批"), at("无意见"));
    assert_eq!(first.0, second.0);
    assert!(first.1 < merged.1 && merged.1 < second.1, "the merged cell is in the middle");
}

#[test]
fn numbers_stand_at_the_right_of_their_column() {
    let html = "<table><tr><td class=\"num\">1.00</td><td>x</td></tr><tr><td class=\"num\">12,345.00</td><td>y</td></tr></table>";
    let pages = laid_out(html);
    let ends: Vec<_> = runs(&pages).filter(|run| run.text.ends_with("00")).map(end).collect();
    assert!((ends[0] - ends[1]).abs() < 0.01, "{ends:?}");
}

#[test]
fn lists_number_their_items() {
    let found = bodies("<ol start=\"9\"><li>甲</li><li>乙<ul><li>丙</li></ul></li></ol>");
    assert_eq!(found[0], ["9.甲", "10.乙", "•丙"]);
}

#[test]
fn running_text_comes_from_the_spec_or_the_template() {
    let mut spec = spec();
    spec.header = Some(crate::RunningText {
        left: mortise_model::I18n::new("机密 <内部>", "Confidential"),
        right: mortise_model::I18n::same("{{page}}/{{pages}}"),
        ..Default::default()
    });
    let html = "<p>一</p><section><p>二</p></section>";
    let pages = lay_out(&spec, html, Locale::ZhCn, Fonts::embedded()).expect("well formed");
    let found: Vec<_> = pages.pages.iter().map(lines).collect();
    assert_eq!(found[0], ["机密 <内部> | 1/2", "一", "第 1 页 / 共 2 页"]);
    assert_eq!(found[1], ["机密 <内部> | 2/2", "二", "第 2 页 / 共 2 页"]);
    let html = format!("<header>模板</header><footer>脚注</footer>{html}");
    let pages = lay_out(&spec, &html, Locale::En, Fonts::embedded()).expect("well formed");
    assert_eq!(lines(&pages.pages[1]), ["模板", "二", "脚注"]);
}

#[test]
fn a_high_header_pushes_the_text_down() {
    let pages = laid_out(&format!("<header>{}</header><p>正文</p>", "<p>抬头</p>".repeat(8)));
    let body = runs(&pages).find(|run| run.text == "正文").expect("printed").y;
    let header = runs(&pages).filter(|run| run.text == "抬头").map(|run| run.y).fold(0.0, f32::max);
    assert!(header + 10.0 < body, "{header} {body}");
}

#[test]
fn a_header_must_leave_room() {
    assert_eq!(codes(&format!("<header>{}</header>", "<p>抬头</p>".repeat(60))), ["no_room_between_header_and_footer"]);
}

#[test]
fn merged_rows_higher_than_a_page_are_an_issue() {
    let long = "很长的说明文字，".repeat(900);
    let html = format!("<table><tr><td rowspan=\"2\">{long}</td><td>一</td></tr><tr><td>二</td></tr></table>");
    assert!(codes(&html).contains(&"rows_higher_than_page".to_owned()));
}

#[test]
fn a_picture_fits_its_page_even_in_a_table() {
    let html = format!(
        "<p>一</p><table><tr><td>{}</td></tr></table>",
        PNG.replace("/>", " width=\"10mm\" height=\"900mm\"/>")
    );
    let pages = laid_out(&html);
    for item in pages.pages.iter().flat_map(|page| &page.items) {
        if let Item::Rule(rule) = item {
            assert!(rule.to.1 <= (297.0 - 20.0) * POINTS_PER_MM + 0.1, "{item}");
        }
    }
}

#[test]
fn a_watermark_lies_across_each_page() {
    let pages = laid_out("<div class=\"watermark\">草稿 DRAFT</div><p>一</p><section><p>二</p></section>");
    for page in &pages.pages {
        let Some(Item::Text(run)) = page.items.first() else { panic!("it is painted first") };
        assert_eq!((run.text.as_str(), run.turn), ("草稿 DRAFT", 40.0));
    }
}

#[test]
fn a_character_without_a_glyph_is_shown_and_reported() {
    let pages = laid_out("<p>甲\u{E123}乙\u{200b}丙</p>");
    assert_eq!(lines(&pages.pages[0])[0], "甲□乙丙");
    let issue = pages.warnings.iter().next().expect("a warning");
    assert_eq!((issue.code.as_str(), issue.params["code_point"].as_str()), ("missing_glyph", Some("U+E123")));
}

#[test]
fn images_are_scaled_to_their_column() {
    let html = format!("<p>章 {}</p>", PNG.replace("/>", " width=\"400mm\"/>"));
    let pages = laid_out(&html);
    let picture = pages.pages[0].items.iter().find_map(|item| match item {
        Item::Picture(picture) => Some(picture),
        _ => None,
    });
    let picture = picture.expect("printed");
    assert_eq!((picture.pixels_wide, picture.pixels_high), (2, 1));
    assert!((picture.width - 170.0 * POINTS_PER_MM).abs() < 0.1);
    assert!((picture.height * 2.0 - picture.width).abs() < 0.1);
}

const PNG: &str = "<img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4zwAE/wEHAAH/4iOeWQAAAABJRU5ErkJggg==\"/>";

#[test]
fn images_are_never_fetched_and_bad_ones_are_issues() {
    assert_eq!(codes("<p><img src=\"https://example.com/a.png\"/></p>"), ["external_image"]);
    assert_eq!(codes("<p><img src=\"data:image/svg+xml;base64,AAAA\"/></p>"), ["bad_image"]);
    assert_eq!(codes("<p><img src=\"data:image/png;base64,iVBORw0KGgo=\"/></p>"), ["bad_image"]);
    assert_eq!(codes("<p><img/></p>"), ["external_image"]);
}

#[test]
fn a_column_without_room_is_an_issue() {
    let cells = "<td>甲</td>".repeat(58);
    assert_eq!(codes(&format!("<table><tr>{cells}</tr></table>")), ["too_narrow"]);
    let cells = "<td>甲</td>".repeat(61);
    assert_eq!(codes(&format!("<table><tr>{cells}</tr></table>")), ["too_many_columns"]);
}

const FIRST: &str = "、，。．！？；：）〕】》〉」』］｝”’";
const LAST: &str = "（〔【《〈「『［｛“‘";

/// Words as contracts have them; marks come with what they belong to.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[一-龥]{1,6}",
        2 => "[A-Za-z]{1,12}",
        2 => "[0-9]{1,3}(,[0-9]{3}){0,2}(\\.[0-9]{2})?",
        1 => "[A-Z]{2}-[0-9]{4}-[0-9]{3}",
        1 => "(（|《|“|【)[一-龥A-Za-z0-9]{1,8}(）|》|”|】)",
        1 => Just(" ".to_owned()),
    ];
    let mark =
        prop_oneof![4 => Just(""), 2 => prop::sample::select(vec!["，", "。", "、", "；", "：", "！", "……", "——"])];
    prop::collection::vec((word, mark), 1..120).prop_map(|parts| {
        parts.into_iter().map(|(word, mark)| format!("{word}{mark}")).fold("甲".to_owned(), |text, part| text + &part)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_line_begins_or_ends_with_a_forbidden_mark(text in sentence(), class in prop::sample::select(vec!["", "indent", "center", "right"])) {
        let pages = laid_out(&format!("<p class=\"{class}\">{text}</p>"));
        for line in pages.pages.iter().flat_map(lines) {
            prop_assert!(!line.starts_with(|first| FIRST.contains(first)), "{line}");
            prop_assert!(!line.ends_with(|last| LAST.contains(last)), "{line}");
        }
    }

    #[test]
    fn words_and_numbers_stay_whole(text in sentence()) {
        let printed: Vec<String> = bodies(&format!("<p>{text}</p>")).concat();
        let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut rest = whole.as_str();
        for line in printed {
            rest = rest.trim_start().strip_prefix(line.as_str()).expect("lines are the text");
            let parted = line.ends_with(is_of_word) && rest.starts_with(is_of_word);
            let word = word_at_end(&line).len() + rest.find(|next| !is_of_word(next)).unwrap_or(rest.len());
            prop_assert!(!parted || word > 40, "{line} / {rest}");
        }
        prop_assert_eq!(rest, "");
    }

    #[test]
    fn nothing_leaves_the_margins(
        texts in prop::collection::vec(sentence(), 1..12),
        size in prop::sample::select(vec!["A4", "A5", "A3"]),
        margin in 10..30_u8,
    ) {
        let rows: String = texts.iter().map(|text| format!("<tr><td>{text}</td><td class=\"num\">1.00</td></tr>")).collect();
        let html = format!("<ul><li>{}</li></ul><table>{rows}</table><p>{}</p>", texts[0], texts.concat());
        let spec = spec_with(&format!("{{\"size\": \"{size}\", \"margins_mm\": [{margin}, {margin}, {margin}, {margin}]}}"));
        let pages = lay_out(&spec, &html, Locale::ZhCn, Fonts::embedded()).expect("well formed");
        let margin = f32::from(margin) * POINTS_PER_MM;
        for page in &pages.pages {
            for item in &page.items {
                let (left, right) = match item {
                    Item::Text(run) => (run.x, end(run)),
                    Item::Rule(rule) => (rule.from.0, rule.to.0),
                    Item::Fill(fill) => (fill.x, fill.x + fill.width),
                    Item::Picture(picture) => (picture.x, picture.x + picture.width),
                };
                prop_assert!(left >= margin - 0.1 && right <= page.width - margin + 0.1, "{item}");
            }
        }
    }
}

fn is_of_word(character: char) -> bool {
    character.is_ascii_alphanumeric()
}

fn word_at_end(line: &str) -> &str {
    line.rsplit(|character: char| !is_of_word(character)).next().unwrap_or_default()
}
