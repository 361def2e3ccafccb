//! Searches commands and variables for what a row of the catalogue may be about, before anything is parsed.
//!
//! The compiler makes tables of the names in the rows. A search stops where a name may stand, at a dash or before an equals sign, reads
//! the name and looks it up. So a row is found because it is there.
//!
//! A search may report false positives, never false negatives.

use std::cell::OnceCell;

use super::credentials::TOKENS;
use super::flags::{FLAGS, Flag, PROPERTIES, REGISTRY_INSECURE, UNMISTAKABLE};
use super::names::{Names, START, and, hash, is_same};
use super::tools::{ALIASES, Library, TOOLS};
use super::variables::{self, ENDS, LETTERS, NUMBERED};
use super::when::When;
use crate::search::{self, Pairs, Starts, Word, start_of};

/// A flag that matters for some tools.
const OF_TOOLS: u8 = 1;
/// A flag or a property that matters whoever is given it.
const OF_ANYONE: u8 = 1 << 1;
/// A flag that matters with a setting in its value.
const WITH_SETTING: u8 = 1 << 2;
/// A flag by which `kubectl` is told an image.
const OF_IMAGE: u8 = 1 << 3;

/// The names of flags and properties, without their dashes.
static LONG: Names<512, { ALL_LONG.count() }> = ALL_LONG.shrunk();

const ALL_LONG: Names<512, 255> = {
    let mut names = Names::EMPTY;
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < FLAGS.len() {
        let (mut at, is_abbreviated) = (0, may_be_abbreviated(&FLAGS[nth]));
        while at < FLAGS[nth].names.len() {
            let name = bare(FLAGS[nth].names[at]);
            if name.len() > 1 {
                names.add(name, name, class_of(FLAGS[nth].when));
            }
            let mut length = 1;
            while is_abbreviated && length < name.len() {
                let (start, _) = name.split_at(length);
                names.add(start, start, class_of(FLAGS[nth].when));
                length += 1;
            }
            at += 1;
        }
        nth += 1;
    }
    nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < UNMISTAKABLE.len() {
        let mut at = 0;
        while at < UNMISTAKABLE[nth].names.len() {
            let name = bare(UNMISTAKABLE[nth].names[at]);
            // The others are those of tools, but for words of which nothing says whose they are.
            names.add(name, name, if UNMISTAKABLE[nth].is_certain { OF_ANYONE } else { OF_TOOLS });
            at += 1;
        }
        nth += 1;
    }
    names.add(IMAGE.as_bytes(), IMAGE.as_bytes(), OF_IMAGE);
    nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < PROPERTIES.len() {
        let name = bare(PROPERTIES[nth].name);
        names.add(name, name, OF_ANYONE);
        nth += 1;
    }
    names
};

/// The flags of one letter, a bit for each: those that matter by themselves, and those that matter with a setting.
static SHORT: [u64; 2] = {
    let mut letters = [0; 2];
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < FLAGS.len() {
        let mut at = 0;
        while at < FLAGS[nth].names.len() {
            if let [b'-', letter] = FLAGS[nth].names[at].as_bytes() {
                letters[if class_of(FLAGS[nth].when) == WITH_SETTING { 1 } else { 0 }] |= 1 << (*letter & 63);
            }
            at += 1;
        }
        nth += 1;
    }
    letters
};

const fn class_of(when: When) -> u8 {
    if matches!(when, When::Setting(..)) { WITH_SETTING } else { OF_TOOLS }
}

const fn bare(name: &'static str) -> &'static [u8] {
    match name.as_bytes() {
        [b'-', b'-', rest @ ..] | [b'-', rest @ ..] => rest,
        other => other,
    }
}

/// Whether one of its tools takes the beginning of a flag for the flag.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const fn may_be_abbreviated(flag: &Flag) -> bool {
    let mut nth = 0;
    while nth < TOOLS.len() {
        if matches!(TOOLS[nth].syntax.library, Library::Argparse) {
            let (mut tool, mut name) = (0, 0);
            while tool < flag.tools.len() {
                while name < TOOLS[nth].names.len() {
                    if is_same(flag.tools[tool], TOOLS[nth].names[name]) {
                        return true;
                    }
                    name += 1;
                }
                (tool, name) = (tool + 1, 0);
            }
        }
        nth += 1;
    }
    false
}

/// The names of tools, by the letters and digits that they begin with.
static PROGRAMS: Names<256, { ALL_PROGRAMS.count() }> = ALL_PROGRAMS.shrunk();

const ALL_PROGRAMS: Names<256, 255> = {
    let mut names = Names::EMPTY;
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < TOOLS.len() {
        let mut at = 0;
        while at < TOOLS[nth].names.len() {
            names.add(first_run(TOOLS[nth].names[at]), TOOLS[nth].names[at].as_bytes(), 1);
            at += 1;
        }
        nth += 1;
    }
    nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < ALIASES.len() {
        names.add(first_run(ALIASES[nth].0), ALIASES[nth].0.as_bytes(), 1);
        nth += 1;
    }
    names
};

static PROGRAM_STARTS: Starts = PROGRAMS.starts();

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const fn first_run(name: &'static str) -> &'static [u8] {
    let name = name.as_bytes();
    let mut length = 0;
    while length < name.len() && name[length].is_ascii_alphanumeric() {
        assert!(!name[length].is_ascii_uppercase(), "the search for tools is one for names in small letters");
        length += 1;
    }
    assert!(length > 1, "the search for tools is one for names of two letters or more");
    name.split_at(length).0
}

/// Where what a command says about a row may stand: a flag, a variable, what a setting or a token begins with, base64, and an escape.
static SIGNS: Pairs = Pairs::new(&[
    // What stands before the dash of a flag: a space, a quote, …
    [b"\t\n !\"#$%&'()*+,./", b"-"],
    [b"\r:;<=>?[\\]{|}", b"-"],
    // … or the letter of an escape, or a backtick.
    [b"ntr`", b"-"],
])
.and(3, [&ENDS.lasts, b"="])
.and(4, [b"6", b"4"])
.and(4, [b"vV", b":"])
.and(5, [b"\\", b"uUx\n\\/"])
.and_word(6, REGISTRY)
.and_words(6, &SETTINGS)
.and_word(6, Word::new(IMAGE))
.and_words(7, &TOKEN_STARTS);

/// A setting that matters for any program.
const REGISTRY: Word = Word::new(REGISTRY_INSECURE);

/// `kubectl run --image=…`, `kubectl set image …`
const IMAGE: &str = "image";

/// The names of settings that are words rather than flags.
const SETTINGS: [Word; settings([REGISTRY; 0]).0] = settings([REGISTRY; settings([REGISTRY; 0]).0]).1;

/// How many there are, and the first of them.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const fn settings<const MOST: usize>(mut all: [Word; MOST]) -> (usize, [Word; MOST]) {
    let (mut count, mut nth) = (0, 0);
    while nth < FLAGS.len() {
        let mut at = 0;
        while at < FLAGS[nth].names.len() {
            if !matches!(FLAGS[nth].names[at].as_bytes(), [b'-', ..]) {
                if count < MOST {
                    all[count] = Word::new(FLAGS[nth].names[at]);
                }
                count += 1;
            }
            at += 1;
        }
        nth += 1;
    }
    (count, all)
}

const TOKEN_STARTS: [Word; TOKENS.len()] = {
    let mut starts = [REGISTRY; TOKENS.len()];
    let mut nth = 0;
    #[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
    while nth < starts.len() {
        starts[nth] = Word::new(TOKENS[nth].start);
        nth += 1;
    }
    starts
};

/// What stands at a sign.
enum Sign {
    /// Something that matters whoever runs it.
    Certain,
    /// A flag that matters for some tools.
    Flag,
    /// The same, of one letter or a usual name: many other tools have it too.
    Letter,
    /// A flag that matters with a setting.
    WithSetting,
    /// The same, of one letter.
    LetterWithSetting,
}

/// Whether words of a command may be such that a rule has something to say. The name of the tool may be in the words around, or in
/// those of the image.
pub(crate) fn may_hold_command(words: &[u8], around: &[&[u8]], image: &[u8]) -> bool {
    search::may_hold_text(words) || may_hold(words, (around, image), false)
}

/// Whether a script may run such a command: it names the tools that it runs.
#[inline(never)] // called in many places
pub(crate) fn may_run_command(script: &[u8]) -> bool {
    may_hold(script, (&[], &[]), true) || (search::may_hold_manifest(script) && names_tool(script))
}

/// Whether a rule may have something to say of a command of a script, by its words as a shell has put them together.
pub(crate) fn may_concern<'t>(words: impl Iterator<Item = &'t str> + Clone) -> bool {
    let all = words.clone().map(str::as_bytes);
    let has_tool = || all.clone().any(names_tool_in_word);
    let has_setting = || all.clone().any(holds_setting);
    let is_enough = |sign| match sign {
        Sign::Certain | Sign::Flag => true,
        Sign::Letter => has_tool(),
        Sign::WithSetting => has_setting(),
        Sign::LetterWithSetting => has_tool() && has_setting(),
    };
    words.map(str::as_bytes).any(|word| {
        if word.len() > LONGEST_OF_FEW_SIGNS {
            return flag_at(word, 0).is_some_and(is_enough)
                || SIGNS.scan(word, &mut |at| sign_at(word, at).is_some_and(is_enough));
        }
        // Most words are short, and neither flags nor assignments.
        matches!(word, [b'-', ..]) && flag_at(word, 0).is_some_and(is_enough)
            || word.iter().enumerate().any(|(at, byte)| *byte == b'=' && variables::ends_at(word, at))
    })
}

/// A word that is no longer than this says nothing but by a flag that it begins with, and by a variable that it sets.
const LONGEST_OF_FEW_SIGNS: usize = 16;

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects)] // computed by the compiler
const _: () = {
    assert!(REGISTRY_INSECURE.len() > LONGEST_OF_FEW_SIGNS, "a setting is longer");
    let mut nth = 0;
    while nth < SETTINGS.len() {
        assert!(SETTINGS[nth].text().len() > LONGEST_OF_FEW_SIGNS, "a setting is longer");
        nth += 1;
    }
};

/// Whether a flag of this name, without its dashes, may be one of the catalogue's.
pub(crate) fn has_flag(name: &str) -> bool {
    let name = name.as_bytes();
    LONG.find(hash(name), |known| known.eq_ignore_ascii_case(name)).is_some()
}

/// Whether manifests may hold something that is certain: words of credentials, flags or fields, or a loopback address.
pub(crate) fn may_be_certain(text: &[u8]) -> bool {
    search::may_hold_text(text)
        || may_hold(text, (&[], &[]), false)
        || search::contains(text, "localhost")
        || search::contains(text, "127.")
        || search::contains(text, "::")
        || search::may_hold_credential(text)
        || names_variable(text)
}

/// Whether the name of a variable that matters stands in a manifest, whatever follows it.
fn names_variable(text: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&[[&ENDS.lasts, b"\t\n\r \"'"], [&ENDS.lasts, b",:="], [&ENDS.lasts, b"\\]}"]]);
    PAIRS.scan(text, &mut |at| variables::ends_at(text, at.saturating_add(1)))
}

fn may_hold(text: &[u8], (around, image): (&[&[u8]], &[u8]), is_script: bool) -> bool {
    let (has_tool, has_setting) = (OnceCell::new(), OnceCell::new());
    let find_tool = || names_tool(text) || runs_tool(image) || around.iter().any(|words| names_tool(words));
    let has_tool = || *has_tool.get_or_init(find_tool);
    let has_setting = || *has_setting.get_or_init(|| holds_setting(text));
    let is_enough = |sign| match sign {
        Sign::Certain => true,
        Sign::Flag => !is_script || has_tool(),
        Sign::Letter => has_tool(),
        // To look for the names of settings takes longer.
        Sign::WithSetting => (!is_script || has_tool()) && has_setting(),
        Sign::LetterWithSetting => has_tool() && has_setting(),
    };
    flag_at(text, 0).is_some_and(&is_enough) || SIGNS.scan_inline(text, |at| sign_at(text, at).is_some_and(&is_enough))
}

#[inline(never)] // once, rather than in each loop
fn sign_at(text: &[u8], at: usize) -> Option<Sign> {
    let next = at.saturating_add(1);
    match text.get(at..)? {
        // Nobody knows what it stands for.
        [b'6', b'4', ..] => {
            let is_base64 = matches!(text.get(..at), Some([.., b'e' | b'b']));
            is_base64.then_some(Sign::Certain)
        }
        [b'v' | b'V', b':', ..] => {
            let is_of_powershell = matches!(text.get(..at), Some([.., b'$', b'e' | b'E', b'n' | b'N']));
            is_of_powershell.then_some(Sign::Certain)
        }
        // The second dash of a flag.
        [b'-', b'-', ..] => None,
        [_, b'-', ..] => flag_at(text, next),
        [_, b'=', ..] => variables::ends_at(text, next).then_some(Sign::Certain),
        [b'\\', ..] => search::is_needless_escape(text, at).then_some(Sign::Certain),
        _ => {
            let is_around = |words: &[Word]| words.iter().any(|word| word.is_around(text, at));
            if REGISTRY.is_around(text, at) || is_around(&TOKEN_STARTS) {
                return Some(Sign::Certain);
            }
            if is_around(&SETTINGS) {
                return Some(Sign::Flag);
            }
            is_told_image(text, at).then_some(Sign::Letter)
        }
    }
}

/// Whether `image` stands around this position as a word after `set`.
fn is_told_image(text: &[u8], at: usize) -> bool {
    const WORD: Word = Word::new(IMAGE);
    let is_separator = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'"' | b',');
    WORD.is_around(text, at)
        && at.checked_sub(WORD.at()).and_then(|start| text.get(..start)).is_some_and(|before| {
            let separators = before.iter().rev().take_while(is_separator).count();
            let end = before.len().saturating_sub(separators);
            separators > 0 && before.get(..end).is_some_and(|before| before.ends_with(b"set"))
        })
}

/// The flag whose first dash stands here.
fn flag_at(text: &[u8], at: usize) -> Option<Sign> {
    let (before, rest) = text.split_at_checked(at)?;
    let (is_short, name) = match rest {
        [b'-', b'-', name @ ..] => (false, name),
        [b'-', name @ ..] => (true, name),
        _ => return None,
    };
    // A letter before it is that of an escape, or it is within a word.
    if let [rest @ .., b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-'] = before
        && !rest.ends_with(b"\\")
    {
        return None;
    }
    // Most flags begin like none that is known.
    if let ([first, second, third, ..], false) = (name, is_short)
        && is_of_flag(*first)
        && is_of_flag(*second)
        && is_of_flag(*third)
    {
        let at = start_of(*first, *second, *third);
        if LONG_STARTS.get(at / 64).is_some_and(|bits| bits >> (at % 64) & 1 == 0) {
            return None;
        }
    }
    let (mut length, mut hash): (usize, u32) = (0, START);
    for byte in name {
        if !is_of_flag(*byte) {
            break;
        }
        hash = and(hash, *byte);
        length = length.saturating_add(1);
    }
    let (name, rest) = name.split_at_checked(length)?;
    if is_put_together(rest) && !(name.is_empty() && is_short && !rest.starts_with(b"$")) {
        return Some(Sign::Flag);
    }
    let class = match name {
        [] => return None,
        // Of one letter after one dash, see below.
        [_] if is_short => None,
        _ => LONG.find(hash, |known| known.eq_ignore_ascii_case(name)).map(|nth| LONG.class(nth)),
    };
    match class {
        Some(class) if class & OF_ANYONE != 0 => return Some(Sign::Certain),
        Some(class) if class & OF_TOOLS != 0 => return Some(Sign::Flag),
        Some(class) if class & OF_IMAGE != 0 => return Some(Sign::Letter),
        Some(_) => return Some(Sign::WithSetting),
        None if !is_short => return None,
        None => {}
    }
    // Letters may share a dash, and a value may follow them in the same word.
    let letters = name.iter().take(MOST_LETTERS).take_while(|byte| byte.is_ascii_alphabetic());
    let letters = letters.fold(0, |letters, letter| letters | 1_u64 << (letter & 63));
    let [by_itself, with_setting] = SHORT;
    if letters & by_itself != 0 {
        Some(Sign::Letter)
    } else {
        (letters & with_setting != 0).then_some(Sign::LetterWithSetting)
    }
}

const fn is_of_flag(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')
}

static LONG_STARTS: Starts = LONG.starts();

/// Whether a shell puts the rest of a flag in: `--$FLAG`, `--{src,dest}-tls-verify`, `--'insecure'`.
fn is_put_together(rest: &[u8]) -> bool {
    /// As long as what stands in braces may be.
    const LONGEST: usize = 64;
    match rest {
        [b'$' | b'`', ..] => true,
        [b'{', rest @ ..] => rest.iter().take(LONGEST).take_while(|byte| **byte != b'}').any(|byte| *byte == b','),
        [b'\'', next, ..] | [b'\\', b'"', next, ..] => next.is_ascii_alphabetic() || *next == b'$',
        _ => false,
    }
}

/// So many letters share a dash.
const MOST_LETTERS: usize = 4;

/// Whether the setting stands in the text that one of the flags needs.
fn holds_setting(text: &[u8]) -> bool {
    let mut last = "";
    FLAGS.iter().any(|flag| match flag.when {
        When::Setting(name, _) if name != last => {
            last = name;
            search::contains_in_any_case(text, name.trim_start_matches('*'))
        }
        _ => false,
    })
}

/// Whether an image may run a tool. Its name may be a part of another one.
fn runs_tool(image: &[u8]) -> bool {
    !image.is_empty()
        && (names_tool(image)
            || search::contains_in_any_case(image, "kaniko")
            || search::contains_in_any_case(image, "dind"))
}

/// Whether the name of a tool stands in the text as a word, in any case, since a variable may be called after it.
fn names_tool(text: &[u8]) -> bool {
    search::until_word(text, *b"00", &PROGRAM_STARTS, &mut is_tool)
}

/// The same for a word of a command, which most often is short.
fn names_tool_in_word(word: &[u8]) -> bool {
    let mut rest = word;
    while let Some(start) = rest.iter().position(u8::is_ascii_alphanumeric) {
        let (_, name) = rest.split_at_checked(start).unwrap_or_default();
        if is_tool(name) {
            return true;
        }
        let length = name.iter().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(name.len());
        rest = name.get(length..).unwrap_or_default();
    }
    false
}

fn is_tool(word: &[u8]) -> bool {
    let run = word.iter().take_while(|byte| byte.is_ascii_alphanumeric());
    let hash = run.fold(START, |hash, byte| and(hash, *byte));
    let is_it = |name: &[u8]| {
        let (found, after) = word.split_at_checked(name.len()).unwrap_or_default();
        found.eq_ignore_ascii_case(name) && !found.is_empty() && !after.first().is_some_and(u8::is_ascii_alphanumeric)
    };
    PROGRAMS.find(hash, is_it).is_some()
}

/// Whether a document, a file or the name of a variable may stand in environment variables, as a list or as a map.
pub(crate) fn may_hold_variable(json: &[u8]) -> bool {
    static PAIRS: Pairs = Pairs::new(&search::OF_VARIABLES)
        .and(7, [&LETTERS, b"\""])
        .and(5, [&NUMBERED, b"_"])
        .and_words(4, &TOKEN_STARTS);
    PAIRS.scan_inline(json, |at| match json.get(at..).unwrap_or_default() {
        // Of names, which are many, and nothing else ends so.
        [b'A'..=b'Z' | b'_', b'"', ..] => variables::ends_at(json, at.saturating_add(1)),
        [b'D' | b'N', b'_', rest @ ..] => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            digits > 0 && variables::ends_at(json, at.saturating_add(2).saturating_add(digits))
        }
        _ if TOKEN_STARTS.iter().any(|start| start.is_around(json, at)) => true,
        _ => search::is_of_text(json, at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planted(word: &str, at: usize, length: usize) -> Vec<u8> {
        let mut text = vec![b'.'; length];
        text.splice(at..at, word.bytes());
        text
    }

    /// Flags, variables and tokens, whatever is before them and behind them.
    #[test]
    fn finds_commands_wherever_they_stand() {
        for length in 0..140 {
            for at in 0..length {
                for word in
                    ["--password ", "--src-creds=", "\"-token\"", "dckr_oat_", "--pa ", " --$FLAG", " --{src,dest}-tls"]
                        .into_iter()
                        .chain([
                            "--skip-tls-verify ",
                            "\\n--plain-http\\",
                            "-Djib.sendCredentials ",
                            "(-DsendCredentialsOverHttp=",
                        ])
                        .chain([
                            "TRIVY_NON_SSL=",
                            "-eREPO_PASS=",
                            "-EREPO_PASS=",
                            "\\nDIUN_REGOPTS_12_PASSWORD=",
                            "registry.insecure",
                        ])
                        .chain(["\\u002d", "base64", "--'insecure'", "--set registry.insecure=", "-insecure\\"])
                        .filter(|word| !word.contains("jib.send"))
                {
                    let text = planted(&format!(" {word}"), at, length);
                    assert!(may_hold(&text, (&[], &[]), false), "{word} at {at} of {length}");
                }
                for word in [
                    "-insecur ",
                    "-password-file ",
                    " -u ",
                    " -p",
                    "x--insecure ",
                    " --output x",
                    " -itp ",
                    "-- x",
                    "\"--\"",
                ]
                .into_iter()
                .chain([
                    "XREPO_PASS=",
                    "REPO_PASS_FILE=",
                    "REPO_PASS ",
                    "trivy_non_ssl=",
                    "docker_oat_",
                    "registry.secure",
                ]) {
                    let text = planted(&format!(" {word}"), at, length);
                    assert!(!may_hold(&text, (&[], &[]), false), "{word} at {at} of {length}");
                }
            }
        }
    }

    /// A letter is one of a tool that stands in the words, in those around, or in the image.
    #[test]
    fn letters_need_a_tool() {
        let words = |text: &str| format!("[\"{text}\"]").into_bytes();
        let is_found =
            |text: &str, around: &str, image: &str| may_hold_command(&words(text), &[&words(around)], &words(image));
        for (text, around, image) in [
            ("docker login -p x", "", ""),
            ("docker login -itp x", "", ""),
            ("-px", "podman", ""),
            ("-u", "", "quay.io/skopeo/stable:v1"),
            ("$SKOPEO_BIN -p x", "", ""),
            ("x\\nctr-remote -k", "", ""),
            ("/kaniko/executor login -p x", "", ""),
            ("-s", "faas-cli", ""),
            ("-o type=image,registry.insecure=true", "", "moby/buildkit"),
            ("-p", "", "example.com/mydind:1"),
        ] {
            assert!(is_found(text, around, image), "{text}, {around}, {image}");
        }
        for (text, around, image) in [
            ("mkdir -p x", "", ""),
            ("curl -s -u x", "sh", "curlimages/curl"),
            ("mydocker login -p x", "", ""),
            ("dockers login -p x", "", ""),
            ("docker build -o x", "", ""),
            ("docker ps", "", ""),
        ] {
            assert!(!is_found(text, around, image), "{text}, {around}, {image}");
        }
    }

    #[test]
    fn scripts_name_their_tools() {
        for script in [
            "#!/bin/sh\\nskopeo copy --src-tls-verify=false a b",
            "kaniko --skip-tls-verify",
            "mirror --registry-password x",
            "REGISTRY_PASSWORD=x",
            "echo x | base64 -d | sh",
            "kubectl apply -f - <<E\\napiVersion: v1\\nkind: Pod\\nspec: {containers: []}",
            "crane auth login --pass\\u0077ord x",
        ] {
            assert!(may_run_command(script.as_bytes()), "{script}");
        }
        for script in [
            "#!/bin/sh\\npg_dump --host x --password y --insecure | gzip -k",
            "docker build -t a . && mkdir --parents x",
            "curl http://a -u x:y --token z --tls-verify=false",
            "PASSWORD=x",
        ] {
            assert!(!may_run_command(script.as_bytes()), "{script}");
        }
    }

    #[test]
    fn commands_of_scripts_are_told_apart() {
        for (command, expected) in [
            ("docker login -p x", true),
            ("retry docker login -ux", true),
            ("crane copy --insecure a", true),
            ("x --insecure-registry a", true),
            ("$SKOPEO_BIN login -p x", true),
            ("buildx build -o type=image,registry.insecure=true", true),
            ("x type=image,registry.insecure=true", true),
            ("minikube config set insecure-registry a", true),
            ("TRIVY_INSECURE=true", true),
            ("docker run --env=TRIVY_INSECURE=true a", true),
            ("docker run -eTRIVY_INSECURE=true a", true),
            ("x -DsendCredentialsOverHttp=true", true),
            ("x dckr_pat_CANARY-of-a-token", true),
            ("docker ps", false),
            ("docker build -t a .", false),
            ("mkdir -p /var/lib/app/data", false),
            ("cp -p $SRC/app.conf /etc/app/app.conf", false),
            ("curl -o a -s -u b https://example.com/", false),
            ("buildx build -o type=image", false),
            ("TRIVY_INSECURE", false),
            ("A=b", false),
            ("x a=-D", false),
            ("", false),
        ] {
            assert_eq!(may_concern(command.split(' ')), expected, "{command}");
        }
    }

    #[test]
    fn manifests_name_variables() {
        for (name, expected) in [("TRIVY_NON_SSL", true), ("CR_PAT", true), ("LOG_LEVEL", false), ("XCR_PAT", false)] {
            for (before, after) in
                [("- name: ", "\n"), ("{\"name\":\"", "\"}"), ("[", ", a]"), ("{name: ", "}"), ("", ": x")]
            {
                let text = format!("kind: Pod\n{before}{name}{after}");
                assert_eq!(may_be_certain(text.as_bytes()), expected, "{text}");
            }
        }
    }

    /// Each name of a row is in the table that is made of the rows.
    #[test]
    fn names_are_found() {
        let flags = FLAGS.iter().flat_map(|flag| flag.names).filter(|name| name.len() > 2);
        for name in flags.chain(UNMISTAKABLE.iter().flat_map(|row| row.names)).map(|name| bare(name)) {
            assert!(LONG.find(hash(name), |known| known == name).is_some(), "{}", String::from_utf8_lossy(name));
        }
        for name in super::super::tools::names().chain(ALIASES.iter().map(|(alias, _)| *alias)) {
            for text in [name.to_owned(), format!("${}", name.to_uppercase()), format!("/bin/{name}-1")] {
                assert!(names_tool(text.as_bytes()), "{text}");
            }
        }
    }
}
