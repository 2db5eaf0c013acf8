use mortise_model::{Filter, Key, Path, Pointer};

use super::{FigureSpec, check::ViewCheck};

/// What the settings of a kind of view say of themselves, so that nothing else need know the kind.
pub(super) trait ViewKind {
    /// The form whose fields the settings name, where it is another one.
    fn form(&self) -> Option<&Key> {
        None
    }

    /// The fields that the settings name.
    fn names(&self, named: &mut Named);

    /// The figures, with their places in the settings.
    fn figures(&self) -> Vec<(String, &FigureSpec)> {
        Vec::new()
    }

    /// The conditions that must hold for something to be drawn, with their places in the settings.
    fn conditions(&self) -> Vec<(String, &Filter)> {
        Vec::new()
    }

    /// What else can be wrong with the settings, which stand at `at`.
    fn check(&self, at: &Pointer, check: &mut ViewCheck<'_>) {
        let _ = (at, check);
    }
}

/// What a view does with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// Its value is written out, masked where the reader sees it so.
    Shown,
    /// The records are found by it, which tells its value.
    Asked,
    /// The records are grouped or summed up by it: then nobody could tell what a single record holds back.
    Summed,
}

/// Fields that settings name, each with its place in the settings.
#[derive(Debug, Default)]
pub(super) struct Named(pub(super) Vec<(String, Path, Use)>);

impl Named {
    /// A field whose value is written out.
    pub(super) fn shown<'p>(&mut self, at: &str, path: impl Into<Option<&'p Path>>) {
        self.0.extend(path.into().map(|path| (at.to_owned(), path.clone(), Use::Shown)));
    }

    /// The same, of this form.
    pub(super) fn shown_key<'k>(&mut self, at: &str, key: impl Into<Option<&'k Key>>) {
        self.0.extend(key.into().map(|key| (at.to_owned(), Path::new(key), Use::Shown)));
    }

    /// A field by which records are found.
    pub(super) fn asked<'p>(&mut self, at: &str, path: impl Into<Option<&'p Path>>) {
        self.0.extend(path.into().map(|path| (at.to_owned(), path.clone(), Use::Asked)));
    }

    /// The same, of this form.
    pub(super) fn asked_key<'k>(&mut self, at: &str, key: impl Into<Option<&'k Key>>) {
        self.0.extend(key.into().map(|key| (at.to_owned(), Path::new(key), Use::Asked)));
    }

    /// A field by which records are grouped or summed up.
    pub(super) fn summed<'p>(&mut self, at: &str, path: impl Into<Option<&'p Path>>) {
        self.0.extend(path.into().map(|path| (at.to_owned(), path.clone(), Use::Summed)));
    }

    /// Fields that are written out one after the other.
    pub(super) fn list(&mut self, at: &str, paths: &[Path]) {
        let places = paths.iter().enumerate();
        self.0.extend(places.map(|(index, path)| (format!("{at}/{index}"), path.clone(), Use::Shown)));
    }

    /// Figures.
    pub(super) fn figures(&mut self, at: &str, figures: &[FigureSpec]) {
        for (place, figure) in places(at, figures) {
            self.summed(&format!("{place}/field"), &figure.field);
        }
    }
}

/// The members of a list with their places.
pub(super) fn places<'a, T>(at: &str, list: &'a [T]) -> Vec<(String, &'a T)> {
    list.iter().enumerate().map(|(index, item)| (format!("{at}/{index}"), item)).collect()
}
