use serde_json::json;

use super::*;

fn china() -> FixedOffset {
    FixedOffset::east_opt(8 * 3600).unwrap()
}

fn data() -> Json {
    json!({
        "no": "HT-001", "amount": "1234567.5", "zero": "0.00", "blank": null, "rate": "12.50",
        "party": {"title": "甲 <b> & 乙"}, "signed": "2026-06-01", "at": "2026-05-31T17:30:00Z",
        "period": {"start": "2026-06-01", "end": "2026-06-30"}, "done": true, "tags": ["x", "y"],
        "clauses": {"$html": "<p>条款</p>"}, "evil": "<script>alert(1)</script>{{no}}",
        "items": [{"name": "一", "qty": 2, "price": "10.10"}, {"name": "二", "qty": 1, "price": "0.20"}]
    })
}

fn rendered(source: &str) -> Result<String, RenderError> {
    let template = Template::compile(source).unwrap_or_else(|issues| panic!("{source}: {issues:?}"));
    template.render(&data(), china(), Limits::default())
}

fn check(source: &str, expected: &str) {
    assert_eq!(rendered(source).as_deref(), Ok(expected), "{source}");
}

#[test]
fn helpers_write_values_for_readers() {
    check("{{no}}", "HT-001");
    check("{{money amount}}", "1,234,567.50");
    check("{{money amount \"CNY\"}}", "¥1,234,567.50");
    check("{{money amount \"CHF\" places=0}}", "CHF 1,234,568");
    check("{{money \"-5\" \"USD\"}}", "-$5.00");
    check("[{{money blank}}]", "[]");
    check("{{rmb_upper amount}}", "壹佰贰拾叁万肆仟伍佰陆拾柒元伍角整");
    check("{{number amount}} {{number amount 0}}", "1,234,567.5 1,234,568");
    check("{{percent rate}} {{percent rate 2}}", "12.5% 12.50%");
    check("{{date signed}} {{date signed \"YYYY/MM/DD\"}}", "2026年6月1日 2026/06/01");
    check("{{date at}} {{datetime at}}", "2026年6月1日 2026-06-01 01:30");
    check("{{period period}}", "2026年6月1日 至 2026年6月30日");
    check("{{default blank \"无\"}} {{default no \"无\"}}", "无 HT-001");
    check("{{join tags}} {{join tags with=\"/\"}} {{join items \"name\"}}", "x、y x/y 一、二");
    check("{{sum items \"price\"}} {{len items}}", "10.30 2");
    check("{{check done}}{{check blank}}", "☑☐");
    check("{{upper \"abc\"}}{{concat no \"/\" rate}}", "ABCHT-001/12.50");
    check("{{party.title}}", "甲 &lt;b&gt; &amp; 乙");
}

#[test]
fn conditions_compare_numbers_by_size() {
    check("{{#if (gt amount 200000)}}多{{else}}少{{/if}}", "多");
    check("{{#if (lt \"9\" \"10\")}}是{{/if}}", "是");
    check("{{#if (eq zero 0)}}零{{/if}}", "零");
    check("{{#if (gt blank 0)}}是{{else}}否{{/if}}", "否");
    check("{{#if (and done (not blank) (or blank (in \"x\" tags)))}}是{{/if}}", "是");
    check("{{#if blank}}a{{else if (eq no \"HT-001\")}}b{{else}}c{{/if}}", "b");
    check("{{#unless blank}}空{{/unless}}", "空");
}

#[test]
fn loops_number_their_rows() {
    check(
        "{{#each items}}{{inc @index}}.{{name}}/{{../no}}{{#unless @last}};{{/unless}}{{/each}}",
        "1.一/HT-001;2.二/HT-001",
    );
    check("{{#each items as |item i|}}{{i}}{{item.name}}{{/each}}", "0一1二");
    check("{{#with party}}{{title}}{{/with}}", "甲 &lt;b&gt; &amp; 乙");
    check("{{#each tags}}{{this}}{{/each}}", "xy");
}

#[test]
fn data_is_never_code() {
    check("{{evil}}", "&lt;script&gt;alert(1)&lt;/script&gt;{{no}}");
    check("{{rich clauses}}", "<p>条款</p>");
    check("{{rich evil}}", "&lt;script&gt;alert(1)&lt;/script&gt;{{no}}");
    check("[{{rich blank}}]", "[]");
    check("{{concat evil}}", "&lt;script&gt;alert(1)&lt;/script&gt;{{no}}");
}

fn codes(source: &str) -> Vec<String> {
    match Template::compile(source) {
        Err(issues) => issues.iter().map(|issue| issue.code.clone()).collect(),
        Ok(_) => panic!("`{source}` compiles"),
    }
}

#[test]
fn what_a_template_may_not_do_is_refused() {
    for source in [
        "{{{no}}}",
        "{{&no}}",
        "{{> other}}",
        "{{> (concat no no)}}",
        "{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}",
        "{{#> layout}}x{{/layout}}",
        "{{* decorate no}}",
        "{{{{raw}}}}{{no}}{{{{/raw}}}}",
    ] {
        assert!(codes(source).contains(&"not_in_a_template".to_owned()), "{source}");
    }
    assert_eq!(codes("{{lookup no \"x\"}}"), ["unknown_helper"]);
    assert_eq!(codes("{{log no}}"), ["unknown_helper"]);
    assert_eq!(codes("{{#raw no}}{{/raw}}"), ["unknown_helper"]);
    assert_eq!(codes("{{#if (shout no)}}{{/if}}"), ["unknown_helper"]);
    assert_eq!(codes("{{money}} {{money amount 1 2}}{{mony amount}}"), ["wrong_arguments", "unknown_helper"]);
    assert_eq!(codes("{{money amount digits=2}}"), ["wrong_arguments"]);
    assert_eq!(codes("{{#if no}}"), ["template_syntax"]);
    assert_eq!(codes("{{tick$ no}}"), ["unknown_helper"]);
    assert_eq!(codes(&"x".repeat(300_000)), ["template_too_long"]);
    assert_eq!(codes(&"{{no}}".repeat(6_000)), ["template_too_long"]);
}

#[test]
fn deep_sources_are_refused_and_harm_nothing() {
    let deep = |open: &str, close: &str, count: usize| [open.repeat(count), close.repeat(count)].concat();
    assert_eq!(codes(&deep("{{#if no}}", "{{/if}}", 10_000)), ["template_too_deep"]);
    assert_eq!(codes(&deep("{{~ #if no}}", "{{/if}}", 40)), ["template_too_deep"]);
    assert_eq!(codes(&format!("{{{{not {}no{}}}}}", "(not ".repeat(50), ")".repeat(50))), ["template_too_deep"]);
    assert_eq!(codes(&format!("{{{{default no {}{}}}}}", "[".repeat(9), "]".repeat(9))), ["template_too_deep"]);
    assert_eq!(codes(&format!("{{{{#if no}}}}{}{{{{/if}}}}", "{{else if no}}x".repeat(500))), ["template_too_deep"]);
    check(&deep("{{#if no}}", "{{/if}}", 30), "");
    check(&format!("{{{{not {}no{}}}}}", "(not ".repeat(7), ")".repeat(7)), "true");
}

#[test]
fn loops_and_output_are_bounded() {
    let rows: Vec<Json> = (0..1_000).map(|n| json!({"n": n})).collect();
    let data = json!({"rows": rows});
    let silent = "{{#each rows}}{{#each ../rows}}{{#each ../../rows}}{{/each}}{{/each}}{{/each}}";
    let limits = Limits { output: 1_000, rounds: 5_000 };
    let render = |source: &str| Template::compile(source).unwrap().render(&data, china(), limits);
    assert_eq!(render(silent), Err(RenderError::TooManyRounds { most: 5_000 }));
    assert_eq!(render("{{#each rows}}0123456789{{/each}}"), Err(RenderError::TooLong { most: 1_000 }));
    assert_eq!(render("{{#each rows}}{{/each}}").as_deref(), Ok(""));
}

#[test]
fn errors_say_what_and_where() {
    assert_eq!(rendered("a\n{{nothing}}"), Err(RenderError::Missing { path: "nothing".to_owned(), line: 2 }));
    assert_eq!(rendered("{{party.nothing}}"), Err(RenderError::Missing { path: "party.nothing".to_owned(), line: 1 }));
    assert_eq!(rendered("{{money nothing}}"), Err(RenderError::Missing { path: "nothing".to_owned(), line: 1 }));
    assert_eq!(rendered("\n\n{{money no}}"), Err(RenderError::WrongValue { helper: "money".to_owned(), line: 3 }));
    assert_eq!(rendered("{{date amount}}"), Err(RenderError::WrongValue { helper: "date".to_owned(), line: 1 }));
    let issue = rendered("{{money no}}").unwrap_err().into_issue(Pointer::root());
    assert_eq!(issue.code, "template_wrong_value");
}

#[test]
fn references_are_whole_paths() {
    let source = "{{no}} {{money amount party.currency}} {{#each items as |item i|}}{{price}} {{item.qty}} {{i}} {{../no}} \
                  {{@index}} {{@root.signed}}{{#each this.lines}}{{text}}{{../name}}{{../../blank}}{{/each}}{{else}}{{done}}{{/each}} \
                  {{#with party}}{{title}}{{/with}}{{#if (gt rate 1)}}{{sum items \"total\"}}{{/if}}{{#each tags}}{{this}}{{/each}}";
    let template = Template::compile(source).unwrap();
    let paths: Vec<&str> = template.references().iter().map(|reference| reference.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "no",
            "amount",
            "party.currency",
            "items",
            "items.price",
            "items.qty",
            "signed",
            "items.lines",
            "items.lines.text",
            "items.name",
            "blank",
            "done",
            "party",
            "party.title",
            "rate",
            "items.total",
            "tags",
        ]
    );
    assert_eq!((template.references()[0].line, template.references()[0].column), (1, 1));
}
