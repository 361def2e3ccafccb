//! Skips an object, a list or a string, 64 bytes at a time, without looking at its content.
//!
//! For each block four masks say, a bit for each byte, where quotes, backslashes and brackets are. Arithmetic on the masks
//! tells which quotes are escaped and which bytes are inside of strings; what remains of the brackets is counted. It is the
//! first stage of simdjson (<https://arxiv.org/abs/1902.08318>, section 3.1). In strings there are no brackets to
//! look for, and long ones are jumped over.

use memchr::memchr;

use crate::json::simd::{self, BLOCK, LANES, Lanes};

/// Where the object or list ends that `json` begins with, counted from there; nothing where it does not end.
pub(super) fn end_of_container(json: &[u8]) -> Option<usize> {
    let mut scanner = Scanner::default();
    let mut depth = 0;
    let mut start: usize = 0;
    while let Some(block) = json.get(start..)?.first_chunk() {
        let Some(quotes) = scanner.quotes(json, start, block) else {
            start = scanner.pass_over(json, start)?;
            continue;
        };
        if let Some(end) = end_in(block, scanner.outside(quotes), &mut depth) {
            return Some(start.saturating_add(end));
        }
        start = start.saturating_add(BLOCK);
    }
    let last = filled_up(json.get(start..)?);
    let quotes = scanner.quotes(json, start, &last)?;
    end_in(&last, scanner.outside(quotes), &mut depth).map(|end| start.saturating_add(end))
}

/// Where the closing quote of the string is that `json` begins with.
pub(super) fn end_of_string(json: &[u8]) -> Option<usize> {
    let mut scanner = Scanner { in_string: u64::MAX, ..Scanner::default() };
    let text = json.get(1..)?;
    let mut start = 0;
    loop {
        let rest = text.get(start..)?;
        let whole = rest.first_chunk().copied();
        let block = whole.unwrap_or_else(|| filled_up(rest));
        let Some(quotes) = scanner.quotes(text, start, &block) else {
            whole?;
            start = scanner.pass_over(text, start)?;
            continue;
        };
        if quotes != 0 {
            return start.checked_add(usize::try_from(quotes.trailing_zeros()).ok()?)?.checked_add(1);
        }
        whole?;
        start = start.saturating_add(BLOCK);
    }
}

/// A block of what is too short to be one.
pub(super) fn filled_up(rest: &[u8]) -> [u8; BLOCK] {
    let mut block = [b' '; BLOCK];
    for (to, from) in block.iter_mut().zip(rest) {
        *to = *from;
    }
    block
}

/// What a block leaves to the next.
#[derive(Default)]
pub(super) struct Scanner {
    /// 1 if the next byte is escaped.
    escaped: u64,
    /// All bits if the next byte is inside of a string.
    in_string: u64,
    /// Whether blocks were passed over since `escaped` was worked out: those inside of a string, without any quote.
    is_stale: bool,
}

impl Scanner {
    /// The quotes in the block at `start` that begin or end a string; nothing if all of it is inside of one, see
    /// [`Scanner::pass_over`].
    #[allow(clippy::inline_always)] // it is the loop
    #[inline(always)]
    pub(super) fn quotes(&mut self, json: &[u8], start: usize, block: &[u8; BLOCK]) -> Option<u64> {
        let quotes = mask(block, b'"', 0);
        if quotes == 0 && self.in_string != 0 {
            return None;
        }
        if std::mem::take(&mut self.is_stale) {
            let before = json.get(..start).unwrap_or_default();
            let backslashes = before.iter().rev().take_while(|byte| **byte == b'\\').count();
            self.escaped = u64::from(backslashes & 1 == 1);
        }
        Some(quotes & !escaped(mask(block, b'\\', 0), &mut self.escaped))
    }

    /// Goes past a block inside of a string that has no quote; where it is the second, to the next that has one, if there is any.
    pub(super) fn pass_over(&mut self, json: &[u8], start: usize) -> Option<usize> {
        let blocks =
            if std::mem::replace(&mut self.is_stale, true) { memchr(b'"', json.get(start..)?)? / BLOCK } else { 1 };
        start.checked_add(blocks.checked_mul(BLOCK)?)
    }

    /// The bytes of a block with these quotes that are in no string.
    #[allow(clippy::inline_always)] // as above
    #[inline(always)]
    pub(super) fn outside(&mut self, quotes: u64) -> u64 {
        if quotes == 0 {
            return !self.in_string;
        }
        let in_string = xor_of_bits_up_to_each(quotes) ^ self.in_string;
        // The highest bit, spread over all.
        self.in_string = 0_u64.wrapping_sub(in_string >> 63);
        !in_string
    }
}

/// The opening and the closing brackets of a block, of those bytes.
#[allow(clippy::inline_always)] // as above
#[inline(always)]
pub(super) fn brackets(block: &[u8; BLOCK], of: u64) -> [u64; 2] {
    [mask(block, b'{', BRACE) & of, mask(block, b'}', BRACE) & of]
}

/// Where in a block the last of the open brackets is closed, and how many are open after it.
#[allow(clippy::inline_always)] // it is the loop
#[inline(always)]
fn end_in(block: &[u8; BLOCK], outside: u64, depth: &mut u32) -> Option<usize> {
    if outside == 0 {
        return None;
    }
    let [mut opening, mut closing] = brackets(block, outside);
    if closing.count_ones() < *depth {
        *depth = depth.saturating_add(opening.count_ones()).saturating_sub(closing.count_ones());
        return None;
    }
    // It may end in this block: bracket by bracket.
    while closing != 0 {
        let first = closing & closing.wrapping_neg();
        let opened = opening & first.wrapping_sub(1);
        *depth = depth.saturating_add(opened.count_ones()).saturating_sub(1);
        if *depth == 0 {
            return usize::try_from(first.trailing_zeros()).ok()?.checked_add(1);
        }
        opening ^= opened;
        closing ^= first;
    }
    *depth = depth.saturating_add(opening.count_ones());
    None
}

/// The bytes that a backslash before them takes the meaning from. Of a run of backslashes, each second is itself escaped.
fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    if backslashes == 0 {
        return std::mem::take(carry);
    }
    let backslashes = backslashes & !*carry;
    let follows = backslashes << 1 | *carry;
    let odd_starts = backslashes & !EVEN & !follows;
    let (even_runs, overflow) = odd_starts.overflowing_add(backslashes);
    *carry = u64::from(overflow);
    (EVEN ^ (even_runs << 1)) & follows
}

/// Bit n is the exclusive or of bits 0 to n: set from an opening quote to before the closing one.
fn xor_of_bits_up_to_each(mut bits: u64) -> u64 {
    bits ^= bits << 1;
    bits ^= bits << 2;
    bits ^= bits << 4;
    bits ^= bits << 8;
    bits ^= bits << 16;
    bits ^ (bits << 32)
}

/// `[` and `{`, and `]` and `}`, differ in this bit only, and no other byte becomes one of the latter by it.
const BRACE: u8 = b'{' ^ b'[';

/// A bit for each byte of the block that is `byte` once the bits of `with` are set in it.
#[allow(clippy::inline_always)] // as above
#[inline(always)]
fn mask(block: &[u8; BLOCK], byte: u8, with: u8) -> u64 {
    simd::mask(block, |it| it.with(with).is(byte))
}

/// Where the closing quote of the string is that `json` begins with, if that is soon and without any escape before: most
/// strings are so, and a look at a few vectors is over before a search of a long text has begun.
pub(super) fn end_of_short_string(json: &[u8]) -> Option<usize> {
    const SHORT: usize = 4;
    let mut start: usize = 1;
    for bytes in json.get(1..)?.as_chunks::<LANES>().0.iter().take(SHORT) {
        let bytes = Lanes::new(bytes);
        let mask = bytes.is(b'"').or(bytes.is(b'\\')).bits();
        if mask != 0 {
            let at = start.checked_add(usize::try_from(mask.trailing_zeros()).ok()?)?;
            return (json.get(at) == Some(&b'"')).then_some(at);
        }
        start = start.checked_add(LANES)?;
    }
    None
}
