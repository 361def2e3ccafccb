//! The scalars of a YAML file.

use saphyr_parser::{Event, Parser, ScalarStyle};

use crate::{Broken, Step};

/// Deeper nesting is given up on; the parser's work for each token grows with it.
const DEEPEST: usize = 64;

/// A collection that the parser is in.
enum Around {
    /// A mapping, and whether a key is next.
    Mapping {
        is_key: bool,
    },
    Sequence,
}

/// Visits each scalar with its path. What an alias stands for was visited where its anchor is.
pub fn scalars(text: &str, visit: &mut dyn FnMut(&[Step<'_>], &str)) -> Result<(), Broken> {
    let mut path = Vec::new();
    let mut around = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Broken { line: error.marker().line() })?;
        match event {
            Event::Scalar(text, style, ..) => {
                if let Some(Around::Mapping { is_key: is_key @ true }) = around.last_mut() {
                    *is_key = false;
                    path.push(Step::Key(text));
                } else {
                    let is_null = style == ScalarStyle::Plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                    if !is_null {
                        visit(&path, &text);
                    }
                    end_of_value(&mut around, &mut path);
                }
            }
            Event::Alias(_) => {
                if let Some(Around::Mapping { is_key: is_key @ true }) = around.last_mut() {
                    *is_key = false;
                    path.push(Step::Item);
                } else {
                    end_of_value(&mut around, &mut path);
                }
            }
            Event::MappingStart(..) => around.push(Around::Mapping { is_key: true }),
            Event::SequenceStart(..) => {
                around.push(Around::Sequence);
                path.push(Step::Item);
            }
            Event::MappingEnd => {
                around.pop();
                end_of_value(&mut around, &mut path);
            }
            Event::SequenceEnd => {
                around.pop();
                path.pop();
                end_of_value(&mut around, &mut path);
            }
            Event::DocumentStart(_) => {
                around.clear();
                path.clear();
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
        }
        if around.len() > DEEPEST {
            return Err(Broken { line: span.start.line() });
        }
    }
    Ok(())
}

/// Goes back to the collection that the value was in.
fn end_of_value(around: &mut [Around], path: &mut Vec<Step<'_>>) {
    if let Some(Around::Mapping { is_key }) = around.last_mut() {
        if *is_key {
            // The value was itself a key, which no format has.
            path.push(Step::Item);
        } else {
            path.pop();
        }
        *is_key = !*is_key;
    }
}

#[cfg(test)]
mod tests {
    use super::{Broken, DEEPEST, scalars};

    #[test]
    fn deep_nesting_is_given_up_on() {
        let read = |depth: usize| {
            let mut deepest = 0;
            let text = format!("a: 1\n--- {}x{}", "[".repeat(depth), "]".repeat(depth));
            (scalars(&text, &mut |path, _| deepest = deepest.max(path.len())), deepest)
        };
        assert_eq!(read(DEEPEST), (Ok(()), DEEPEST));
        assert_eq!(read(DEEPEST + 1), (Err(Broken { line: 2 }), 1));
    }
}
