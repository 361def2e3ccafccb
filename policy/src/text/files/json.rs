//! The scalars of a JSON file.

use insecure_registry_formats::{Broken, Step};

use crate::json::{Cursor, SyntaxError, Type};

/// Deeper nesting is given up on, as in YAML.
const DEEPEST: usize = 64;

/// Visits each string and each boolean with its path, and each collection that is empty, as an empty string.
pub(super) fn scalars(text: &str, visit: &mut dyn FnMut(&[Step<'_>], &str)) -> Result<(), Broken> {
    value(&mut Cursor::new(text.as_bytes()), &mut Vec::new(), visit).map_err(|error| {
        let (SyntaxError::NoJson(at) | SyntaxError::TooDeep(at)) = error;
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count().saturating_add(1);
        Broken { line, is_deep: matches!(error, SyntaxError::TooDeep(_)) }
    })
}

fn value<'t>(
    json: &mut Cursor<'t>,
    path: &mut Vec<Step<'t>>,
    visit: &mut dyn FnMut(&[Step<'_>], &str),
) -> Result<(), SyntaxError> {
    let kind = json.kind()?;
    let mut is_empty = matches!(kind, Type::Object | Type::List);
    if is_empty && path.len() >= DEEPEST {
        return Err(SyntaxError::TooDeep(0));
    }
    match kind {
        Type::String => {
            if let Ok(text) = json.string()?.text() {
                visit(path, &text);
            }
        }
        Type::Boolean => {
            let text = json.skip()?;
            visit(path, if text.as_bytes() == b"true" { "true" } else { "false" });
        }
        Type::Object => json.object(|key, json| {
            is_empty = false;
            path.push(Step::Key(key.text()?.as_str().to_owned().into()));
            value(json, path, visit)?;
            path.pop();
            Ok(())
        })?,
        Type::List => json.list(|nth, json| {
            is_empty = false;
            path.push(Step::Item(nth));
            value(json, path, visit)?;
            path.pop();
            Ok(())
        })?,
        Type::Null | Type::Number => {
            json.skip()?;
        }
    }
    if is_empty {
        visit(path, "");
    }
    Ok(())
}
