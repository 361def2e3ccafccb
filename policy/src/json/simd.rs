//! Processes sixteen bytes at a time, with safe functions only: in a vector in the guest, elsewhere in two words of eight bytes.

/// Bytes in a vector.
pub(crate) const LANES: usize = 16;

/// Bytes of which a mask has a bit each.
pub(crate) const BLOCK: usize = 64;

/// A bit for each byte of the block for which `is_it` sets the highest bit.
#[allow(clippy::inline_always)] // it is the loop
#[inline(always)]
pub(crate) fn mask(block: &[u8; BLOCK], is_it: impl Fn(Lanes) -> Lanes) -> u64 {
    let [first, second, third, last] = block.as_chunks::<LANES>().0 else { return 0 };
    let bits = |quarter: &[u8; LANES]| u64::from(is_it(Lanes::new(quarter)).bits());
    bits(first) | bits(second) << 16 | bits(third) << 32 | bits(last) << 48
}

/// Sixteen bytes. A comparison gives a vector too: each byte is all ones where it holds, else zero.
#[derive(Clone, Copy)]
pub(crate) struct Lanes(vector::Vector);

impl Lanes {
    #[inline]
    pub(crate) fn new(bytes: &[u8; LANES]) -> Self {
        Lanes(vector::load(bytes))
    }

    /// Where the bytes are `byte`.
    #[inline]
    pub(crate) fn is(self, byte: u8) -> Self {
        Lanes(vector::equals(self.0, byte))
    }

    /// Where the bytes are from `first` to `last`.
    #[inline]
    pub(crate) fn is_in(self, first: u8, last: u8) -> Self {
        Lanes(vector::is_in(self.0, first, last))
    }

    /// The bytes with the bits of `byte` set.
    #[inline]
    pub(crate) fn with(self, byte: u8) -> Self {
        Lanes(vector::or(self.0, vector::splat(byte)))
    }

    #[inline]
    pub(crate) fn and(self, other: Self) -> Self {
        Lanes(vector::and(self.0, other.0))
    }

    #[inline]
    pub(crate) fn or(self, other: Self) -> Self {
        Lanes(vector::or(self.0, other.0))
    }

    /// Looks up a byte of `low` by the lower half of each byte, and one of `high` by its upper half, and gives the bits that both
    /// have.
    #[inline]
    pub(crate) fn look_up(self, low: &[u8; LANES], high: &[u8; LANES]) -> Self {
        Lanes(vector::look_up(self.0, low, high))
    }

    /// What sixteen letters of base64, in either alphabet, stand for, in the first twelve bytes; nothing if another byte is among them.
    #[inline]
    pub(crate) fn out_of_base64(self) -> Option<[u8; LANES]> {
        // What is to be added to the letters of each range, modulo 256.
        let ranges = [
            (self.is_in(b'A', b'Z'), 191),
            (self.is_in(b'a', b'z'), 185),
            (self.is_in(b'0', b'9'), 4),
            (self.is(b'+'), 19),
            (self.is(b'-'), 17),
            (self.is(b'/'), 16),
            (self.is(b'_'), 224),
        ];
        let [letters, offsets] =
            ranges.into_iter().fold([Lanes(vector::splat(0)); 2], |[letters, offsets], (is, offset)| {
                [letters.or(is), offsets.or(is.and(Lanes(vector::splat(offset))))]
            });
        (letters.bits() == u16::MAX).then(|| vector::pack(vector::add(self.0, offsets.0)))
    }

    /// Whether any bit is set.
    #[inline]
    pub(crate) fn is_any(self) -> bool {
        vector::is_any(self.0)
    }

    /// A bit for each byte that is not zero.
    #[inline]
    pub(crate) fn nonzero(self) -> u16 {
        !self.is(0).bits()
    }

    /// The highest bit of each byte.
    #[inline]
    pub(crate) fn bits(self) -> u16 {
        vector::bits(self.0)
    }
}

#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
mod vector {
    use std::arch::wasm32::{
        u8x16_add, u8x16_bitmask, u8x16_eq, u8x16_le, u8x16_shr, u8x16_shuffle, u8x16_splat, u8x16_sub, u8x16_swizzle,
        u32x4_shl, u32x4_shr, u32x4_splat, u64x2, u64x2_extract_lane, v128, v128_and, v128_any_true, v128_or,
    };

    pub(super) type Vector = v128;

    #[inline]
    #[allow(clippy::cast_possible_truncation)] // its two halves
    pub(super) fn load(bytes: &[u8; super::LANES]) -> Vector {
        let bits = u128::from_le_bytes(*bytes);
        u64x2(bits as u64, (bits >> 64) as u64)
    }

    #[inline]
    pub(super) fn splat(byte: u8) -> Vector {
        u8x16_splat(byte)
    }

    #[inline]
    pub(super) fn equals(bytes: Vector, byte: u8) -> Vector {
        u8x16_eq(bytes, u8x16_splat(byte))
    }

    #[inline]
    pub(super) fn is_in(bytes: Vector, first: u8, last: u8) -> Vector {
        u8x16_le(u8x16_sub(bytes, u8x16_splat(first)), u8x16_splat(last.wrapping_sub(first)))
    }

    #[inline]
    pub(super) fn and(a: Vector, b: Vector) -> Vector {
        v128_and(a, b)
    }

    #[inline]
    pub(super) fn or(a: Vector, b: Vector) -> Vector {
        v128_or(a, b)
    }

    #[inline]
    pub(super) fn add(a: Vector, b: Vector) -> Vector {
        u8x16_add(a, b)
    }

    /// Of each four bytes their lower six bits, one after the other, and four bytes that mean nothing.
    #[inline]
    pub(super) fn pack(bytes: Vector) -> [u8; super::LANES] {
        let part = |mask: u32| v128_and(bytes, u32x4_splat(mask));
        let high = v128_or(u32x4_shl(part(0x3f), 18), u32x4_shl(part(0x3f00), 4));
        let low = v128_or(u32x4_shr(part(0x3f_0000), 10), u32x4_shr(bytes, 24));
        let packed = v128_or(high, low);
        let packed = u8x16_shuffle::<2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0, 0, 0, 0>(packed, packed);
        let [low, high] = [u64x2_extract_lane::<0>(packed), u64x2_extract_lane::<1>(packed)].map(u128::from);
        (low | high << 64).to_le_bytes()
    }

    #[inline]
    pub(super) fn look_up(bytes: Vector, low: &[u8; super::LANES], high: &[u8; super::LANES]) -> Vector {
        let low = u8x16_swizzle(load(low), v128_and(bytes, u8x16_splat(0x0f)));
        v128_and(low, u8x16_swizzle(load(high), u8x16_shr(bytes, 4)))
    }

    #[inline]
    pub(super) fn is_any(bytes: Vector) -> bool {
        v128_any_true(bytes)
    }

    #[inline]
    pub(super) fn bits(bytes: Vector) -> u16 {
        u8x16_bitmask(bytes)
    }
}

/// Two words of eight bytes each, which every processor compares at once. Only the highest bit of a byte can carry into the next one; the
/// sums leave it out.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
mod vector {
    use super::LANES;

    pub(super) type Vector = [u64; 2];

    const HIGHEST: u64 = 0x8080_8080_8080_8080;

    #[inline]
    pub(super) fn load(bytes: &[u8; LANES]) -> Vector {
        let half = |start: usize| {
            bytes.get(start..).and_then(|rest| rest.first_chunk().copied()).map_or(0, u64::from_le_bytes)
        };
        [half(0), half(8)]
    }

    #[inline]
    fn store([low, high]: Vector) -> [u8; LANES] {
        (u128::from(low) | u128::from(high) << 64).to_le_bytes()
    }

    #[inline]
    const fn word(byte: u8) -> u64 {
        u64::from_le_bytes([byte; 8])
    }

    #[inline]
    pub(super) fn splat(byte: u8) -> Vector {
        [word(byte); 2]
    }

    /// The highest bit of each byte that is not zero.
    #[inline]
    fn nonzero(word: u64) -> u64 {
        ((word & !HIGHEST).wrapping_add(!HIGHEST) | word) & HIGHEST
    }

    /// All bits of each byte that has the highest one.
    #[inline]
    fn spread(word: u64) -> u64 {
        (word >> 7).wrapping_mul(0xff)
    }

    #[inline]
    pub(super) fn equals(bytes: Vector, byte: u8) -> Vector {
        bytes.map(|it| spread(!nonzero(it ^ word(byte)) & HIGHEST))
    }

    #[inline]
    pub(super) fn is_in(bytes: Vector, first: u8, last: u8) -> Vector {
        load(&store(bytes).map(|byte| if (first..=last).contains(&byte) { u8::MAX } else { 0 }))
    }

    #[inline]
    pub(super) fn and([a, b]: Vector, [c, d]: Vector) -> Vector {
        [a & c, b & d]
    }

    #[inline]
    pub(super) fn or([a, b]: Vector, [c, d]: Vector) -> Vector {
        [a | c, b | d]
    }

    #[inline]
    pub(super) fn add([a, b]: Vector, [c, d]: Vector) -> Vector {
        let sum = |a: u64, b: u64| (a & !HIGHEST).wrapping_add(b & !HIGHEST) ^ ((a ^ b) & HIGHEST);
        [sum(a, c), sum(b, d)]
    }

    #[inline]
    pub(super) fn pack(bytes: Vector) -> [u8; LANES] {
        let mut packed = [0; LANES];
        for (to, from) in packed.as_chunks_mut::<3>().0.iter_mut().zip(store(bytes).as_chunks::<4>().0) {
            let bits = from.iter().fold(0_u32, |bits, six| bits << 6 | u32::from(*six));
            let [_, bytes @ ..] = bits.to_be_bytes();
            *to = bytes;
        }
        packed
    }

    #[inline]
    pub(super) fn look_up(bytes: Vector, low: &[u8; LANES], high: &[u8; LANES]) -> Vector {
        let half = |table: &[u8; LANES], half: u8| table.get(usize::from(half)).copied().unwrap_or_default();
        load(&store(bytes).map(|byte| half(low, byte & 0x0f) & half(high, byte >> 4)))
    }

    #[inline]
    pub(super) fn is_any([low, high]: Vector) -> bool {
        low | high != 0
    }

    /// One multiplication moves the highest bits of eight bytes to where they belong.
    #[inline]
    pub(super) fn bits(bytes: Vector) -> u16 {
        let [low, high] = bytes.map(|it| ((it >> 7) & word(1)).wrapping_mul(0x0102_0408_1020_4080) >> 56);
        u16::try_from(low | high << 8).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::array::from_fn;

    use proptest::prelude::*;

    use super::*;

    /// The bytes of a vector, bit by bit.
    fn read(lanes: Lanes) -> [u8; LANES] {
        let bits: [u16; 8] = from_fn(|bit| lanes.and(Lanes(vector::splat(1 << bit))).nonzero());
        from_fn(|nth| (0..8).map(|bit| u8::from(bits[bit] >> nth & 1 == 1) << bit).sum())
    }

    fn all_or_nothing(bytes: [u8; LANES], is_it: impl Fn(u8) -> bool) -> [u8; LANES] {
        bytes.map(|byte| if is_it(byte) { u8::MAX } else { 0 })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

        /// What is done to a vector is done to each of its bytes.
        #[test]
        fn vectors_do_as_bytes_do(
            bytes: [u8; LANES], other: [u8; LANES], low: [u8; LANES], high: [u8; LANES], any: u8, last: u8, nth in 0..LANES,
        ) {
            let lanes = Lanes::new(&bytes);
            prop_assert_eq!(read(lanes), bytes);
            for byte in [bytes[nth], any] {
                prop_assert_eq!(read(lanes.is(byte)), all_or_nothing(bytes, |it| it == byte));
                let (first, last) = (byte.min(last), byte.max(last));
                prop_assert_eq!(read(lanes.is_in(first, last)), all_or_nothing(bytes, |it| (first..=last).contains(&it)));
                prop_assert_eq!(read(lanes.with(byte)), bytes.map(|it| it | byte));
            }
            let others = Lanes::new(&other);
            prop_assert_eq!(read(lanes.and(others)), from_fn(|nth| bytes[nth] & other[nth]));
            prop_assert_eq!(read(lanes.or(others)), from_fn(|nth| bytes[nth] | other[nth]));
            prop_assert_eq!(read(Lanes(vector::add(lanes.0, others.0))), from_fn(|nth| bytes[nth].wrapping_add(other[nth])));
            let found = bytes.map(|it| low[usize::from(it & 0x0f)] & high[usize::from(it >> 4)]);
            prop_assert_eq!(read(lanes.look_up(&low, &high)), found);
            let bits = |is_it: fn(u8) -> bool| (0..LANES).map(|nth| u16::from(is_it(found[nth])) << nth).sum::<u16>();
            prop_assert_eq!(Lanes::new(&found).bits(), bits(|it| it >= 0x80));
            prop_assert_eq!(Lanes::new(&found).nonzero(), bits(|it| it != 0));
            prop_assert_eq!(Lanes::new(&found).is_any(), found != [0; LANES]);
        }
    }
}
