//! What a file is called, and what it is, whatever its sender says.

use infer::MatcherType;

/// The longest name in characters.
const LONGEST_NAME: usize = 160;
/// How much of the beginning of a file tells what it is.
pub(super) const HEAD: usize = 16 * 1024;
/// Pictures that browsers show and that can be made small.
const PICTURES: &[&str] = &["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];
/// The ends of names that promise a picture.
const PICTURE_ENDS: &[&str] = &["png", "jpg", "jpeg", "gif", "webp", "bmp"];
/// The ends of names that promise something to read, see or hear, and no program.
const DOCUMENT_ENDS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "csv", "txt", "md", "rtf", "odt", "ods", "odp", "zip", "rar",
    "7z", "mp3", "wav", "m4a", "mp4", "mov", "avi", "mkv",
];

/// Whether the type is that of a picture that browsers show.
pub(super) fn is_picture(mime: &str) -> bool {
    PICTURES.contains(&mime)
}

/// The name without folders and without characters that are not seen, turn the reading direction or mean something
/// to a file system; `file` where nothing is left.
pub(super) fn safe_name(sent: &str) -> String {
    let last = sent.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !is_hidden(*c)).map(|c| if is_special(c) { '_' } else { c }).collect();
    let plain = plain.trim().trim_start_matches('.').trim_end_matches(['.', ' ']);
    if plain.is_empty() {
        return "file".to_owned();
    }
    let length = plain.chars().count();
    if length <= LONGEST_NAME {
        return plain.to_owned();
    }
    let end = plain.rsplit_once('.').map(|(_, end)| end).filter(|end| end.chars().count() <= 12);
    let end = end.map_or_else(String::new, |end| format!(".{end}"));
    let kept: String = plain.chars().take(LONGEST_NAME - end.chars().count()).collect();
    format!("{}{end}", kept.trim_end())
}

/// Control characters, and those that change how the ones around them are read.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

fn is_special(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '"' | '|' | '?' | '*')
}

/// The type that the beginning of the content shows.
pub(super) fn mime_of(head: &[u8]) -> &'static str {
    match infer::get(head) {
        Some(found) => found.mime_type(),
        None if is_text(head) => "text/plain",
        None => "application/octet-stream",
    }
}

/// Text of some encoding has no control characters but those of lines and tabs.
fn is_text(head: &[u8]) -> bool {
    head.iter().all(|byte| *byte >= 0x20 || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c))
}

/// Whether the content may have this name: a picture or a PDF is one, and what is called a document is no program.
pub(super) fn fits(name: &str, head: &[u8]) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end.to_lowercase()).unwrap_or_default();
    let found = infer::get(head);
    let of = |wanted| found.is_some_and(|found| found.matcher_type() == wanted);
    match end.as_str() {
        "pdf" => found.is_some_and(|found| found.mime_type() == "application/pdf"),
        end if PICTURE_ENDS.contains(&end) => of(MatcherType::Image),
        end if DOCUMENT_ENDS.contains(&end) => !of(MatcherType::App),
        _ => true,
    }
}

#[cfg(test)]
mod tests;
