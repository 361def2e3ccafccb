//! Searches lists of words and manifests.

use super::scan::Pairs;
use super::text::{contains, contains_in_any_case_short, ends, is_around};

/// Whether this stands in a word of a command. To search a short one by blocks would take longer.
pub(crate) fn is_in_word(word: &str, what: &str) -> bool {
    const LONGEST: usize = 64;
    let text = word.as_bytes();
    if text.len() > LONGEST {
        return contains(text, what);
    }
    contains_in_any_case_short(text, what.as_bytes()) && word.contains(what)
}

/// Whether a manifest may stand in a list of words.
pub(crate) fn may_hold_manifest(json: &[u8]) -> bool {
    /// As long as the shortest one.
    const SHORTEST: usize = 40;
    static PAIRS: Pairs = Pairs::new(&[[b"i", b"V"]]);
    json.len() > SHORTEST && PAIRS.scan(json, &mut |at| ends(json, at, b"ap"))
}

/// Whether manifests may hold a credential, as far as names tell.
pub(crate) fn may_hold_credential(text: &[u8]) -> bool {
    const WORDS: [(&str, usize); 4] = [("pass", 2), ("token", 2), ("cred", 0), ("auth", 0)];
    static PAIRS: Pairs = Pairs::new(&[[b"sS", b"sS"], [b"kK", b"eE"], [b"cC", b"rR"], [b"aA", b"uU"]]);
    PAIRS.scan(text, &mut |at| WORDS.iter().any(|(word, before)| is_around(text, at, *before, word.as_bytes())))
}

/// Whether a probe or a hook may run a command.
pub(crate) fn may_run_command(json: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&[[b"x", b"e"]]);
    // The key may be written with an escape, as any.
    PAIRS.scan(json, &mut |_| true) || memchr::memchr(b'\\', json).is_some()
}
