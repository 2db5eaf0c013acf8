//! From text to tree, without recursion and within bounds: any text gives a tree or issues.

use mortise_model::{Issue, Issues, Pointer};

use super::{
    Attributes, Class, Classes, Document, Element, Length, Node, PartTag, Tag, entities,
    vocabulary::{BlockTag, Content},
};

/// How much text a document may have; images count.
const MOST_BYTES: usize = 16 << 20;
/// How much of it may be text.
const MOST_TEXT: usize = 4 << 20;
/// How many elements and texts.
const MOST_NODES: usize = 200_000;
/// How deep elements may nest.
const MOST_DEPTH: usize = 32;
/// After so many issues nothing more is looked for.
const MOST_ISSUES: usize = 50;
/// How many columns or rows a cell may cover.
const MOST_SPAN: u16 = 100;

/// The tree of a template's output.
///
/// # Errors
/// All issues; their params name `line` and `column`, counted from 1.
pub(crate) fn parse(source: &str) -> Result<Document, Issues> {
    if source.len() > MOST_BYTES {
        return Err(Issue::error(Pointer::root(), "too_large").with("max_bytes", MOST_BYTES).into());
    }
    let mut parser = Parser {
        source,
        at: 0,
        open: Vec::new(),
        top: Vec::new(),
        n_nodes: 0,
        n_text: 0,
        issues: Issues::new(),
        stopped: false,
    };
    parser.run();
    parser.issues.into_result()?;
    Ok(arrange(parser.top))
}

/// An issue at a place of the source.
pub(crate) fn issue_at(source: &str, at: usize, code: &str) -> Issue {
    let before = &source.as_bytes()[..at.min(source.len())];
    let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = String::from_utf8_lossy(&before[line_start..]).chars().count() + 1;
    Issue::error(Pointer::root(), code).with("line", line).with("column", column)
}

/// Takes headers, footers and watermarks out of the flow.
fn arrange(nodes: Vec<Node>) -> Document {
    let mut document = Document::default();
    for node in nodes {
        match node {
            Node::Element(element) if element.tag == Tag::Part(PartTag::Header) => document.header = Some(element),
            Node::Element(element) if element.tag == Tag::Part(PartTag::Footer) => document.footer = Some(element),
            Node::Element(element) if element.classes.has(Class::Watermark) => {
                document.watermark = Some(element.text());
            }
            node => document.body.push(node),
        }
    }
    document
}

struct Parser<'a> {
    source: &'a str,
    at: usize,
    open: Vec<(&'a str, Element)>,
    top: Vec<Node>,
    n_nodes: usize,
    n_text: usize,
    issues: Issues,
    stopped: bool,
}

impl<'a> Parser<'a> {
    fn run(&mut self) {
        while self.at < self.source.len() && !self.stopped {
            let rest = &self.source[self.at..];
            if rest.starts_with("<!--") {
                self.skip_comment();
            } else if rest.starts_with("</") {
                self.close();
            } else if begins_tag(rest) {
                self.open();
            } else {
                self.text();
            }
        }
        while let Some((name, element)) = self.open.pop() {
            self.report(element.at, "unclosed_tag", Some(("tag", name)));
            self.add(Node::Element(element));
        }
    }

    fn skip_comment(&mut self) {
        match self.source[self.at..].find("-->") {
            Some(length) => self.at += length + 3,
            None => {
                self.report(self.at, "unclosed_comment", None);
                self.at = self.source.len();
            }
        }
    }

    fn text(&mut self) {
        let rest = &self.source[self.at..];
        // The first character is text even where it is a lone `<`.
        let mut end = rest.chars().next().map_or(rest.len(), char::len_utf8);
        while let Some(found) = rest[end..].find('<') {
            end += found;
            if begins_tag(&rest[end..]) || rest[end..].starts_with("</") || rest[end..].starts_with("<!--") {
                break;
            }
            end += 1;
        }
        if !rest[end..].starts_with('<') {
            end = rest.len();
        }
        let start = self.at;
        self.at += end;
        self.n_text += end;
        if self.n_text > MOST_TEXT {
            self.report(start, "too_large", None);
            self.stopped = true;
        }
        let mut unknown = Vec::new();
        let text = entities::decode(&rest[..end], |at, name| unknown.push((start + at, name.to_owned())));
        for (at, name) in unknown {
            self.report(at, "unknown_entity", Some(("entity", &name)));
        }
        let allowed = self.open.last().is_none_or(|(_, parent)| parent.tag.content().has_text());
        if allowed {
            self.add(Node::Text(text));
        } else if !text.trim().is_empty() {
            self.report(start, "misplaced_text", None);
        }
    }

    fn close(&mut self) {
        let start = self.at;
        let rest = &self.source[self.at..];
        let Some(end) = rest.find('>') else {
            self.report(start, "malformed_tag", None);
            self.at = self.source.len();
            return;
        };
        self.at += end + 1;
        let name = rest[2..end].trim();
        if !self.open.iter().any(|(open, _)| open.eq_ignore_ascii_case(name)) {
            // An unknown element was reported where it began.
            if Tag::named(&name.to_ascii_lowercase()).is_some() {
                self.report(start, "stray_closing_tag", Some(("tag", name)));
            }
            return;
        }
        while let Some((open, element)) = self.open.pop() {
            let at = element.at;
            self.add(Node::Element(element));
            if open.eq_ignore_ascii_case(name) {
                break;
            }
            self.report(at, "unclosed_tag", Some(("tag", open)));
        }
    }

    fn open(&mut self) {
        let start = self.at;
        self.at += 1;
        let name = self.take_while(|byte| byte.is_ascii_alphanumeric());
        let tag = Tag::named(&name.to_ascii_lowercase());
        let mut classes = Classes::default();
        let mut attributes = Attributes::default();
        while let Some((at, key, value)) = self.attribute() {
            // What belongs to an unknown element is not judged.
            if let Some(tag) = tag {
                self.take_attribute(at, (tag, &key, &value), (&mut classes, &mut attributes));
            }
        }
        let closed = self.take_end(start);
        let Some(tag) = tag else {
            return self.report(start, "unknown_tag", Some(("tag", name)));
        };
        self.check_place(start, name, tag, classes);
        let element = Element { tag, classes, attributes, at: start, children: Vec::new() };
        if closed || tag.content() == Content::Nothing {
            self.add(Node::Element(element));
        } else if self.open.len() >= MOST_DEPTH {
            self.report(start, "too_deep", None);
            self.stopped = true;
        } else {
            self.open.push((name, element));
        }
    }

    /// Reads the end of a tag; whether it closed itself.
    fn take_end(&mut self, start: usize) -> bool {
        let rest = &self.source[self.at..];
        if rest.starts_with("/>") {
            self.at += 2;
            return true;
        }
        if rest.starts_with('>') {
            self.at += 1;
            return false;
        }
        self.report(start, "malformed_tag", None);
        self.at += rest.find('>').map_or(rest.len(), |end| end + 1);
        false
    }

    /// The next attribute of the tag: where it stands, its name and its value.
    fn attribute(&mut self) -> Option<(usize, String, String)> {
        self.take_while(|byte| byte.is_ascii_whitespace());
        let at = self.at;
        let key = self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if key.is_empty() {
            return None;
        }
        let rest = &self.source[self.at..];
        let value = match rest.strip_prefix('=').and_then(|value| value.chars().next().map(|quote| (quote, value))) {
            None => "",
            Some((quote @ ('"' | '\''), value)) => {
                let length = value[1..].find(quote)?;
                self.at += length + 3;
                &value[1..=length]
            }
            Some(_) => return None,
        };
        Some((at, key.to_ascii_lowercase(), entities::decode(value, |_, _| {})))
    }

    fn take_attribute(
        &mut self,
        at: usize,
        (tag, key, value): (Tag, &str, &str),
        into: (&mut Classes, &mut Attributes),
    ) {
        let (classes, attributes) = into;
        let cell = matches!(tag, Tag::Part(PartTag::Cell | PartTag::HeadCell));
        let picture = tag == Tag::Inline(super::InlineTag::Picture);
        let good = match key {
            "class" => return self.take_classes(at, value, classes),
            "colspan" if cell => span(value).map(|more| attributes.more_columns = more),
            "rowspan" if cell => span(value).map(|more| attributes.more_rows = more),
            "width" if cell || picture => Length::parse(value).map(|length| attributes.width = Some(length)),
            "height" if picture => Length::parse(value).map(|length| attributes.height = Some(length)),
            "start" if tag == Tag::Block(BlockTag::Numbers) => {
                value.parse().ok().map(|start| attributes.start = Some(start))
            }
            "src" if picture => {
                attributes.source = Some(value.to_owned());
                Some(())
            }
            // Said for other readers: a description, and where a link leads.
            "alt" if picture => Some(()),
            "href" | "rel" | "target" if tag == Tag::Inline(super::InlineTag::Anchor) => Some(()),
            _ => return self.report(at, "unknown_attribute", Some(("attribute", key))),
        };
        if good.is_none() {
            self.report(at, "bad_attribute", Some(("attribute", key)));
        }
    }

    fn take_classes(&mut self, at: usize, value: &str, classes: &mut Classes) {
        for name in value.split_ascii_whitespace() {
            match Class::named(name) {
                Some(class) => classes.insert(class),
                None => self.report(at, "unknown_class", Some(("class", name))),
            }
        }
    }

    fn check_place(&mut self, at: usize, name: &str, tag: Tag, classes: Classes) {
        let allowed = match self.open.last() {
            Some((_, parent)) => parent.tag.content().accepts(tag),
            None => Content::top_accepts(tag),
        };
        if !allowed {
            return self.report(at, "misplaced_tag", Some(("tag", name)));
        }
        let inside = |part| self.open.first().is_some_and(|(_, top)| top.tag == Tag::Part(part));
        let running = inside(PartTag::Header) || inside(PartTag::Footer);
        if (classes.has(Class::Page) || classes.has(Class::Pages)) && !running {
            self.report(at, "page_number_outside_header", None);
        }
        if classes.has(Class::Watermark) && !(self.open.is_empty() && tag == Tag::Block(BlockTag::Group)) {
            self.report(at, "misplaced_tag", Some(("tag", name)));
        }
    }

    fn take_while(&mut self, fits: impl Fn(u8) -> bool) -> &'a str {
        let rest = &self.source[self.at..];
        let length = rest.bytes().position(|byte| !fits(byte)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    fn add(&mut self, node: Node) {
        self.n_nodes += 1;
        if self.n_nodes > MOST_NODES {
            if !self.stopped {
                self.report(self.at, "too_large", None);
            }
            self.stopped = true;
            return;
        }
        match self.open.last_mut() {
            Some((_, parent)) => parent.children.push(node),
            None => self.top.push(node),
        }
    }

    fn report(&mut self, at: usize, code: &str, about: Option<(&str, &str)>) {
        if self.issues.iter().count() >= MOST_ISSUES {
            self.stopped = true;
            return;
        }
        let mut issue = issue_at(self.source, at, code);
        if let Some((name, value)) = about {
            issue = issue.with(name, value.chars().take(60).collect::<String>());
        }
        self.issues.push(issue);
    }
}

fn begins_tag(rest: &str) -> bool {
    rest.strip_prefix('<').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_alphabetic()))
}

/// A number of columns or rows, less one.
fn span(value: &str) -> Option<u16> {
    value.trim().parse::<u16>().ok().filter(|span| (1..=MOST_SPAN).contains(span)).map(|span| span - 1)
}
