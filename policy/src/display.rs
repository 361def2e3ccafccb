//! What the user wrote, fit for a line of a message: short, and without control characters.

use std::fmt::{self, Write as _};

/// Longer than any name in Kubernetes, which has 253 characters at most, and than any registry that exists.
const LONGEST: usize = 256;

/// Prints a name, a key or a host that somebody chose. Never for what may be a secret.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, c) in self.0.chars().enumerate() {
            match c {
                _ if nth == LONGEST => return f.write_char('…'),
                '"' | '\\' => write!(f, "\\{c}")?,
                ' '..='~' => f.write_char(c)?,
                // Other scripts too: a letter that looks like another one must not pass for it.
                _ => write!(f, "{}", c.escape_default())?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_short_and_printable() {
        assert_eq!(Shown("registry.example.com:5000").to_string(), "registry.example.com:5000");
        assert_eq!(Shown("it's").to_string(), "it's");
        assert_eq!(Shown("a\n\"b\\ с\u{202e}").to_string(), "a\\n\\\"b\\\\ \\u{441}\\u{202e}");
        assert_eq!(Shown(&"x".repeat(1000)).to_string(), format!("{}…", "x".repeat(256)));
    }
}
