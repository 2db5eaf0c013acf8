use mortise_model::{Key, Value, Values};

use crate::{PublishedForm, Wording};

/// How a record is called: text with field keys in braces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TitlePattern {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Field(Key),
}

impl TitlePattern {
    /// The pattern with this text; `None` where its braces do not hold keys.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let (name, after) = after.split_once('}')?;
            if before.contains('}') {
                return None;
            }
            parts.extend([Part::Text(before.to_owned()), Part::Field(Key::new(name).ok()?)]);
            rest = after;
        }
        if rest.contains('}') {
            return None;
        }
        parts.push(Part::Text(rest.to_owned()));
        Some(Self { parts })
    }

    /// The fields it names.
    pub(crate) fn fields(&self) -> impl Iterator<Item = &Key> {
        self.parts.iter().filter_map(|part| if let Part::Field(key) = part { Some(key) } else { None })
    }
}

/// The fields that the title of a record is made of.
pub fn title_fields(form: &PublishedForm) -> impl Iterator<Item = &Key> {
    form.title.fields()
}

/// What a record with these values is called; blank where all of its fields are.
pub fn title(form: &PublishedForm, values: &Values, wording: &Wording<'_>) -> String {
    let (mut title, mut said) = (String::new(), false);
    for part in &form.title.parts {
        match part {
            Part::Text(text) => title.push_str(text),
            Part::Field(key) => {
                let words = text(form, key, values, wording);
                said |= !words.is_empty();
                title.push_str(&words);
            }
        }
    }
    if said { title.split_whitespace().collect::<Vec<_>>().join(" ") } else { String::new() }
}

/// The value of a field as people read it; an amount with the currency that its record states.
pub fn text(form: &PublishedForm, field: &str, values: &Values, wording: &Wording<'_>) -> String {
    let (Some(known), Some(value)) = (form.field(field), values.get(field)) else { return String::new() };
    let currency = known.currency_field().and_then(|key| values.get(key)).and_then(Value::as_text);
    known.kind.text(value, &Wording { currency: currency.or(wording.currency), ..*wording })
}

/// The links whose titles are needed to write out these fields: their values.
pub fn references<'a>(
    form: &'a PublishedForm,
    values: &'a Values,
) -> impl Iterator<Item = (mortise_model::Target, mortise_model::Id)> + 'a {
    use mortise_model::Storage;
    values.iter().flat_map(move |(key, value)| {
        let target = match form.field(key).map(|field| field.kind.storage()) {
            Some(Storage::Ref(target) | Storage::RefList(target)) => Some(target),
            _ => None,
        };
        target.into_iter().flat_map(move |target| value.refs().iter().map(move |id| (target.clone(), *id)))
    })
}

#[cfg(test)]
mod tests;
