//! Puts similar functions beside each other. Servers compress the module with gzip, which sees what two functions have in common only if they
//! are not further apart than 32 KiB: 3 % of what every visitor loads.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::error::Error;

use wasm_encoder::reencode::{self, Reencode};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{CodeSectionReader, FunctionSectionReader, Parser, Payload, TypeRef};

/// How long the pieces are that are compared.
const PIECE: usize = 5;
/// A piece of more functions than these tells nothing.
const COMMON: usize = 40;
/// How far gzip looks back, less than the whole since what comes next takes room too.
const WINDOW: usize = 24_000;
/// Added to the length of each function, so that the shortest do not come first.
const LENGTH: usize = 40;

/// The same module, with its functions in another order.
pub(crate) fn by_similarity(module: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(&module[body.range()]),
            _ => {}
        }
    }
    let order = order(&bodies);
    let mut places = vec![0; order.len()];
    for (place, nth) in (0..).zip(&order) {
        places[*nth] = place;
    }
    let mut reordered = Module::new();
    Reordered { imported, order, places }.parse_core_module(&mut reordered, Parser::new(0), module)?;
    Ok(reordered.finish())
}

/// Begins with the longest, and goes on with what has most in common with those within the window, for its length. The same for the same
/// bodies.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let likes = likes(bodies);
    let mut is_left = vec![true; bodies.len()];
    let mut order = Vec::new();
    // Those within the window are the last of the order.
    let (mut first, mut length, mut common) = (0, 0, vec![0; bodies.len()]);
    let mut next = (0..bodies.len()).max_by_key(|nth| (bodies[*nth].len(), Reverse(*nth)));
    while let Some(nth) = next {
        order.push(nth);
        is_left[nth] = false;
        length += bodies[nth].len();
        likes[nth].iter().for_each(|(other, weight)| common[*other] += weight);
        while length > WINDOW && order[first] != nth {
            let gone = order[first];
            length -= bodies[gone].len();
            likes[gone].iter().for_each(|(other, weight)| common[*other] -= weight);
            first += 1;
        }
        let worth = |nth: &usize| (common[*nth] / (bodies[*nth].len() + LENGTH), Reverse(*nth));
        next = (0..bodies.len()).filter(|nth| is_left[*nth]).max_by_key(worth);
    }
    order
}

/// How much each function has in common with others: a piece counts the more, the fewer functions have it.
fn likes(bodies: &[&[u8]]) -> Vec<Vec<(usize, usize)>> {
    const WEIGHT: usize = 1_000_000;
    let mut owners: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (nth, body) in bodies.iter().enumerate() {
        for piece in body.windows(PIECE) {
            let owners = owners.entry(piece).or_default();
            if owners.last() != Some(&nth) && owners.len() <= COMMON {
                owners.push(nth);
            }
        }
    }
    let mut likes = vec![HashMap::new(); bodies.len()];
    for owners in owners.values().filter(|owners| owners.len() <= COMMON) {
        for (one, other) in owners.iter().flat_map(|one| owners.iter().map(move |other| (*one, *other))) {
            if one != other {
                *likes[one].entry(other).or_default() += WEIGHT / owners.len();
            }
        }
    }
    likes.into_iter().map(|it| it.into_iter().collect()).collect()
}

/// Writes the module again.
struct Reordered {
    /// How many functions are imported: these come first, and stay.
    imported: u32,
    /// The functions in their new order.
    order: Vec<usize>,
    /// The new place of each.
    places: Vec<u32>,
}

impl Reencode for Reordered {
    type Error = std::convert::Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, reencode::Error> {
        let own = function.checked_sub(self.imported).map(|own| self.imported + self.places[own as usize]);
        Ok(own.unwrap_or(function))
    }

    fn parse_function_section(
        &mut self,
        to: &mut FunctionSection,
        from: FunctionSectionReader<'_>,
    ) -> Result<(), reencode::Error> {
        let types = from.into_iter().collect::<Result<Vec<_>, _>>()?;
        for nth in &self.order {
            to.function(types[*nth]);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, to: &mut CodeSection, from: CodeSectionReader<'_>) -> Result<(), reencode::Error> {
        let bodies = from.into_iter().collect::<Result<Vec<_>, _>>()?;
        for nth in self.order.clone() {
            self.parse_function_body(to, bodies[nth].clone())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_alike_stands_together() {
        let names =
            ["aaaa bbbb cccc", "one two three four five six", "aaaa bbbb cccc dddd", "one two three", "0123456789"];
        let bodies: Vec<_> = names.iter().map(|name| name.as_bytes()).collect();
        assert_eq!(order(&bodies), [1, 3, 0, 2, 4]);
    }
}
