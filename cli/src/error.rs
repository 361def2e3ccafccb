//! What went wrong, in words for who called the command.

use std::fmt;
use std::io;
use std::path::Path;

/// A message, with what it is about in front.
#[derive(Debug)]
pub(crate) enum Error {
    Message(String),
    /// The output cannot be written.
    Output(io::Error),
}

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Error::Message(message.into())
    }

    /// A file that cannot be read or written.
    #[allow(clippy::needless_pass_by_value)] // for map_err
    pub(crate) fn file(path: &Path, error: io::Error) -> Self {
        Error::new(format!("{}: {error}", path.display()))
    }

    /// The same error, in a file.
    pub(crate) fn within(self, path: &Path) -> Self {
        Error::new(format!("{}: {self}", path.display()))
    }

    /// Whether nobody reads the output any more.
    pub(crate) fn is_closed_pipe(&self) -> bool {
        matches!(self, Error::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<insecure_registry_annotate::Error> for Error {
    fn from(error: insecure_registry_annotate::Error) -> Self {
        Error::new(error.to_string())
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Error::Output(error)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Message(message) => f.write_str(message),
            Error::Output(error) => write!(f, "cannot print: {error}"),
        }
    }
}
