//! Patterns with `*`, for exemptions.

/// Whether the pattern is the text, where each `*` stands for any characters, or none. There is nothing else to a
/// pattern: what is in names, and in references, means itself.
pub fn matches(pattern: &str, text: &str) -> bool {
    #[cfg(test)]
    tests::MATCHED.with(|count| count.set(count.get() + 1));
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut in_pattern, mut in_text): (usize, usize) = (0, 0);
    // The last star, and where the text goes on after what it stands for: as little as will do.
    let mut star: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(in_text) {
        match pattern.get(in_pattern) {
            Some(b'*') => {
                star = Some((in_pattern, in_text));
                in_pattern = in_pattern.saturating_add(1);
            }
            Some(expected) if expected == byte => {
                in_pattern = in_pattern.saturating_add(1);
                in_text = in_text.saturating_add(1);
            }
            _ => {
                let Some((at, begin)) = star else { return false };
                in_pattern = at.saturating_add(1);
                in_text = begin.saturating_add(1);
                star = Some((at, in_text));
            }
        }
    }
    pattern.get(in_pattern..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
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
