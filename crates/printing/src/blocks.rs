//! The kinds of blocks: each sets its elements as strips.

mod group;
mod heading;
mod image;
mod list;
mod paragraph;
mod quote;
mod rule;
mod section;
mod signature;
mod table;

pub(crate) use image::picture;

use crate::{
    layout::{Extent, Look, Setter, Strip},
    markup::{BlockTag, Element, Node, Tag},
};

/// The strips of what stands in a flow of this width: blocks, and text between them.
pub(crate) fn set_flow(nodes: &[Node], look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let mut strips = Vec::new();
    for part in parts(nodes) {
        match part {
            Part::Block(element, tag) => {
                let look = look.of_block(tag).with(element.classes);
                strips.extend(set_block(element, tag, (look, width), setter));
            }
            Part::Text(nodes) => strips.extend(paragraph::set_text(nodes, look, width, setter)),
        }
    }
    strips
}

/// How wide a flow is.
pub(crate) fn measure_flow(nodes: &[Node], look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let extents = parts(nodes).into_iter().map(|part| match part {
        Part::Block(element, tag) => {
            let look = look.of_block(tag).with(element.classes);
            measure_block(element, tag, (look, room), setter)
        }
        Part::Text(nodes) => paragraph::measure_text(nodes, look, room, setter),
    });
    extents.fold(Extent::default(), |all, one| Extent { least: all.least.max(one.least), most: all.most.max(one.most) })
}

fn set_block(element: &Element, tag: BlockTag, (look, width): (Look, f32), setter: &mut Setter<'_>) -> Vec<Strip> {
    match tag {
        BlockTag::Heading(rank) => heading::set(element, rank, (look, width), setter),
        BlockTag::Paragraph => paragraph::set(element, look, width, setter),
        BlockTag::Group => group::set(element, look, width, setter),
        BlockTag::Section => section::set(element, look, width, setter),
        BlockTag::Quote => quote::set(element, look, width, setter),
        BlockTag::Bullets | BlockTag::Numbers => list::set(element, look, width, setter),
        BlockTag::Table => table::set(element, look, width, setter),
        BlockTag::Rule => rule::set(look, width),
    }
}

fn measure_block(element: &Element, tag: BlockTag, (look, room): (Look, f32), setter: &mut Setter<'_>) -> Extent {
    match tag {
        BlockTag::Heading(_) | BlockTag::Paragraph => paragraph::measure_text(&element.children, look, room, setter),
        BlockTag::Group | BlockTag::Section => measure_flow(&element.children, look, room, setter),
        BlockTag::Quote => quote::measure(element, look, room, setter),
        BlockTag::Bullets | BlockTag::Numbers => list::measure(element, look, room, setter),
        BlockTag::Table => table::measure(element, look, room, setter),
        BlockTag::Rule => Extent::default(),
    }
}

enum Part<'a> {
    Block(&'a Element, BlockTag),
    /// Text and elements of a line that stand beside blocks.
    Text(&'a [Node]),
}

fn parts(nodes: &[Node]) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (index, node) in nodes.iter().enumerate() {
        if let Node::Element(element @ Element { tag: Tag::Block(tag), .. }) = node {
            push_text(&mut parts, &nodes[start..index]);
            parts.push(Part::Block(element, *tag));
            start = index + 1;
        }
    }
    push_text(&mut parts, &nodes[start..]);
    parts
}

fn push_text<'a>(parts: &mut Vec<Part<'a>>, nodes: &'a [Node]) {
    let blank = |node: &Node| matches!(node, Node::Text(text) if text.trim_ascii().is_empty());
    if !nodes.iter().all(blank) {
        parts.push(Part::Text(nodes));
    }
}
