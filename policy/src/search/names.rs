//! The words that a text has, which decide how it is looked into.

use super::documents::{is_encoded, is_needless_escape};
use super::files::{
    http_at, is_insecure_in_file, is_key_of_password, is_key_of_token, is_of_file, is_table, is_unvalidated,
};
use super::scan::{Triples, rarest};
use super::text::{is_around, is_by_itself, is_of_name};

/// A byte for each half that a byte may have.
pub(super) const ANY: &[u8] =
    &[0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff];

/// What stands after `http` where it matters: see [`http_at`].
pub(super) const SIGNS: &[u8] = b":= \t\"'\\";

/// Words that a text has, a bit for each: they decide how it is looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Words(u64);

impl Words {
    /// The key `auths`, or an escape that could spell a letter of it.
    pub(crate) const AUTHS: Words = Words(1);
    /// Base64 of `auth`.
    pub(crate) const ENCODED: Words = Words(1 << 1);
    /// What files have beside credentials: `auth` as a key, `authorization`, `remoteurl`, `regopts`.
    pub(crate) const AUTH: Words = Words(1 << 2);
    /// `insecure` or `verify`, in any case, but with a value that leaves TLS on; or `disabled` as what `tls` is.
    pub(crate) const INSECURE: Words = Words(1 << 3);
    /// `http` as a key of TOML, or the end of one of YAML: `plainHttp`.
    pub(crate) const HTTP: Words = Words(1 << 4);
    /// An escape that nobody needs: it may spell a letter of any word.
    pub(crate) const ESCAPE: Words = Words(1 << 5);
    /// `base64` or `b64`.
    pub(crate) const BASE64: Words = Words(1 << 6);
    /// `password`, in any case, as a key of what may be a value.
    pub(crate) const PASSWORD: Words = Words(1 << 7);
    /// `http:/` as a value or a key.
    pub(crate) const URL: Words = Words(1 << 8);

    // The rest is looked for only where one of the former is, see [`Words::with_names`].

    const CONFIGS: Words = Words(1 << 9);
    /// `registry`, `registries` and what is made of them.
    pub(crate) const REGISTRY: Words = Words(1 << 10);
    const CREDENTIAL: Words = Words(1 << 11);
    const ENDPOINT: Words = Words(1 << 12);
    /// `mirror`, `mirrors` and what is made of them.
    const MIRROR: Words = Words(1 << 13);
    const REMOTE_URL: Words = Words(1 << 14);
    const RESOLVER: Words = Words(1 << 15);
    const REG_OPTS: Words = Words(1 << 16);
    const REPOSITORY: Words = Words(1 << 17);
    /// `-verify`
    pub(crate) const DASH_VERIFY: Words = Words(1 << 18);
    /// `host` as a table of TOML.
    pub(crate) const HOST: Words = Words(1 << 19);
    pub(crate) const HOSTS_TOML: Words = Words(1 << 20);
    pub(crate) const CAPABILITIES: Words = Words(1 << 21);
    const HTTP_HEADERS: Words = Words(1 << 22);
    const BACKEND: Words = Words(1 << 23);
    const KANIKO: Words = Words(1 << 24);
    const SKIP_SSL: Words = Words(1 << 25);
    const DANGEROUS: Words = Words(1 << 26);
    const INSECURE_SOURCES: Words = Words(1 << 27);
    const HOSTNAME: Words = Words(1 << 28);
    const CRED_HELPER: Words = Words(1 << 29);
    const REPO_AUTH: Words = Words(1 << 30);
    const ZARF: Words = Words(1 << 31);
    const TRIVY: Words = Words(1 << 32);
    const AUTHORIZATION: Words = Words(1 << 33);
    const RUNNERS: Words = Words(1 << 34);
    const TLS_VERIFY: Words = Words(1 << 35);
    const PODMAN_ARGS: Words = Words(1 << 36);
    const HOST_RULES: Words = Words(1 << 37);
    const OCI: Words = Words(1 << 38);
    const DOCKER_LOGIN: Words = Words(1 << 39);
    const PODMAN: Words = Words(1 << 40);
    /// `.image`, as a file of Podman's is called.
    const IMAGE_UNIT: Words = Words(1 << 41);

    /// `token`, as the end of a key of what may be a value. Looked for first, like those before [`Words::CONFIGS`].
    pub(crate) const TOKEN: Words = Words(1 << 42);

    /// The names of which a field of a file has at least one, or what has to stand beside it, or the file's own.
    ///
    /// About four that follow each other share a bit of the search. They are in an order with few false hits in configuration: a name at the
    /// wrong place has cost a tenth of the instructions for a text.
    pub(crate) const NAMES: [(&str, Words); 33] = [
        ("zarf-config.toml", Words::ZARF),
        ("kaniko", Words::KANIKO),
        ("configs", Words::CONFIGS),
        ("backend", Words::BACKEND),
        ("repositor", Words::REPOSITORY),
        ("podmanargs", Words::PODMAN_ARGS),
        ("endpoint", Words::ENDPOINT),
        ("regopts", Words::REG_OPTS),
        ("runners", Words::RUNNERS),
        ("httpheaders", Words::HTTP_HEADERS),
        ("repoauth", Words::REPO_AUTH),
        ("insecure_sources", Words::INSECURE_SOURCES),
        ("hostname", Words::HOSTNAME),
        ("skip_ssl", Words::SKIP_SSL),
        ("host", Words::HOST),
        ("credential", Words::CREDENTIAL),
        ("credhelper", Words::CRED_HELPER),
        ("hostrules", Words::HOST_RULES),
        ("remoteurl", Words::REMOTE_URL),
        ("-verify", Words::DASH_VERIFY),
        ("capabilities", Words::CAPABILITIES),
        ("registr", Words::REGISTRY),
        ("mirror", Words::MIRROR),
        ("authorization", Words::AUTHORIZATION),
        ("trivy.yaml", Words::TRIVY),
        ("tlsverify", Words::TLS_VERIFY),
        ("dangerous", Words::DANGEROUS),
        ("hosts.toml", Words::HOSTS_TOML),
        ("resolver", Words::RESOLVER),
        ("oci", Words::OCI),
        ("docker_login", Words::DOCKER_LOGIN),
        ("podman_", Words::PODMAN),
        (".image", Words::IMAGE_UNIT),
    ];
    /// Those of them that are keys by themselves, wherever a row has them.
    const KEYS: Words = Words::CONFIGS
        .and(Words::REG_OPTS)
        .and(Words::BACKEND)
        .and(Words::RUNNERS)
        .and(Words::HTTP_HEADERS)
        .and(Words::HOSTNAME)
        .and(Words::REMOTE_URL)
        .and(Words::RESOLVER)
        .and(Words::CAPABILITIES)
        .and(Words::AUTHORIZATION)
        .and(Words::HOST_RULES);
    const ALL_NAMES: Words = {
        let mut all = Words(0);
        let mut nth = 0;
        #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
        while nth < Words::NAMES.len() {
            let word = Words::NAMES[nth].1;
            assert!(!all.and(Words::FIRST).has_any(word), "two words have the same bit");
            all = all.and(word);
            nth += 1;
        }
        all
    };
    /// Those of which one is looked for first, in each text.
    pub(crate) const FIRST: Words = Words::AUTHS
        .and(Words::AUTH)
        .and(Words::INSECURE)
        .and(Words::HTTP)
        .and(Words::URL)
        .and(Words::PASSWORD)
        .and(Words::TOKEN);

    pub(crate) const fn and(self, other: Self) -> Self {
        Words(self.0 | other.0)
    }

    /// Whether all of the others are among these.
    pub(crate) fn has(self, others: Self) -> bool {
        self.0 & others.0 == others.0
    }

    /// Whether one of the others is among these.
    pub(crate) const fn has_any(self, others: Self) -> bool {
        self.0 & others.0 != 0
    }

    /// Words that a text has in which the field of a file stands that has this path.
    pub(crate) const fn of_field(path: &str) -> Self {
        let words = Words::of_url(path);
        // Of these there is a first word, too.
        if words.has_any(Words::REMOTE_URL.and(Words::REG_OPTS)) { words.and(Words::AUTH) } else { words }
    }

    /// The same, where the value is a URL with a word of its own.
    pub(crate) const fn of_url(path: &str) -> Self {
        const WORDS: [(&str, Words); 9] = [
            ("auths", Words::AUTHS),
            ("auth", Words::AUTH),
            ("insecure", Words::INSECURE),
            ("verify", Words::INSECURE),
            ("validate_certs", Words::INSECURE),
            (".http", Words::HTTP),
            ("plainhttp", Words::HTTP),
            ("plain_http", Words::HTTP),
            ("usehttp", Words::HTTP),
        ];
        let words = Words::in_path(path, &WORDS).and(Words::in_path(path, &Words::NAMES));
        let words = if is_in_path(path, "credentialprovider") { words.and(Words::AUTH) } else { words };
        let words = if is_in_path(path, "token") { words.and(Words::TOKEN) } else { words };
        if is_in_path(path, "password") { words.and(Words::PASSWORD) } else { words }
    }

    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
    const fn in_path<const COUNT: usize>(path: &str, known: &[(&str, Words); COUNT]) -> Self {
        let mut words = Words(0);
        let mut nth = 0;
        while nth < COUNT {
            let is_there = match known[nth].1 {
                // It is how a file's name ends, and no key.
                Words::IMAGE_UNIT => false,
                Words::HOST => is_in_path(path, "host{") || is_in_path(path, "host["),
                // `auths` is a word of its own.
                Words::AUTH => count_in(path, "auth") > count_in(path, "auths"),
                word => {
                    let count = count_in(path, known[nth].0);
                    assert!(
                        !word.is_key() || count == 0 || count_keys_in(path, known[nth].0) > 0,
                        "only a part of a key is a name that is looked for as a key: take it out of `Words::KEYS`"
                    );
                    count > 0
                }
            };
            if is_there {
                words = words.and(known[nth].1);
            }
            nth += 1;
        }
        words
    }

    /// What a name is, if it is one of those that are looked for.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Words::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, word)| *word)
    }

    /// Whether these are keys by themselves: a text has one of them only where it has the key.
    pub(crate) const fn is_key(self) -> bool {
        self.has_any(Words::KEYS)
    }

    /// Whether a text that was searched for names may have a field of these words: it is looked for only where a name is there, or one of
    /// the first words that files of nobody else have.
    pub(crate) const fn is_rare(self) -> bool {
        self.has_any(Words::ALL_NAMES.and(Words::AUTHS).and(Words::HTTP))
    }

    /// Whether one of them is looked for first, in each text.
    pub(crate) const fn is_first(self) -> bool {
        self.has_any(Words::FIRST)
    }

    /// Those of the first that a text has.
    pub(crate) fn of(text: &[u8]) -> Self {
        Words::until(text, Words::default())
    }

    /// The same, until one of these is met.
    pub(crate) fn until(text: &[u8], enough: Words) -> Self {
        static TRIPLES: Triples = Triples::new(&[
            // `auth` and `…aultCacheDuration`; `insecure`; `validate_certs`
            [b"aAcC", b"uUe", b"tTlLrR"],
            // See [`is_encoded`]: its pairs, and the letter after each.
            [b"X1", b"VRd", b"0oG"],
            // `remoteurl`, `base64`, `b64`
            [b"eb", b"u6", b"r4"],
            // `regopts`, `disabled`, `token`
            [b"gbk", b"ole", b"pen"],
            [b"tT", b"pP", SIGNS],
            [b"iI", b"fF", b"yY"],
            [b"sS", b"wW", b"oO"],
            // An escape, in JSON or in a string.
            [b"\\", b"uUx\n\\", ANY],
        ]);
        let mut known = Words::default();
        TRIPLES.scan(text, |at| {
            known = known.and(Words::at(text, at, known));
            known.has_any(enough)
        });
        known
    }

    /// The words around a triple, if there is any; of those that are known not each.
    #[inline(never)] // once, rather than in each loop
    fn at(text: &[u8], at: usize, known: Self) -> Self {
        let insecure = |at| if is_insecure_in_file(text, at) { Self::INSECURE } else { Self::default() };
        let of_file = || if is_of_file(text, at) { Self::AUTH } else { Self::default() };
        match text.get(at..).unwrap_or_default() {
            [b't' | b'T', ..] => http_at(text, at, known),
            [b'a' | b'A', b'u' | b'U', b't' | b'T', b'h' | b'H', b's' | b'S' | 0xc5, ..] => Self::AUTHS,
            [b'\\', ..] if is_needless_escape(text, at) => Self::AUTHS.and(Self::AUTH).and(Self::ESCAPE),
            [b'e' | b'b', b'6', b'4', ..] => Self::BASE64,
            [b's' | b'S', ..] if known.has(Self::PASSWORD) || !is_key_of_password(text, at) => Self::default(),
            [b's' | b'S', ..] => Self::PASSWORD,
            [b'k', ..] if known.has(Self::TOKEN) || !is_key_of_token(text, at) => Self::default(),
            [b'k', ..] => Self::TOKEN,
            [b'i' | b'I', ..] => insecure(at.saturating_add(1)),
            [b'c', b'e', ..] if is_unvalidated(text, at) => Self::INSECURE,
            [b'a' | b'A' | b'c' | b'C', b'e', ..] => Self::default(),
            [b'c' | b'C' | b'b', ..] => insecure(at),
            [b'X' | b'1', ..] if is_encoded(text, at) => Self::ENCODED,
            [b'a' | b'A' | b'e' | b'g', ..] => of_file(),
            _ => Self::default(),
        }
    }

    /// These and the rest of those that the text has.
    pub(crate) fn with_names(mut self, text: &[u8]) -> Self {
        static TRIPLES: Triples = Triples::of_words(&Words::NAMES);
        static STARTS: [u8; Words::NAMES.len()] = starts();
        static LETTERS: [[u64; 32]; 3] = letters();
        if self.has(Words::ESCAPE) {
            return Words(u64::MAX);
        }
        TRIPLES.scan(text, |at| {
            let Some([first, second, third, ..]) = text.get(at..) else { return false };
            let [firsts, seconds, thirds] = &LETTERS;
            let of = |table: &[u64; 32], byte: u8| table.get(usize::from(byte & 31)).copied().unwrap_or_default();
            let mut names = of(firsts, *first) & of(seconds, *second) & of(thirds, *third);
            while names != 0 {
                let nth = usize::try_from(names.trailing_zeros()).unwrap_or_default();
                names &= names.wrapping_sub(1);
                let (Some((name, word)), Some(start)) = (Words::NAMES.get(nth), STARTS.get(nth)) else { break };
                let start = usize::from(*start);
                let is_name = !self.has(*word)
                    && is_around(text, at, start, name.as_bytes())
                    && (*word != Words::HOST || is_table(text, at.saturating_sub(start), name))
                    && (!word.is_key() || is_key_at(text, at.saturating_sub(start), name.len()));
                if is_name {
                    self = self.and(*word);
                }
            }
            false
        });
        self
    }
}

/// Whether what is here is a key by itself.
fn is_key_at(text: &[u8], start: usize, length: usize) -> bool {
    let (before, rest) = text.split_at_checked(start).unwrap_or_default();
    is_by_itself(before, rest.get(length..).unwrap_or_default())
}

/// Calls `visit` with the number of each of these words that stands in a text by itself, in any case, as a key does. There may be
/// [`MOST_KEYS`].
pub(crate) fn each_key(text: &[u8], words: &[&str], mut visit: impl FnMut(usize)) {
    let (mut triples, mut letters) = (Triples::new(&[]), [[0_u64; 32]; 3]);
    let mut starts = [0_usize; MOST_KEYS];
    for (nth, (word, start)) in words.iter().zip(&mut starts).enumerate() {
        *start = rarest::<3>(word.as_bytes());
        let bit = 1_u64.wrapping_shl(u32::try_from(nth).unwrap_or_default());
        for (place, letters) in letters.iter_mut().enumerate() {
            let byte = word.as_bytes().get(start.saturating_add(place));
            triples.add(place, byte.copied(), nth.saturating_mul(8).checked_div(words.len()).unwrap_or_default());
            for (letter, bits) in letters.iter_mut().enumerate() {
                if byte.is_none_or(|byte| usize::from(byte & 31) == letter) {
                    *bits |= bit;
                }
            }
        }
    }
    let mut known = 0;
    triples.scan(text, |at| {
        let of = |place: usize| {
            let byte = text.get(at.saturating_add(place)).copied().unwrap_or_default();
            letters.get(place).and_then(|letters| letters.get(usize::from(byte & 31))).copied().unwrap_or_default()
        };
        let mut found = of(0) & of(1) & of(2) & !known;
        while found != 0 {
            let nth = usize::try_from(found.trailing_zeros()).unwrap_or_default();
            let bit = found & found.wrapping_neg();
            found ^= bit;
            let (Some(word), Some(start)) = (words.get(nth), starts.get(nth)) else { break };
            if is_around(text, at, *start, word.as_bytes()) && is_key_at(text, at.saturating_sub(*start), word.len()) {
                known |= bit;
                visit(nth);
            }
        }
        false
    });
}

/// So many words may be looked for by [`each_key`]: there is a bit for each.
pub(crate) const MOST_KEYS: usize = 64;

/// Where the triple of each name begins in it.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)] // worked out by the compiler
pub(super) const fn starts() -> [u8; Words::NAMES.len()] {
    let mut starts = [0; Words::NAMES.len()];
    let mut nth = 0;
    while nth < starts.len() {
        starts[nth] = rarest::<3>(Words::NAMES[nth].0.as_bytes()) as u8;
        nth += 1;
    }
    starts
}

/// For each letter of a triple, by the lower bits, which its case does not change: the names that have it there, a bit for each.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // worked out by the compiler
pub(super) const fn letters() -> [[u64; 32]; 3] {
    assert!(Words::NAMES.len() <= 64, "there is a bit for each");
    let starts = starts();
    let mut letters = [[0; 32]; 3];
    let mut nth = 0;
    while nth < starts.len() {
        let word = Words::NAMES[nth].0.as_bytes();
        let mut place = 0;
        while place < 3 {
            letters[place][(word[starts[nth] as usize + place] & 31) as usize] |= 1 << nth;
            place += 1;
        }
        nth += 1;
    }
    letters
}

/// Whether a word in small letters stands in the path of a field, in any case.
pub(super) const fn is_in_path(path: &str, word: &str) -> bool {
    count_in(path, word) > 0
}

/// How often it does.
const fn count_in(path: &str, word: &str) -> usize {
    count(path.as_bytes(), word.as_bytes(), false)
}

/// How often it does as a key by itself.
const fn count_keys_in(path: &str, word: &str) -> usize {
    count(path.as_bytes(), word.as_bytes(), true)
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // by the compiler
const fn count(path: &[u8], word: &[u8], is_key: bool) -> usize {
    let (mut start, mut count) = (0, 0);
    let (all, word_length) = (path.len(), word.len());
    while start + word_length <= all {
        let mut length = 0;
        while length < word_length && path[start + length].to_ascii_lowercase() == word[length] {
            length += 1;
        }
        if length == word_length {
            let end = start + length;
            let goes_on = (start > 0 && is_of_name(path[start - 1])) || (end < all && is_of_name(path[end]));
            count += if is_key && goes_on { 0 } else { 1 };
        }
        start += 1;
    }
    count
}
