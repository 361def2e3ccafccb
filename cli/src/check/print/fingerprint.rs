//! What findings are known by from one report to the next: file, object, path and rule, not the line, which moves.

use std::collections::HashMap;

/// Gives each finding a name of its own.
#[derive(Debug, Default)]
pub(super) struct Fingerprints {
    known: HashMap<u128, u32>,
}

impl Fingerprints {
    /// 32 hexadecimal digits for these parts; others if there were the same ones before.
    pub(super) fn of(&mut self, parts: &[&str]) -> String {
        let number = self.known.entry(hash(parts, 0)).or_default();
        let print = hash(parts, *number);
        *number += 1;
        format!("{print:032x}")
    }
}

/// FNV-1a of 128 bits: the same in every release, and against nobody's will.
///
/// Source: draft-eastlake-fnv, "The FNV Non-Cryptographic Hash Algorithm".
fn hash(parts: &[&str], number: u32) -> u128 {
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    // No part has a null in it, so that none runs into the next.
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    bytes.chain(number.to_le_bytes()).fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_findings_have_names_of_their_own() {
        let mut prints = Fingerprints::default();
        let names = [["a", "bc"], ["ab", "c"], ["a", "bc"], ["a", "bc"]].map(|parts| prints.of(&parts));
        let again = Fingerprints::default().of(&["a", "bc"]);
        assert_eq!(names[0], again);
        let mut sorted = names.to_vec();
        sorted.sort();
        sorted.dedup();
        assert_eq!((sorted.len(), names[0].len()), (4, 32));
    }
}
