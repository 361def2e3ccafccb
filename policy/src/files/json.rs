//! The scalars of a JSON file.

use insecure_registry_formats::{Broken, Step};

use super::DEEPEST;
use crate::json::{Cursor, SyntaxError, Type};

/// Visits each string and each boolean with its path.
pub(super) fn scalars(text: &str, visit: &mut dyn FnMut(&[Step<'_>], &str)) -> Result<(), Broken> {
    value(&mut Cursor::new(text.as_bytes()), &mut Vec::new(), visit).map_err(|error| {
        let (SyntaxError::NoJson(at) | SyntaxError::TooDeep(at)) = error;
        let is_deep = matches!(error, SyntaxError::TooDeep(_));
        let line = text.bytes().take(at).filter(|byte| *byte == b'\n').count().saturating_add(1);
        Broken { line, is_deep }
    })
}

fn value<'t>(
    json: &mut Cursor<'t>,
    path: &mut Vec<Step<'t>>,
    visit: &mut dyn FnMut(&[Step<'_>], &str),
) -> Result<(), SyntaxError> {
    match json.kind()? {
        Type::String => {
            if let Ok(text) = json.string()?.text() {
                visit(path, &text);
            }
            Ok(())
        }
        Type::Boolean => {
            let text = json.skip()?;
            visit(path, if text.as_bytes() == b"true" { "true" } else { "false" });
            Ok(())
        }
        Type::Object if path.len() < DEEPEST => json.object(|key, json| {
            path.push(Step::Key(key.text()?.as_str().to_owned().into()));
            value(json, path, visit)?;
            path.pop();
            Ok(())
        }),
        Type::List if path.len() < DEEPEST => json.list(|nth, json| {
            path.push(Step::Item(nth));
            value(json, path, visit)?;
            path.pop();
            Ok(())
        }),
        _ => json.skip().map(|_| ()),
    }
}
