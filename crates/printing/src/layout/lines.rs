//! Breaks text into lines and sets each as a strip.
//!
//! Lines end where the Unicode line breaking rules allow it, strictly: none begins with a closing
//! mark or ends with an opening one, words and numbers stay whole. A word wider than its column is
//! parted.

use super::{
    Align, Look, Setter, Strip,
    text::{Cluster, Text, What, new_run},
};
use crate::{Item, Rule};

const TOLERANCE: f32 = 0.01;
/// A line that needs more room than this between its characters (in ems) is not justified.
const MOST_STRETCH: f32 = 0.3;
/// How much more a space gives than the gap between two Chinese characters.
const SPACE_WEIGHT: f32 = 2.0;
/// A line that gives to the last one keeps so many characters,
const LEAST_SHARING: usize = 6;
/// and gives no longer word.
const MOST_SHARED: usize = 3;
/// Where the baseline of Chinese characters lies in their box.
const ABOVE_BASELINE: f32 = 0.88;

/// How wide text is: at least, and on one line.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Extent {
    pub(crate) least: f32,
    pub(crate) most: f32,
}

/// The lines of a text as strips of this width. The first two lines and the last two stay together.
pub(crate) fn set_lines(text: &Text, look: &Look, width: f32, setter: &mut Setter<'_>) -> Vec<Strip> {
    let widest = text.clusters.iter().map(|cluster| cluster.advance).fold(0.0, f32::max);
    if widest > width + TOLERANCE {
        setter.report_too_narrow();
    }
    let lines = break_lines(&text.clusters, look.indent(), width);
    let n_lines = lines.len();
    let set = |(index, line): (usize, &Line)| {
        let indent = if index == 0 { look.indent() } else { 0.0 };
        let mut strip = set_line(&text.clusters[line.start..line.end], line, look, (indent, width));
        strip.keeps = n_lines > 1 && (index == 0 || index + 2 == n_lines);
        strip
    };
    lines.iter().enumerate().map(set).collect()
}

/// How wide a text is.
pub(crate) fn measure(text: &Text, look: &Look) -> Extent {
    let mut extent = Extent::default();
    let (mut word, mut line) = (0.0_f32, look.indent());
    for cluster in &text.clusters {
        if cluster.begins || cluster.is_new_line() {
            word = 0.0;
        }
        if cluster.is_new_line() {
            line = 0.0;
        }
        word += cluster.advance;
        line += cluster.advance;
        if !cluster.is_space() {
            extent.least = extent.least.max(word);
        }
        extent.most = extent.most.max(line);
    }
    extent
}

/// A line: which clusters, without the spaces at its end.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Line {
    start: usize,
    end: usize,
    width: f32,
    /// Whether the text goes on because the line was full, and not because it was told to.
    full: bool,
}

fn break_lines(clusters: &[Cluster], indent: f32, width: f32) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let room = if lines.is_empty() { width - indent } else { width };
        let (end, next, full) = next_line(clusters, start, room);
        let trimmed = clusters[start..end].iter().rposition(|cluster| !cluster.is_space());
        let end = trimmed.map_or(start, |last| start + last + 1);
        let used = clusters[start..end].iter().map(|cluster| cluster.advance).sum();
        lines.push(Line { start, end, width: used, full });
        match next {
            Some(next) => start = next,
            None => break,
        }
    }
    share_with_last(clusters, &mut lines);
    lines
}

/// Gives the last line a word of the line before where it would have a single Chinese character.
fn share_with_last(clusters: &[Cluster], lines: &mut [Line]) {
    let [.., before, last] = lines else { return };
    let rest = &clusters[last.start..last.end];
    let single = match rest {
        [character] => character.is_wide(),
        [character, mark] => character.is_wide() && !mark.may_follow(character),
        _ => false,
    };
    if !(before.full && single) {
        return;
    }
    let shared = (before.start + LEAST_SHARING..before.end).rev().find(|&index| clusters[index].begins);
    let Some(start) = shared.filter(|start| before.end - start <= MOST_SHARED) else { return };
    let width = |line: &Line| clusters[line.start..line.end].iter().map(|cluster| cluster.advance).sum();
    (before.end, last.start) = (start, start);
    (before.width, last.width) = (width(before), width(last));
}

/// The line from `start`: its end, where the next one starts, and whether this one was full.
fn next_line(clusters: &[Cluster], start: usize, room: f32) -> (usize, Option<usize>, bool) {
    let mut x = 0.0;
    let mut chance = start;
    for (index, cluster) in clusters.iter().enumerate().skip(start) {
        if cluster.is_new_line() {
            return (index, Some(index + 1), false);
        }
        if cluster.begins {
            chance = index;
        }
        x += cluster.advance;
        if x > room + TOLERANCE && !cluster.is_space() && index > start {
            let end = part(clusters, (start, chance, index), room);
            let next = clusters[end..].iter().position(|cluster| !cluster.is_space()).map(|skip| end + skip);
            return (end, next, true);
        }
    }
    (clusters.len(), None, false)
}

/// Where a line ends that is too long at `over`: at the last `chance`, or within a word that is
/// longer than any line.
fn part(clusters: &[Cluster], (start, chance, over): (usize, usize, usize), room: f32) -> usize {
    let word = clusters[chance..].iter().enumerate();
    let word = word.take_while(|(index, cluster)| *index == 0 || !(cluster.begins || cluster.is_new_line()));
    let length: f32 = word.filter(|(_, cluster)| !cluster.is_space()).map(|(_, cluster)| cluster.advance).sum();
    if chance > start && length <= room + TOLERANCE {
        return chance;
    }
    let from = chance.max(start + 1);
    let good = (from..=over).rev().find(|&index| clusters[index].may_follow(&clusters[index - 1]));
    good.unwrap_or(over.max(from))
}

fn set_line(clusters: &[Cluster], line: &Line, look: &Look, (indent, width): (f32, f32)) -> Strip {
    let (above, below) = reach(clusters, look);
    let slack = width - indent - line.width;
    let (x, stretch) = match look.align {
        Align::Left => (indent, 0.0),
        Align::Center => (indent + slack / 2.0, 0.0),
        Align::Right => (indent + slack, 0.0),
        Align::Justify => (indent, if line.full { stretch(clusters, slack) } else { 0.0 }),
    };
    let items = paint(clusters, (x, above), stretch);
    Strip { height: above + below, items, baseline: Some(above), ..Strip::default() }
}

/// How far a line reaches above and below its baseline.
fn reach(clusters: &[Cluster], look: &Look) -> (f32, f32) {
    let text = |size: f32| {
        let around = (look.leading - 1.0) / 2.0;
        (size * (ABOVE_BASELINE + around), size * (1.0 - ABOVE_BASELINE + around))
    };
    let mut reach = text(look.style.size);
    for cluster in clusters {
        let (above, below) = match &cluster.what {
            What::Picture(picture) => (picture.height + 1.0, 1.0),
            _ => text(cluster.style.size),
        };
        reach = (reach.0.max(above), reach.1.max(below));
    }
    reach
}

/// What each gap of weight one gets so that the line is full; nothing where it would look torn.
fn stretch(clusters: &[Cluster], slack: f32) -> f32 {
    let weight: f32 = clusters.windows(2).map(|pair| gap_weight(&pair[0], &pair[1])).sum();
    let size = clusters.first().map_or(0.0, |cluster| cluster.style.size);
    let stretch = slack.max(0.0) / weight.max(1.0);
    if weight < 1.0 || stretch > MOST_STRETCH * size { 0.0 } else { stretch }
}

fn gap_weight(left: &Cluster, right: &Cluster) -> f32 {
    if left.is_space() {
        SPACE_WEIGHT
    } else if !right.is_space() && (left.is_wide() || right.is_wide()) {
        1.0
    } else {
        0.0
    }
}

fn paint(clusters: &[Cluster], (mut x, y): (f32, f32), stretch: f32) -> Vec<Item> {
    let mut painter = Painter::default();
    for (index, cluster) in clusters.iter().enumerate() {
        let gap = clusters.get(index + 1).map_or(0.0, |next| gap_weight(cluster, next) * stretch);
        painter.cluster(cluster, (x, y), gap);
        x += cluster.advance + gap;
    }
    painter.items.append(&mut painter.rules);
    painter.items
}

#[derive(Default)]
struct Painter {
    items: Vec<Item>,
    rules: Vec<Item>,
    /// The gap behind the last cluster.
    gap: f32,
}

impl Painter {
    fn cluster(&mut self, cluster: &Cluster, (x, y): (f32, f32), gap: f32) {
        match &cluster.what {
            What::NewLine => {}
            What::Picture(picture) => {
                let picture = (**picture).clone();
                let top = y - picture.height;
                self.items.push(Item::Picture(picture).shifted(x, top));
            }
            What::Glyph(face, character) => {
                let style = cluster.style;
                let mut run = new_run(style, *face, (x, y), *character);
                run.spacing = gap;
                self.glyph(run, *character);
                let width = cluster.advance + gap;
                if style.underlined {
                    self.rule(cluster, (x, y + 0.14 * style.size), width);
                }
                if style.struck {
                    self.rule(cluster, (x, y - 0.36 * style.size), width);
                }
            }
        }
        self.gap = gap;
    }

    /// Goes on with the last run where nothing differs but the place.
    fn glyph(&mut self, run: crate::Run, character: char) {
        if let Some(Item::Text(last)) = self.items.last_mut() {
            let alike = (last.face, last.size, last.slanted, last.colour, last.y)
                == (run.face, run.size, run.slanted, run.colour, run.y);
            // The last glyph of a run may stand apart from the next run by another gap than the run's.
            if alike && (self.gap - last.spacing).abs() < 1e-4 {
                return last.text.push(character);
            }
        }
        self.items.push(Item::Text(run));
    }

    fn rule(&mut self, cluster: &Cluster, (x, y): (f32, f32), width: f32) {
        let (thickness, colour) = (0.05 * cluster.style.size, cluster.style.colour);
        if let Some(Item::Rule(last)) = self.rules.last_mut() {
            let goes_on = (last.to.0 - x).abs() < TOLERANCE && last.to.1 == y && last.colour == colour;
            if goes_on {
                last.to.0 = x + width;
                return;
            }
        }
        self.rules.push(Item::Rule(Rule { from: (x, y), to: (x + width, y), width: thickness, colour }));
    }
}
