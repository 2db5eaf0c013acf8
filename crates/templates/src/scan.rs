//! A look at the source before the parser sees it: what would make the parser recurse deeply is refused here.

use mortise_model::{Issue, Pointer};

/// The longest source, in bytes.
pub(crate) const MAX_SOURCE: usize = 256 * 1024;
const MAX_DEPTH: usize = 32;
const MAX_TAGS: usize = 5_000;
const MAX_ELSE: usize = 200;
const MAX_BRACKETS: usize = 8;

/// Refuses a source that is too long, too deeply nested, or has too many tags; and raw blocks.
pub(crate) fn scan(source: &str) -> Result<(), Issue> {
    if source.len() > MAX_SOURCE {
        return Err(issue("template_too_long", 1).with("most", MAX_SOURCE));
    }
    let (mut depth, mut tags, mut elses) = (0usize, 0usize, 0usize);
    let mut rest = source;
    let mut line = 1;
    while let Some(start) = rest.find("{{") {
        line += rest[..start].matches('\n').count();
        rest = &rest[start + 2..];
        if rest.starts_with("{{") {
            return Err(issue("not_in_a_template", line).with("what", "raw_block"));
        }
        tags += 1;
        let tag = rest.trim_start_matches('~').trim_start();
        if tag.starts_with('#') {
            depth += 1;
        } else if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if tag.starts_with("else") || tag.starts_with('^') {
            elses += 1;
        }
        let inside = &rest[..rest.find("}}").unwrap_or(rest.len())];
        if depth > MAX_DEPTH || elses > MAX_ELSE || brackets(inside) > MAX_BRACKETS {
            return Err(issue("template_too_deep", line).with("most", MAX_DEPTH));
        }
        if tags > MAX_TAGS {
            return Err(issue("template_too_long", line).with("most", MAX_TAGS));
        }
    }
    Ok(())
}

/// How deep brackets of any kind are nested, whatever stands between them.
fn brackets(tag: &str) -> usize {
    let (mut open, mut most) = (0usize, 0);
    for letter in tag.chars() {
        match letter {
            '(' | '[' | '{' => open += 1,
            ')' | ']' | '}' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most
}

/// An issue at the root of the template, with its line.
pub(crate) fn issue(code: &str, line: usize) -> Issue {
    Issue::error(Pointer::root(), code).with("line", line)
}
