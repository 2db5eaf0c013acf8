use indexmap::{IndexMap, IndexSet};
use mortise_model::{Key, Storage, Target};

use crate::Bundle;

/// The forms in an order in which each comes after those that its links point at, so that records find their
/// targets. Forms that point at each other in a circle stand in the order of their keys.
pub fn install_order(bundle: &Bundle) -> Vec<Key> {
    let mut waiting: IndexMap<&Key, IndexSet<Key>> = IndexMap::new();
    for (key, form) in &bundle.forms {
        let fields = form.fields.iter().flat_map(|field| std::iter::once(field).chain(field.kind.rows()));
        let targets = fields.filter_map(|field| match field.kind.storage() {
            Storage::Ref(Target::Form(target)) | Storage::RefList(Target::Form(target)) => Some(target),
            _ => None,
        });
        waiting.insert(key, targets.filter(|target| target != key && bundle.forms.contains_key(target)).collect());
    }
    waiting.sort_keys();
    let mut order: Vec<Key> = Vec::new();
    while let Some(next) = next(&waiting).cloned() {
        waiting.shift_remove(&next);
        waiting.values_mut().for_each(|targets| {
            targets.shift_remove(&next);
        });
        order.push(next);
    }
    order
}

/// The first form that waits for nothing; where all wait, the one of a circle that waits for the fewest.
fn next<'a>(waiting: &IndexMap<&'a Key, IndexSet<Key>>) -> Option<&'a Key> {
    let open = waiting.iter().find(|(_, targets)| targets.is_empty());
    let in_circle = waiting.iter().filter(|(key, _)| waits_for_itself(waiting, key));
    open.or_else(|| in_circle.min_by_key(|(_, targets)| targets.len())).map(|(key, _)| *key)
}

/// Whether what a form waits for waits, in the end, for the form.
fn waits_for_itself(waiting: &IndexMap<&Key, IndexSet<Key>>, form: &Key) -> bool {
    let mut seen: IndexSet<&Key> = IndexSet::new();
    let mut open: Vec<&Key> = waiting.get(form).into_iter().flatten().collect();
    while let Some(next) = open.pop() {
        if next == form {
            return true;
        }
        if seen.insert(next) {
            open.extend(waiting.get(next).into_iter().flatten());
        }
    }
    false
}
