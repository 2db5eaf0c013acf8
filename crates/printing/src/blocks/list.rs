//! Lists: each item has a mark before its first line.

use super::{measure_flow, set_flow};
use crate::{
    layout::{Extent, Look, Setter, Strip, one_line},
    markup::{BlockTag, Element, Node, Tag},
};

/// How far the text of an item stands in, in sizes of its text.
const INDENT: f32 = 2.0;
/// Between the mark and the text.
const MARK_GAP: f32 = 0.4;

/// The items of a list.
pub(super) fn set(element: &Element, look: Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let look = Look { indented: false, ..look };
    let indent = INDENT * look.style.size;
    let mut strips = Vec::new();
    for (item, mark) in items(element) {
        let own = look.with(item.classes);
        let mut set = set_flow(&item.children, own, width - indent, setter);
        if set.is_empty() {
            set.push(Strip {
                height: own.leading * own.style.size,
                baseline: Some(own.style.size),
                ..Strip::default()
            });
        }
        let mut set: Vec<_> = set.into_iter().map(|strip| strip.moved_right(indent)).collect();
        let baseline = set[0].baseline.unwrap_or(own.style.size);
        let (_, mark_width) = one_line(&mark, own.style, (0.0, 0.0), setter);
        let x = (indent - MARK_GAP * own.style.size - mark_width).max(0.0);
        set[0].items.extend(one_line(&mark, own.style, (x, baseline), setter).0);
        strips.extend(set);
    }
    strips
}

/// How wide a list is.
pub(super) fn measure(element: &Element, look: Look, room: f32, setter: &mut Setter<'_>) -> Extent {
    let indent = INDENT * look.style.size;
    items(element).fold(Extent::default(), |all, (item, _)| {
        let extent = measure_flow(&item.children, look.with(item.classes), room - indent, setter);
        Extent { least: all.least.max(extent.least + indent), most: all.most.max(extent.most + indent) }
    })
}

/// The items with their marks.
fn items(element: &Element) -> impl Iterator<Item = (&Element, String)> {
    let start = u64::from(element.attributes.start.unwrap_or(1));
    let numbered = element.tag == Tag::Block(BlockTag::Numbers);
    let items = element.children.iter().filter_map(|node| match node {
        Node::Element(item) => Some(item),
        Node::Text(_) => None,
    });
    items.zip(start..).map(move |(item, number)| (item, if numbered { format!("{number}.") } else { "•".to_owned() }))
}
