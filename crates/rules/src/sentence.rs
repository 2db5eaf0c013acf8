use mortise_model::Path;

/// The paths in the placeholders of a sentence, in order, none twice: `{no}`, `{project.title}`.
pub fn placeholders(text: &str) -> Vec<Path> {
    let mut paths = Vec::new();
    pieces(text, &mut |piece| {
        if let Piece::Placeholder(name) = piece {
            let path = Path::new(name);
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
    });
    paths
}

/// The sentence with each placeholder replaced by what `value` says of it; one that it does not know stays empty.
/// What is put in is not looked into again.
pub fn fill(text: &str, value: &mut dyn FnMut(&Path) -> Option<String>) -> String {
    let mut written = String::with_capacity(text.len());
    pieces(text, &mut |piece| match piece {
        Piece::Text(text) => written.push_str(text),
        Piece::Placeholder(name) => written.push_str(&value(&Path::new(name)).unwrap_or_default()),
    });
    written
}

enum Piece<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

/// Goes through a sentence; braces around anything but a path are ordinary text.
fn pieces<'t>(text: &'t str, each: &mut dyn FnMut(Piece<'t>)) {
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, behind) = rest.split_at(open);
        match behind.find('}').map(|close| &behind[1..close]).filter(|name| is_path(name)) {
            Some(name) => {
                each(Piece::Text(before));
                each(Piece::Placeholder(name));
                rest = &behind[name.len() + 2..];
            }
            None => {
                each(Piece::Text(&rest[..=open]));
                rest = &rest[open + 1..];
            }
        }
    }
    each(Piece::Text(rest));
}

fn is_path(name: &str) -> bool {
    let is_step = |step: &str| {
        !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
    };
    name.len() <= 200 && name.split('.').all(is_step)
}

#[cfg(test)]
mod tests;
