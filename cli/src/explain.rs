//! What the rules say of themselves.

use std::io::{self, Write};

use clap::builder::{PossibleValue, PossibleValuesParser};
use insecure_registry_policy::rules;

/// The rules' ids, for the command line.
pub(crate) fn rules() -> PossibleValuesParser {
    rules::ALL.iter().map(|rule| PossibleValue::new(rule.id)).collect::<Vec<_>>().into()
}

/// A line for each rule.
pub(crate) fn list(out: &mut impl Write) -> io::Result<()> {
    let width = rules::ALL.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    for (rule, doc) in rules::docs() {
        writeln!(out, "{:width$}  {:4}  {}", rule.id, rule.mode.name(), rules::summary(&doc))?;
    }
    Ok(())
}

/// A rule's documentation, in Markdown.
pub(crate) fn explain(id: &str, out: &mut impl Write) -> io::Result<()> {
    for (rule, doc) in rules::docs().filter(|(rule, _)| rule.id == id) {
        write!(out, "{}", rules::page(rule, &doc))?;
    }
    Ok(())
}
