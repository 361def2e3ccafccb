//! What went wrong, in words for who called the command.

use std::fmt;
use std::io;
use std::path::Path;

/// A message, with what it is about in front.
#[derive(Debug)]
pub struct Error(String);

impl Error {
    /// An error that says this.
    pub fn new(message: impl Into<String>) -> Self {
        Error(message.into())
    }

    /// A file that cannot be read or written.
    #[allow(clippy::needless_pass_by_value)] // for map_err
    pub fn file(path: &Path, error: io::Error) -> Self {
        Error(format!("{}: {error}", path.display()))
    }

    /// The same error, in a file.
    #[must_use]
    pub fn within(self, path: &Path) -> Self {
        Error(format!("{}: {self}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
