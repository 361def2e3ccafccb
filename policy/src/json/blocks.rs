//! Gets past an object or a list, 64 bytes at a time, without looking at what is in it.
//!
//! For each block four masks say, a bit for each byte, where quotes, backslashes and brackets are. Arithmetic on the masks
//! tells which quotes are escaped and which bytes are inside of strings; what remains of the brackets is counted. It is the
//! first stage of simdjson (<https://arxiv.org/abs/1902.08318>, section 3.1), and costs the same whatever is in the text.

/// Bytes in a block: bits in a mask.
const BLOCK: usize = 64;

/// Where the object or list ends that `json` begins with, counted from there; nothing where it does not end.
pub(super) fn end_of_container(json: &[u8]) -> Option<usize> {
    let mut state = State::default();
    let mut depth: u32 = 0;
    let mut start: usize = 0;
    let (blocks, rest) = json.as_chunks::<BLOCK>();
    for block in blocks {
        match ends_in(block, &mut state, &mut depth) {
            Some(end) => return Some(start.saturating_add(end)),
            None => start = start.saturating_add(BLOCK),
        }
    }
    let mut last = [b' '; BLOCK];
    for (to, from) in last.iter_mut().zip(rest) {
        *to = *from;
    }
    ends_in(&last, &mut state, &mut depth).map(|end| start.saturating_add(end))
}

/// What a block leaves to the next.
#[derive(Default)]
struct State {
    /// 1 if the next byte is escaped.
    escaped: u64,
    /// All bits if the next byte is inside of a string.
    in_string: u64,
}

fn ends_in(block: &[u8; BLOCK], state: &mut State, depth: &mut u32) -> Option<usize> {
    let masks = masks(block);
    let quotes = masks.quotes & !escaped(masks.backslashes, &mut state.escaped);
    let in_string = xor_of_bits_up_to_each(quotes) ^ state.in_string;
    // The highest bit, spread over all.
    state.in_string = 0_u64.wrapping_sub(in_string >> 63);

    let mut opening = masks.opening & !in_string;
    let mut closing = masks.closing & !in_string;
    if closing.count_ones() < *depth {
        *depth = depth.saturating_add(opening.count_ones()).saturating_sub(closing.count_ones());
        return None;
    }
    // It may end in this block: bracket by bracket.
    while closing != 0 {
        let first = closing.trailing_zeros();
        let before = closing & closing.wrapping_neg();
        let opened = opening & before.wrapping_sub(1);
        *depth = depth.saturating_add(opened.count_ones()).saturating_sub(1);
        if *depth == 0 {
            return usize::try_from(first).ok()?.checked_add(1);
        }
        opening ^= opened;
        closing ^= before;
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

/// A bit for each byte of a block.
#[derive(Default)]
struct Masks {
    quotes: u64,
    backslashes: u64,
    opening: u64,
    closing: u64,
}

/// `[` and `{`, and `]` and `}`, differ in this bit only, and no other byte becomes one of the latter by it.
const BRACE: u8 = b'{' ^ b'[';

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
fn masks(block: &[u8; BLOCK]) -> Masks {
    use std::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};

    let mut masks = Masks::default();
    for (nth, half) in (0_u32..).zip(block.as_chunks::<16>().0) {
        let bits = u128::from_le_bytes(*half);
        #[allow(clippy::cast_possible_truncation)] // its two halves
        let bytes = u64x2(bits as u64, (bits >> 64) as u64);
        let braces = v128_or(bytes, u8x16_splat(BRACE));
        let is = |bytes, byte| u64::from(u8x16_bitmask(u8x16_eq(bytes, u8x16_splat(byte)))) << (nth << 4);
        masks.quotes |= is(bytes, b'"');
        masks.backslashes |= is(bytes, b'\\');
        masks.opening |= is(braces, b'{');
        masks.closing |= is(braces, b'}');
    }
    masks
}

#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
fn masks(block: &[u8; BLOCK]) -> Masks {
    let mut masks = Masks::default();
    for (nth, byte) in block.iter().enumerate() {
        let is = |byte: u8, other| u64::from(byte == other) << nth;
        masks.quotes |= is(*byte, b'"');
        masks.backslashes |= is(*byte, b'\\');
        masks.opening |= is(*byte | BRACE, b'{');
        masks.closing |= is(*byte | BRACE, b'}');
    }
    masks
}
