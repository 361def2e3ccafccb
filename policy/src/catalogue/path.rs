//! Paths to fields: one grammar for the tables and for the settings' `customResources`.
//!
//! Keys joined by dots, `[*]` for each item of a list or value of a map, `["key"]` for a key with other characters than letters,
//! digits, `_` and `-`. A table may also say `[#]` for items of a list only, `{*}` for values of a map only, and `**` for any path at the
//! beginning or at the end.

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'p> {
    /// This key.
    Key(&'p str),
    /// `[*]`: each item of a list, or each value of a map.
    Each,
    /// `[#]`: each item of a list.
    Item,
    /// `{*}`: each value of a map.
    Member,
}

/// The steps of a path, or the byte where it breaks the grammar.
pub(crate) fn steps(path: &str) -> Steps<'_> {
    Steps { path, rest: path, is_first: true }
}

/// See [`steps`].
#[derive(Clone, Debug)]
pub(crate) struct Steps<'p> {
    path: &'p str,
    rest: &'p str,
    is_first: bool,
}

impl<'p> Iterator for Steps<'p> {
    type Item = Result<Step<'p>, usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() && !self.is_first {
            return None;
        }
        let step = self.step();
        self.is_first = false;
        if step.is_err() {
            self.rest = "";
        }
        Some(step)
    }
}

impl<'p> Steps<'p> {
    fn step(&mut self) -> Result<Step<'p>, usize> {
        let at = |rest: &str| self.path.len().saturating_sub(rest.len());
        let rest = self.rest;
        for (written, step) in [("[*]", Step::Each), ("[#]", Step::Item), ("{*}", Step::Member)] {
            if let Some(after) = rest.strip_prefix(written) {
                self.rest = after;
                return Ok(step);
            }
        }
        if let Some(quoted) = rest.strip_prefix("[\"") {
            let (key, after) = quoted.split_once("\"]").ok_or(at(rest))?;
            self.rest = after;
            return Ok(Step::Key(key));
        }
        let key = match rest.strip_prefix('.') {
            Some(key) if !self.is_first => key,
            None if self.is_first => rest,
            _ => return Err(at(rest)),
        };
        let length = key.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).count();
        match key.split_at_checked(length) {
            Some((key, after)) if length > 0 => {
                self.rest = after;
                Ok(Step::Key(key))
            }
            _ => Err(at(key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read() {
        let read = |path| steps(path).collect::<Result<Vec<_>, _>>();
        assert_eq!(
            read("spec.a-b[*].c_d"),
            Ok(vec![Step::Key("spec"), Step::Key("a-b"), Step::Each, Step::Key("c_d")])
        );
        assert_eq!(read("a[#]{*}"), Ok(vec![Step::Key("a"), Step::Item, Step::Member]));
        assert_eq!(read("[*][\"a.b/c\"]"), Ok(vec![Step::Each, Step::Key("a.b/c")]));
        for (path, at) in
            [("", 0), (".a", 0), ("a.", 2), ("a..b", 2), ("a[0]", 1), ("a[\"b", 1), ("a b", 1), ("a[*]b", 4)]
        {
            assert_eq!(read(path), Err(at), "{path}");
        }
    }
}
