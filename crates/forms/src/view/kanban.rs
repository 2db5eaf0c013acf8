use mortise_model::{Issue, Key, Path, Pointer, Storage, Target};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    FigureSpec,
    check::ViewCheck,
    kind::{Named, ViewKind, places},
};

/// Columns of cards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KanbanView {
    /// What the columns are: a select field's options, or the people in a field.
    pub by: Key,
    /// What a card shows.
    #[serde(default)]
    pub card: Vec<Path>,
    /// Figures above each column.
    #[serde(default)]
    pub figures: Vec<FigureSpec>,
    /// The field that colours a card.
    #[serde(default)]
    pub colour: Option<Key>,
    /// The options whose columns are folded away.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hidden: Vec<String>,
}

impl ViewKind for KanbanView {
    fn names(&self, named: &mut Named) {
        named.summed("/by", &Path::new(&self.by));
        named.list("/card", &self.card);
        named.figures("/figures", &self.figures);
        named.shown_key("/colour", self.colour.as_ref());
    }

    fn figures(&self) -> Vec<(String, &FigureSpec)> {
        places("/figures", &self.figures)
    }

    fn check(&self, at: &Pointer, check: &mut ViewCheck<'_>) {
        check.require_kind(&at.at("by"), &self.by, |field| {
            let storage = field.kind.storage();
            storage == Storage::Text && !field.kind.options().is_empty() || storage == Storage::Ref(Target::User)
        });
        check.none_twice(&at.at("card"), &self.card);
        check.colour(&at.at("colour"), self.colour.as_ref());
        let Some(field) = check.form.field(&self.by).filter(|field| !field.kind.options().is_empty()) else { return };
        for (index, lane) in self.hidden.iter().enumerate() {
            if field.kind.options().iter().all(|option| option.key != *lane) {
                let issue = Issue::error(at.at("hidden").at(index), "unknown_option");
                check.issues.push(issue.with("option", lane.as_str()));
            }
        }
    }
}
