//! Errors that prevent an answer. The policy server denies such a request with status 500 and shows the text to the user, so the
//! text says what is wrong and quotes nothing.

use std::fmt;

use crate::json::{SyntaxError, Type};

/// Why there is no verdict.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// An error with this text.
    pub fn new(what: impl fmt::Display) -> Self {
        Error(format!("insecure-registry: {what}"))
    }

    /// Text that is no JSON.
    pub(crate) fn syntax(what: &str, error: SyntaxError) -> Self {
        Error::new(format_args!("{what} {error}"))
    }

    /// A payload of another kind.
    pub(crate) fn no_request(what: impl fmt::Display) -> Self {
        Error::new(format_args!("the payload is not a validation request: {what}"))
    }

    pub(crate) fn missing(path: &str, expected: &str) -> Self {
        Error::no_request(format_args!("{path} is missing, expected {expected}"))
    }

    pub(crate) fn mistyped(path: &str, found: Type, expected: &str) -> Self {
        if found == Type::String && expected == Type::String.name() {
            return Error::no_request(format_args!("{path} is not a valid string"));
        }
        Error::no_request(format_args!("{path}: expected {expected}, found {found}"))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
