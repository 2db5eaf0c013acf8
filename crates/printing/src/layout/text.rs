//! Gathers what stands in a line of text: characters with their faces, images, line breaks.

use super::{Setter, Style};
use crate::{
    FaceId, Item, Picture, Run,
    blocks::picture,
    fonts::Setting,
    markup::{Class, Element, InlineTag, Node, Tag},
};

/// Text before it is broken into lines.
#[derive(Debug, Default)]
pub(crate) struct Text {
    /// In reading order.
    pub(crate) clusters: Vec<Cluster>,
}

/// A character or an image.
#[derive(Debug)]
pub(crate) struct Cluster {
    pub(crate) what: What,
    /// As it was written; it decides where lines may end.
    pub(crate) character: char,
    pub(crate) advance: f32,
    pub(crate) style: Style,
    /// Whether a line may begin with it.
    pub(crate) begins: bool,
}

/// What a cluster shows.
#[derive(Debug)]
pub(crate) enum What {
    /// A glyph: its face and the character that has it.
    Glyph(FaceId, char),
    /// An image, placed from its upper left corner.
    Picture(Box<Picture>),
    /// Nothing: the line ends.
    NewLine,
}

/// Stands for an image where lines are broken.
const OBJECT: char = '\u{FFFC}';
/// Full-width marks with which no line begins.
const NEVER_FIRST: &str = "、，。．！？；：）〕】》〉」』］｝”’％‰℃…·～,.!?;:)]}%";
/// Marks with which no line ends.
const NEVER_LAST: &str = "（〔【《〈「『［｛“‘￥([{";

/// The text of some nodes; `room` is what the width of an image counts from.
pub(crate) fn gather(nodes: &[Node], style: Style, room: f32, setter: &mut Setter<'_>) -> Text {
    let mut gatherer = Gatherer { setter, room, clusters: Vec::new(), space: None };
    gatherer.nodes(nodes, style);
    let mut clusters = gatherer.clusters;
    mark_beginnings(&mut clusters, setter);
    Text { clusters }
}

/// A text that is known to fit, as one run from `x` on the baseline `y`, and its width.
pub(crate) fn one_line(text: &str, style: Style, (x, y): (f32, f32), setter: &mut Setter<'_>) -> (Vec<Item>, f32) {
    let mut items: Vec<Item> = Vec::new();
    let mut at = x;
    for character in text.chars() {
        let Setting { face, character, advance } = setter.set(character, style.weight);
        match items.last_mut() {
            Some(Item::Text(run)) if run.face == face => run.text.push(character),
            _ => items.push(Item::Text(new_run(style, face, (at, y), character))),
        }
        at += advance * style.size;
    }
    (items, at - x)
}

/// A run of one character.
pub(crate) fn new_run(style: Style, face: FaceId, (x, y): (f32, f32), character: char) -> Run {
    Run {
        x,
        y: y - style.rise,
        size: style.size,
        face,
        slanted: style.slanted,
        turn: 0.0,
        colour: style.colour,
        spacing: 0.0,
        text: character.to_string(),
    }
}

impl Cluster {
    pub(crate) fn is_space(&self) -> bool {
        self.character == ' '
    }

    pub(crate) fn is_new_line(&self) -> bool {
        matches!(self.what, What::NewLine)
    }

    /// Whether a line may be parted before it where nothing better is found.
    pub(crate) fn may_follow(&self, before: &Cluster) -> bool {
        !NEVER_FIRST.contains(self.character) && !NEVER_LAST.contains(before.character)
    }

    /// Whether it is as wide as it is high, as Chinese characters are.
    pub(crate) fn is_wide(&self) -> bool {
        is_wide(self.character)
    }
}

struct Gatherer<'g, 'a> {
    setter: &'g mut Setter<'a>,
    room: f32,
    clusters: Vec<Cluster>,
    /// White space that stands before what comes next, if anything does.
    space: Option<Space>,
}

struct Space {
    style: Style,
    has_new_line: bool,
}

impl Gatherer<'_, '_> {
    fn nodes(&mut self, nodes: &[Node], style: Style) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text(text, style),
                Node::Element(element) => self.element(element, style),
            }
        }
    }

    fn element(&mut self, element: &Element, style: Style) {
        let Tag::Inline(tag) = element.tag else { return };
        match tag {
            InlineTag::Break => self.new_line(style),
            InlineTag::Picture => {
                if let Some(picture) = picture(element, self.room, self.setter) {
                    self.space(OBJECT);
                    let advance = picture.width;
                    self.push(What::Picture(Box::new(picture)), OBJECT, advance, style);
                }
            }
            tag => {
                let style = style.inside(tag).with(element.classes);
                let numbers = self.setter.numbers;
                if element.classes.has(Class::Page) {
                    self.text(&numbers.page.to_string(), style);
                } else if element.classes.has(Class::Pages) {
                    self.text(&numbers.pages.to_string(), style);
                }
                self.nodes(&element.children, style);
            }
        }
    }

    fn text(&mut self, text: &str, style: Style) {
        for character in text.chars() {
            match character {
                '\n' if style.keeps_lines => self.new_line(style),
                ' ' | '\t' | '\n' | '\r' | '\x0c' => {
                    let before = self.space.as_ref().is_some_and(|space| space.has_new_line);
                    self.space = Some(Space { style, has_new_line: before || character == '\n' });
                }
                character if is_invisible(character) => {}
                character => {
                    self.space(character);
                    self.glyph(character, style);
                }
            }
        }
    }

    /// Sets the white space that was read, unless it stands at the beginning of a line, or is a
    /// line break of the source between two Chinese characters.
    fn space(&mut self, next: char) {
        let Some(space) = self.space.take() else { return };
        let Some(last) = self.clusters.last().filter(|last| !last.is_new_line()) else { return };
        if !(space.has_new_line && last.is_wide() && is_wide(next)) {
            self.glyph(' ', space.style);
        }
    }

    fn glyph(&mut self, character: char, style: Style) {
        let setting = self.setter.set(character, style.weight);
        let what = What::Glyph(setting.face, setting.character);
        self.push(what, character, setting.advance * style.size, style);
    }

    fn new_line(&mut self, style: Style) {
        self.space = None;
        self.push(What::NewLine, '\n', 0.0, style);
    }

    fn push(&mut self, what: What, character: char, advance: f32, style: Style) {
        self.clusters.push(Cluster { what, character, advance, style, begins: false });
    }
}

fn mark_beginnings(clusters: &mut [Cluster], setter: &Setter<'_>) {
    let text: String = clusters.iter().map(|cluster| cluster.character).collect();
    let mut ends = setter.segmenter.segment_str(&text).peekable();
    let mut at = 0;
    for index in 0..clusters.len() {
        while ends.next_if(|end| *end < at).is_some() {}
        let allowed = ends.peek() == Some(&at);
        at += clusters[index].character.len_utf8();
        let Some((before, rest)) = index.checked_sub(1).map(|before| clusters[before..].split_at_mut(1)) else {
            continue;
        };
        let stays = before[0].style.stays && rest[0].style.stays;
        rest[0].begins = allowed && !stays && rest[0].may_follow(&before[0]);
    }
}

/// Characters that steer other programs and show nothing.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{e0100}'..='\u{e01ef}')
}

fn is_wide(character: char) -> bool {
    matches!(character,
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3ffff}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '□')
}
