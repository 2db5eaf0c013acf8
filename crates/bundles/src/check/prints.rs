//! Prints and their templates.

use mortise_model::{AppShape, FormShape, Issue, Path, Pointer, Storage};
use mortise_templates::Template;

use super::Checker;
use crate::PrintFile;

/// What a template can read besides the fields of its form.
const AROUND: [&str; 2] = ["print", "viewer"];

pub(super) fn check(checker: &mut Checker<'_>, shape: &AppShape) {
    for print in &checker.bundle.prints {
        let stem = format!("prints/{}.{}", print.spec.form, print.spec.key);
        let file = format!("{stem}.print.json");
        let Some(form) = shape.form(&print.spec.form) else {
            let known = checker.bundle.forms.contains_key(&print.spec.form);
            checker.need(&file, Pointer::root().at("form"), "form", &print.spec.form, known);
            continue;
        };
        if let Some(filter) = &print.spec.available_when {
            let issues = mortise_expr::check_filter(filter, shape, form, None);
            checker.say_all(&file, issues.under(&Pointer::root().at("available_when")));
        }
        checker.params_of(&file, &print.spec);
        template(checker, &format!("{stem}.hbs"), print, (shape, form));
    }
}

fn template(checker: &mut Checker<'_>, file: &str, print: &PrintFile, (shape, form): (&AppShape, &FormShape)) {
    let template = match Template::compile(&print.template) {
        Ok(template) => template,
        Err(issues) => return checker.say_all(file, issues),
    };
    for reference in template.references() {
        if !leads_somewhere(&reference.path, shape, form) {
            let issue = Issue::error(Pointer::root(), "unknown_field").with("field", reference.path.as_str());
            checker.say(file, issue.with("line", reference.line).with("column", reference.column));
        }
    }
}

/// A field, a way through links, or the `id` and `title` of what a reference points at.
fn leads_somewhere(path: &str, shape: &AppShape, form: &FormShape) -> bool {
    let head = path.split('.').next().unwrap_or_default();
    if AROUND.contains(&head) || head.starts_with('@') || path.is_empty() {
        return true;
    }
    if shape.reach(form, &Path::new(path)).is_some() {
        return true;
    }
    let Some((before, "id" | "title" | "length")) = path.rsplit_once('.') else {
        return ["id", "title"].contains(&path);
    };
    let Some(reach) = shape.reach(form, &Path::new(before)) else { return false };
    matches!(reach.storage, Storage::Ref(_) | Storage::RefList(_) | Storage::Rows | Storage::List)
}
