//! What `echo` and `printf` print, and what `$'…'` means.

use super::{Dialect, Word};

/// What a command prints, if it does nothing but print its words.
pub(super) fn printed(words: &[Word], dialect: Dialect) -> Option<Word> {
    let (program, words) = words.split_first()?;
    if !program.text.ends_with(['o', 'f']) {
        return None;
    }
    match program.text.rsplit('/').next()? {
        "echo" => Some(echo(words, dialect)),
        "printf" => printf(words, dialect),
        _ => None,
    }
}

fn echo(mut words: &[Word], dialect: Dialect) -> Word {
    let (mut has_escapes, mut has_end) = (!dialect.is_bash, true);
    while let Some((flag, rest)) = words.split_first() {
        let letters = flag.text.strip_prefix('-').unwrap_or_default();
        // `-e` is a word to dash, and so it is to nobody who reads what comes of it.
        let is_flag =
            !letters.is_empty() && letters.bytes().all(|b| b"neE".contains(&b)) && (dialect.is_bash || letters == "n");
        if !is_flag {
            break;
        }
        for letter in letters.chars() {
            match letter {
                'n' => has_end = false,
                letter => has_escapes = letter == 'e',
            }
        }
        words = rest;
    }
    let mut printed = Word { text: String::new(), expands: words.iter().any(|word| word.expands) };
    for (nth, word) in words.iter().enumerate() {
        if nth > 0 {
            printed.text.push(' ');
        }
        if !has_escapes {
            printed.text.push_str(&word.text);
        } else if !unescape(&word.text, Escapes::Echo, dialect, &mut printed.text) {
            return printed;
        }
    }
    if has_end {
        printed.text.push('\n');
    }
    printed
}

fn printf(words: &[Word], dialect: Dialect) -> Option<Word> {
    let words = match words.split_first() {
        Some((dashes, rest)) if dashes.text == "--" => rest,
        Some((flag, _)) if flag.text == "-v" => return None,
        _ => words,
    };
    let (format, mut arguments) = words.split_first()?;
    let mut printed = Word { text: String::new(), expands: words.iter().any(|word| word.expands) };
    loop {
        let before = arguments.len();
        let mut rest = format.text.as_str();
        while let Some(at) = rest.find('%') {
            let (text, after) = rest.split_at_checked(at)?;
            unescape(text, Escapes::Format, dialect, &mut printed.text);
            let after = after.get(1..)?;
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit() || "-+ #.".contains(c));
            let mut letters = after.chars();
            let mut next = || {
                let (first, rest) = arguments.split_first()?;
                arguments = rest;
                Some(first.text.as_str())
            };
            match letters.next() {
                Some('%') => printed.text.push('%'),
                Some('b') => {
                    unescape(next().unwrap_or_default(), Escapes::Echo, dialect, &mut printed.text);
                }
                Some('d' | 'i' | 'u') => printed.text.push_str(next().filter(|it| !it.is_empty()).unwrap_or("0")),
                Some('s' | 'c') => printed.text.push_str(next().unwrap_or_default()),
                Some(_) => {
                    printed.expands = true;
                    next();
                }
                None => {}
            }
            rest = letters.as_str();
        }
        unescape(rest, Escapes::Format, dialect, &mut printed.text);
        if arguments.is_empty() || arguments.len() == before {
            return Some(printed);
        }
    }
}

/// Whose escapes they are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `echo -e` and `%b`: octal digits follow a zero, and `\c` ends it all.
    Echo,
    /// The format of `printf`.
    Format,
    /// `$'…'`
    Quoted,
}

/// Adds a text with its escapes undone. False where one ends what is printed.
pub(super) fn unescape(text: &str, escapes: Escapes, dialect: Dialect, to: &mut String) -> bool {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut goes_on = true;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        let (b'\\', Some((letter, after))) = (byte, after.split_first()) else {
            bytes.push(*byte);
            continue;
        };
        rest = after;
        match letter {
            b'a' => bytes.push(7),
            b'b' => bytes.push(8),
            b'e' | b'E' if dialect.is_bash => bytes.push(27),
            b'f' => bytes.push(12),
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'v' => bytes.push(11),
            b'\\' => bytes.push(b'\\'),
            b'c' if escapes == Escapes::Echo => {
                goes_on = false;
                break;
            }
            b'\'' | b'"' | b'?' if escapes != Escapes::Echo => bytes.push(*letter),
            b'0'..=b'7' if escapes != Escapes::Echo || *letter == b'0' => {
                let is_zero_apart = escapes == Escapes::Echo;
                let digits = std::iter::once(letter).filter(|_| !is_zero_apart).chain(after);
                let (code, count) = number(digits, 8, 3);
                rest = after.get(count.saturating_sub(usize::from(!is_zero_apart))..).unwrap_or_default();
                bytes.push((code & 0xff).try_into().unwrap_or_default());
            }
            b'x' if dialect.is_bash => {
                let (code, count) = number(after, 16, 2);
                if count == 0 {
                    bytes.extend(b"\\x");
                } else {
                    rest = after.get(count..).unwrap_or_default();
                    bytes.push((code & 0xff).try_into().unwrap_or_default());
                }
            }
            b'u' | b'U' if dialect.is_bash => {
                let (code, count) = number(after, 16, if *letter == b'u' { 4 } else { 8 });
                if let (Some(c), true) = (char::from_u32(code), count > 0) {
                    rest = after.get(count..).unwrap_or_default();
                    bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes());
                } else {
                    bytes.extend([b'\\', *letter]);
                }
            }
            other => bytes.extend([b'\\', *other]),
        }
    }
    // A shell's string ends there.
    if let (Escapes::Quoted, Some(end)) = (escapes, bytes.iter().position(|byte| *byte == 0)) {
        bytes.truncate(end);
    }
    to.push_str(&String::from_utf8_lossy(&bytes));
    goes_on
}

/// A number of at most so many digits, and how many it has.
fn number<'t>(digits: impl IntoIterator<Item = &'t u8>, radix: u32, most: usize) -> (u32, usize) {
    let (mut value, mut count) = (0_u32, 0_usize);
    for digit in digits.into_iter().take(most).map_while(|byte| char::from(*byte).to_digit(radix)) {
        value = value.wrapping_mul(radix).wrapping_add(digit);
        count = count.saturating_add(1);
    }
    (value, count)
}
