//! What cannot be answered at all. The policy server refuses such a request with status 500 and shows the text to the
//! user, so it says what is wrong, and quotes nothing.

use std::fmt;

use crate::json::Type;

/// Why there is no verdict.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// An error with this text.
    pub fn new(what: impl fmt::Display) -> Self {
        Error(format!("insecure-registry: {what}"))
    }

    /// Text that is no JSON. Serde's own errors about types quote values; those about syntax do not.
    pub(crate) fn syntax(what: &str, error: &serde_json::Error) -> Self {
        if error.is_data() {
            return Error::new(format_args!(
                "{what} cannot be read: a field stands twice at line {} column {}",
                error.line(),
                error.column()
            ));
        }
        Error::new(format_args!("{what} is no JSON: {error}"))
    }

    pub(crate) fn missing(path: &str, expected: &str) -> Self {
        Error::new(format_args!("the payload is no validation request: {path} is missing, expected {expected}"))
    }

    pub(crate) fn mistyped(path: &str, found: Type, expected: &str) -> Self {
        Error::new(format_args!("the payload is no validation request: {path} is {found}, expected {expected}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
