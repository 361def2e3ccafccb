//! Patterns with `*`, for exemptions.

/// Whether the pattern is the text, where each `*` stands for any characters, or none. There is nothing else to a
/// pattern: what is in names, and in references, means itself.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    #[cfg(test)]
    tests::MATCHED.with(|count| count.set(count.get() + 1));
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    // Each part between two stars may as well be taken where it comes first.
    let rest = parts.try_fold(rest, |rest, part| rest.split_once(part).map(|(_, after)| after));
    rest.is_some_and(|rest| rest.ends_with(last))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    use super::matches;

    thread_local! {
        /// How many texts were compared with a pattern, for tests on counts.
        pub(crate) static MATCHED: Cell<usize> = const { Cell::new(0) };
    }

    #[test]
    fn stars_stand_for_any_characters() {
        for (pattern, text, expected) in [
            ("dev", "dev", true),
            ("dev", "dev-1", false),
            ("dev", "my-dev", false),
            ("dev-*", "dev-", true),
            ("dev-*", "dev-1", true),
            ("dev-*", "dev", false),
            ("*-dev", "team-dev", true),
            ("*-dev", "team-dev-1", false),
            ("*", "", true),
            ("**", "x", true),
            ("", "", true),
            ("", "x", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("ab*ba", "aba", false),
            ("ab*ba", "abba", true),
            ("localhost:5000/dev/*", "localhost:5000/dev/app:1", true),
            ("localhost:5000/dev/*", "localhost:5000/prod/app", false),
            ("a?c", "abc", false),
            ("é*", "été", true),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
