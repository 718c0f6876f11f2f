//! Sorting and limits without what the library's own bring: several kilobytes of sorting, and the printing of
//! floating point numbers for a message nobody sees.

/// Puts short lists in order (Shell's sort).
pub(crate) fn sort_by<T>(items: &mut [T], before: impl Fn(&T, &T) -> bool) {
    let mut gap = items.len() / 2;
    while gap > 0 {
        for end in gap..items.len() {
            let mut at = end;
            while at >= gap {
                let (Some(left), Some(right)) = (items.get(at - gap), items.get(at)) else { return };
                if !before(right, left) {
                    break;
                }
                items.swap(at - gap, at);
                at -= gap;
            }
        }
        gap /= 2;
    }
}

/// The nearest number from `low` to `high`.
pub(crate) fn within(value: f32, low: f32, high: f32) -> f32 {
    if value < low {
        low
    } else if value > high {
        high
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_as_the_library_does() {
        let mut state = 7_u32;
        for length in 0..70 {
            let mut items: Vec<u32> = (0..length)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    state >> 28
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_unstable();
            sort_by(&mut items, |a, b| a < b);
            assert_eq!(items, expected);
        }
        assert_eq!([within(0.0, 1.0, 2.0), within(1.5, 1.0, 2.0), within(3.0, 1.0, 2.0)], [1.0, 1.5, 2.0]);
    }
}
