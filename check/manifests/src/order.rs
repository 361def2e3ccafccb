//! Sorting by places in a text. That of the standard library is compiled again for each type, and every visitor of a page loads all of them.

/// Sorts by two numbers; what has the same stays as it was.
pub fn sort_by_place<T>(values: &mut Vec<T>, place: impl Fn(&T) -> (usize, usize)) {
    let mut places: Vec<_> = values.iter().zip(0..).map(|(value, nth)| (place(value), nth)).collect();
    places.sort_unstable();
    let mut unsorted: Vec<_> = values.drain(..).map(Some).collect();
    values.extend(places.into_iter().filter_map(|(_, nth): (_, usize)| unsorted[nth].take()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_same_place_stays_in_order() {
        let mut values = vec![(2, 0, 'a'), (1, 9, 'b'), (2, 0, 'c'), (1, 2, 'd'), (0, 5, 'e'), (2, 0, 'f')];
        sort_by_place(&mut values, |(line, column, _)| (*line, *column));
        assert_eq!(values.iter().map(|(.., name)| name).collect::<String>(), "edbacf");
    }
}
