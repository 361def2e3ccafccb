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

/// Whether there is a text that both patterns match.
pub fn overlap(a: &str, b: &str) -> bool {
    let (Some((a_start, a_rest)), Some((b_start, b_rest))) = (a.split_once('*'), b.split_once('*')) else {
        return matches(a, b) || matches(b, a);
    };
    let after = |rest: &str| rest.rfind('*').map_or(0, |at| at.saturating_add(1));
    let (a_end, b_end) =
        (a_rest.get(after(a_rest)..).unwrap_or_default(), b_rest.get(after(b_rest)..).unwrap_or_default());
    // What one has between its stars, a star of the other stands for.
    (a_start.starts_with(b_start) || b_start.starts_with(a_start)) && (a_end.ends_with(b_end) || b_end.ends_with(a_end))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::cell::Cell;

    use super::{matches, overlap};

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

    #[test]
    fn patterns_overlap_if_a_text_matches_both() {
        let patterns =
            ["", "*", "a", "ab", "a*", "*a", "a*b", "b*a", "*a*", "a*b*a", "ab*", "*ab", "aa*", "b", "ba*ab", "c*"];
        let mut texts = vec![String::new()];
        for length in 0..6 {
            let longer: Vec<_> = texts.iter().filter(|text| text.len() == length).cloned().collect();
            texts.extend(longer.iter().flat_map(|text| ["a", "b", "c"].map(|more| format!("{text}{more}"))));
        }
        for a in patterns {
            for b in patterns {
                let expected = texts.iter().any(|text| matches(a, text) && matches(b, text));
                assert_eq!(overlap(a, b), expected, "{a} {b}");
            }
        }
    }
}
