//! The words of the markup. Inline styles do not exist: these classes are all the styling there is.

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tag {
    /// It stands in the flow of the page.
    Block(BlockTag),
    /// It stands in a line of text.
    Inline(InlineTag),
    /// It stands inside a list or a table, or at the top of the document.
    Part(PartTag),
}

/// Elements in the flow of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BlockTag {
    /// `h1`, `h2`, `h3`: a heading of that rank, which stays with what follows.
    Heading(u8),
    /// `p`.
    Paragraph,
    /// `div`: several blocks; with the class `signature` or `keep` on one page.
    Group,
    /// `section`: begins on a new page.
    Section,
    /// `blockquote`: indented blocks.
    Quote,
    /// `ul`.
    Bullets,
    /// `ol`; `start` gives the first number.
    Numbers,
    /// `table`.
    Table,
    /// `hr`: a line across the page.
    Rule,
}

/// Elements in a line of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InlineTag {
    /// `b`, `strong`.
    Bold,
    /// `i`, `em`.
    Slanted,
    /// `u`.
    Underlined,
    /// `s`, `del`.
    Struck,
    /// `sub`.
    Lowered,
    /// `sup`.
    Raised,
    /// `span`; with the class `page` or `pages` in a header or footer the number of the page or of all pages.
    Span,
    /// `a`: its text alone, since paper has no links.
    Anchor,
    /// `br`.
    Break,
    /// `img`: a PNG or JPEG as `data:` URI; `width` and `height` in mm or %.
    Picture,
}

/// Elements inside a list or a table, or at the top of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PartTag {
    /// `header`: above the text of each page.
    Header,
    /// `footer`: below the text of each page.
    Footer,
    /// `li`.
    Item,
    /// `thead`: rows repeated on each page that the table reaches.
    Head,
    /// `tbody`.
    Body,
    /// `tr`.
    Row,
    /// `th`.
    HeadCell,
    /// `td`; `colspan` and `rowspan`, `width` in mm or %.
    Cell,
}

/// What may stand inside an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// Blocks and text.
    Flow,
    /// Text.
    Line,
    /// `li`.
    Items,
    /// `thead`, `tbody`, `tr`.
    Rows,
    /// `tr`.
    BareRows,
    /// `th`, `td`.
    Cells,
    /// Nothing, and there is no closing tag.
    Nothing,
}

impl Tag {
    /// The element with this name in small letters.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "h1" => Self::Block(BlockTag::Heading(1)),
            "h2" => Self::Block(BlockTag::Heading(2)),
            "h3" => Self::Block(BlockTag::Heading(3)),
            "p" => Self::Block(BlockTag::Paragraph),
            "div" => Self::Block(BlockTag::Group),
            "section" => Self::Block(BlockTag::Section),
            "blockquote" => Self::Block(BlockTag::Quote),
            "ul" => Self::Block(BlockTag::Bullets),
            "ol" => Self::Block(BlockTag::Numbers),
            "table" => Self::Block(BlockTag::Table),
            "hr" => Self::Block(BlockTag::Rule),
            "b" | "strong" => Self::Inline(InlineTag::Bold),
            "i" | "em" => Self::Inline(InlineTag::Slanted),
            "u" => Self::Inline(InlineTag::Underlined),
            "s" | "del" => Self::Inline(InlineTag::Struck),
            "sub" => Self::Inline(InlineTag::Lowered),
            "sup" => Self::Inline(InlineTag::Raised),
            "span" => Self::Inline(InlineTag::Span),
            "a" => Self::Inline(InlineTag::Anchor),
            "br" => Self::Inline(InlineTag::Break),
            "img" => Self::Inline(InlineTag::Picture),
            "header" => Self::Part(PartTag::Header),
            "footer" => Self::Part(PartTag::Footer),
            "li" => Self::Part(PartTag::Item),
            "thead" => Self::Part(PartTag::Head),
            "tbody" => Self::Part(PartTag::Body),
            "tr" => Self::Part(PartTag::Row),
            "th" => Self::Part(PartTag::HeadCell),
            "td" => Self::Part(PartTag::Cell),
            _ => return None,
        })
    }

    /// What may stand inside it.
    pub(crate) fn content(self) -> Content {
        match self {
            Self::Block(block) => match block {
                BlockTag::Heading(_) | BlockTag::Paragraph => Content::Line,
                BlockTag::Group | BlockTag::Section | BlockTag::Quote => Content::Flow,
                BlockTag::Bullets | BlockTag::Numbers => Content::Items,
                BlockTag::Table => Content::Rows,
                BlockTag::Rule => Content::Nothing,
            },
            Self::Inline(InlineTag::Break | InlineTag::Picture) => Content::Nothing,
            Self::Inline(_) => Content::Line,
            Self::Part(part) => match part {
                PartTag::Head | PartTag::Body => Content::BareRows,
                PartTag::Row => Content::Cells,
                PartTag::Header | PartTag::Footer | PartTag::Item | PartTag::HeadCell | PartTag::Cell => Content::Flow,
            },
        }
    }
}

impl Content {
    /// Whether an element may stand here.
    pub(crate) fn accepts(self, tag: Tag) -> bool {
        match self {
            Self::Flow => {
                matches!(tag, Tag::Inline(_)) || matches!(tag, Tag::Block(block) if block != BlockTag::Section)
            }
            Self::Line => matches!(tag, Tag::Inline(_)),
            Self::Items => tag == Tag::Part(PartTag::Item),
            Self::Rows => matches!(tag, Tag::Part(PartTag::Head | PartTag::Body | PartTag::Row)),
            Self::BareRows => tag == Tag::Part(PartTag::Row),
            Self::Cells => matches!(tag, Tag::Part(PartTag::HeadCell | PartTag::Cell)),
            Self::Nothing => false,
        }
    }

    /// Whether an element may stand at the top of the document.
    pub(crate) fn top_accepts(tag: Tag) -> bool {
        matches!(tag, Tag::Block(_) | Tag::Inline(_) | Tag::Part(PartTag::Header | PartTag::Footer))
    }

    /// Whether text may stand here.
    pub(crate) fn has_text(self) -> bool {
        matches!(self, Self::Flow | Self::Line)
    }
}

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// A class: how an element and what stands in it looks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Class {
            $($(#[$doc])* $name,)+
        }

        impl Class {
            /// The class with this name.
            pub(crate) fn named(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$name),)+
                    _ => None,
                }
            }
        }
    };
}

classes! {
    /// Lines begin at the left.
    Left = "left",
    /// Lines are centred.
    Center = "center",
    /// Lines end at the right.
    Right = "right",
    /// Lines reach from margin to margin.
    Justify = "justify",
    /// The first line of a paragraph begins two characters in.
    Indent = "indent",
    /// Smaller text.
    Small = "small",
    /// Larger text.
    Large = "large",
    /// Bold text.
    Bold = "bold",
    /// Grey text.
    Grey = "grey",
    /// Red text.
    Red = "red",
    /// Line breaks of the text are kept, as people typed them.
    Lines = "lines",
    /// Text stays on one line where there is room for it.
    Nowrap = "nowrap",
    /// A number in a table: at the right, on one line.
    Num = "num",
    /// The text of a cell begins at its top.
    Top = "top",
    /// The text of a cell is in its middle, as when nothing is said.
    Middle = "middle",
    /// The text of a cell ends at its bottom.
    Bottom = "bottom",
    /// A grey ground behind a cell or a row.
    Shade = "shade",
    /// A table without lines.
    Plain = "plain",
    /// A table with little room around its text.
    Compact = "compact",
    /// A table without any room around its text.
    Flush = "flush",
    /// A table as wide as its text and no wider.
    Fit = "fit",
    /// A group that stays on one page.
    Keep = "keep",
    /// A group for signatures: it stays on one page, together with the end of the text before it.
    Signature = "signature",
    /// A group whose text lies large and pale across each page.
    Watermark = "watermark",
    /// In a header or footer: the number of the page.
    Page = "page",
    /// In a header or footer: the number of pages.
    Pages = "pages",
}

/// The classes of an element.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Classes(u32);

impl Classes {
    /// These and one more.
    pub(crate) fn insert(&mut self, class: Class) {
        self.0 |= 1 << class as u32;
    }

    /// Whether the class is among them.
    pub(crate) fn has(self, class: Class) -> bool {
        self.0 & 1 << class as u32 != 0
    }
}
