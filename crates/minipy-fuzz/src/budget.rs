//! What a run may use up: so many inputs, so much time.

use std::ops::Range;
use std::time::{Duration, Instant};

/// The numbers of the inputs of a run that are still to come, and when it has to end.
#[derive(Debug)]
pub struct Budget {
    /// The seed that, with a number, makes an input.
    pub seed: u64,
    numbers: Range<u64>,
    end: Instant,
}

impl Budget {
    /// The numbers from `start` on, `count` of them; none any more when the time is over, which begins now.
    pub fn new(seed: u64, start: u64, count: u64, seconds: u64) -> Budget {
        let numbers = start..start.saturating_add(count);
        Budget { seed, numbers, end: Instant::now() + Duration::from_secs(seconds) }
    }

    /// The next numbers, at most so many; `None` at the end.
    pub fn take(&mut self, at_most: u64) -> Option<Range<u64>> {
        if self.numbers.is_empty() || Instant::now() >= self.end {
            return None;
        }
        let start = self.numbers.start;
        self.numbers.start = start.saturating_add(at_most).min(self.numbers.end);
        Some(start..self.numbers.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_with_the_numbers_or_the_time() {
        let mut budget = Budget::new(1, 5, 7, 3600);
        assert_eq!([budget.take(4), budget.take(4), budget.take(4)], [Some(5..9), Some(9..12), None]);
        assert_eq!(Budget::new(1, 5, 7, 0).take(4), None);
        assert_eq!(Budget::new(1, 5, u64::MAX, 3600).take(2), Some(5..7));
    }
}
