//! How text looks where it stands: what elements and classes add up to.

use crate::{
    Colour,
    fonts::Weight,
    markup::{BlockTag, Class, Classes, InlineTag},
};

const BODY_SIZE: f32 = 10.5;
const CELL_SIZE: f32 = 9.5;
const LEAST_SIZE: f32 = 5.0;
const MOST_SIZE: f32 = 40.0;
const GREY: Colour = Colour(110, 110, 110);
const RED: Colour = Colour(196, 30, 30);

/// Where lines stand in their column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Center,
    Right,
    Justify,
}

/// How characters look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Style {
    /// The size of the face in points.
    pub(crate) size: f32,
    pub(crate) weight: Weight,
    pub(crate) slanted: bool,
    pub(crate) underlined: bool,
    pub(crate) struck: bool,
    pub(crate) colour: Colour,
    /// How far above the baseline it stands.
    pub(crate) rise: f32,
    /// Whether typed line breaks are kept.
    pub(crate) keeps_lines: bool,
    /// Whether it stays on one line.
    pub(crate) stays: bool,
}

/// How a block looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    pub(crate) style: Style,
    pub(crate) align: Align,
    /// The height of a line in sizes of its face.
    pub(crate) leading: f32,
    /// Whether the first line begins two characters in.
    pub(crate) indented: bool,
}

impl Look {
    /// Of ordinary text.
    pub(crate) fn body() -> Self {
        let style = Style {
            size: BODY_SIZE,
            weight: Weight::Regular,
            slanted: false,
            underlined: false,
            struck: false,
            colour: Colour::BLACK,
            rise: 0.0,
            keeps_lines: false,
            stays: false,
        };
        Self { style, align: Align::Justify, leading: 1.65, indented: false }
    }

    /// Of headers and footers.
    pub(crate) fn running() -> Self {
        let mut look = Self::body();
        look.style.size = 8.5;
        look.style.colour = GREY;
        Self { align: Align::Left, leading: 1.4, ..look }
    }

    /// Of the text in a table that stands in text of this look.
    pub(crate) fn cell(self) -> Self {
        let mut look = self;
        look.style.size = self.style.size * CELL_SIZE / BODY_SIZE;
        Self { align: Align::Left, leading: 1.45, indented: false, ..look }
    }

    /// Of a block in text of this look, before its classes.
    pub(crate) fn of_block(self, tag: BlockTag) -> Self {
        let mut look = self;
        if let BlockTag::Heading(rank) = tag {
            let (factor, align) = match rank {
                1 => (1.72, Align::Center),
                2 => (1.3, Align::Left),
                _ => (1.1, Align::Left),
            };
            look.style.size = (self.style.size * factor).min(MOST_SIZE);
            look.style.weight = Weight::Bold;
            look.align = align;
            look.leading = 1.4;
        }
        look
    }

    /// The same look with what the classes say.
    pub(crate) fn with(mut self, classes: Classes) -> Self {
        self.style = self.style.with(classes);
        for (class, align) in [
            (Class::Left, Align::Left),
            (Class::Center, Align::Center),
            (Class::Right, Align::Right),
            (Class::Justify, Align::Justify),
            (Class::Num, Align::Right),
        ] {
            if classes.has(class) {
                self.align = align;
            }
        }
        self.indented |= classes.has(Class::Indent);
        self
    }

    /// How far in the first line begins.
    pub(crate) fn indent(&self) -> f32 {
        if self.indented { 2.0 * self.style.size } else { 0.0 }
    }
}

impl Style {
    /// The same style with what the classes say.
    pub(crate) fn with(mut self, classes: Classes) -> Self {
        let factor = match (classes.has(Class::Small), classes.has(Class::Large)) {
            (true, false) => 0.85,
            (false, true) => 1.25,
            _ => 1.0,
        };
        self.size = (self.size * factor).clamp(LEAST_SIZE, MOST_SIZE);
        if classes.has(Class::Bold) {
            self.weight = Weight::Bold;
        }
        if classes.has(Class::Grey) {
            self.colour = GREY;
        }
        if classes.has(Class::Red) {
            self.colour = RED;
        }
        self.keeps_lines |= classes.has(Class::Lines);
        self.stays |= classes.has(Class::Nowrap) || classes.has(Class::Num);
        self
    }

    /// The style inside an element of a line.
    pub(crate) fn inside(mut self, tag: InlineTag) -> Self {
        match tag {
            InlineTag::Bold => self.weight = Weight::Bold,
            InlineTag::Slanted => self.slanted = true,
            InlineTag::Underlined => self.underlined = true,
            InlineTag::Struck => self.struck = true,
            InlineTag::Lowered => self = self.shifted(-0.15),
            InlineTag::Raised => self = self.shifted(0.35),
            InlineTag::Span | InlineTag::Anchor | InlineTag::Break | InlineTag::Picture => {}
        }
        self
    }

    fn shifted(mut self, ems: f32) -> Self {
        self.rise += ems * self.size;
        self.size = (self.size * 0.65).max(LEAST_SIZE);
        self
    }
}
