//! The stable adaptive merge sort behind `list.sort` where comparing runs Python code or may be inconsistent:
//! T. Peters's listsort with the powersort merge order (Munro and Wild, 2018), as CPython runs it, so that the same
//! comparisons happen in the same order.
//!
//! The entries are always a permutation of what came in, also after a failed comparison.

use crate::native::PyResult;
use crate::value::Value;
use crate::vm::Vm;

/// `lhs < rhs` of two keys.
pub(crate) type LessFn = fn(&Vm, &Value, &Value) -> PyResult<bool>;

/// What is sorted: its key decides. The default is a hole that only exists while entries move.
pub(crate) trait Entry: Default {
    /// What is compared.
    fn key(&self) -> &Value;
}

impl Entry for Value {
    #[inline(always)]
    fn key(&self) -> &Value {
        self
    }
}

/// An item with the result of the key function.
#[derive(Default)]
pub(crate) struct Keyed {
    pub(crate) key: Value,
    pub(crate) item: Value,
}

impl Entry for Keyed {
    #[inline(always)]
    fn key(&self) -> &Value {
        &self.key
    }
}

/// Wins in a row that switch a merge to galloping.
const MIN_GALLOP: usize = 7;
/// Runs shorter than this are extended by insertion.
const MAX_MIN_RUN: usize = 64;

struct Run {
    start: usize,
    len: usize,
    power: u32,
}

struct Sorter<'a, T> {
    vm: &'a Vm,
    less: LessFn,
    items: &'a mut [T],
    temp: Vec<T>,
    runs: Vec<Run>,
    min_gallop: usize,
}

/// Sorts ascending.
pub(crate) fn sort<T: Entry>(vm: &Vm, items: &mut [T], less: LessFn) -> PyResult<()> {
    if items.len() < 2 {
        return Ok(());
    }
    Sorter { vm, less, items, temp: Vec::new(), runs: Vec::new(), min_gallop: MIN_GALLOP }.run()
}

/// The shortest run worth merging: `n / 2**k` rounded up, between half the maximum and the maximum.
fn min_run(mut n: usize) -> usize {
    let mut rest = 0;
    while n >= MAX_MIN_RUN {
        rest |= n & 1;
        n >>= 1;
    }
    n + rest
}

/// The depth of the boundary between two adjacent runs in the perfectly balanced merge tree.
fn boundary_power(start: usize, len1: usize, len2: usize, total: usize) -> u32 {
    // Twice the midpoints of the two runs; their first differing bit as fractions of `total` is the power.
    let (mut a, total) = (2 * start + len1, total);
    let mut b = a + len1 + len2;
    let mut power = 0;
    loop {
        power += 1;
        if a >= total {
            a -= total;
            b -= total;
        } else if b >= total {
            return power;
        }
        a <<= 1;
        b <<= 1;
    }
}

impl<T: Entry> Sorter<'_, T> {
    #[inline(always)]
    fn less(&self, a: &T, b: &T) -> PyResult<bool> {
        (self.less)(self.vm, a.key(), b.key())
    }

    fn less_at(&self, a: usize, b: usize) -> PyResult<bool> {
        self.less(&self.items[a], &self.items[b])
    }

    fn run(mut self) -> PyResult<()> {
        let total = self.items.len();
        let shortest = min_run(total);
        let mut start = 0;
        while start < total {
            let mut len = self.count_run(start)?;
            if len < shortest {
                let forced = shortest.min(total - start);
                self.insertion_sort(start, forced, len)?;
                len = forced;
            }
            self.found_run(start, len)?;
            start += len;
        }
        while self.runs.len() > 1 {
            let mut at = self.runs.len() - 2;
            if at > 0 && self.runs[at - 1].len < self.runs[at + 1].len {
                at -= 1;
            }
            self.merge_at(at)?;
        }
        Ok(())
    }

    /// The length of the run at `start`; a descending one is reversed in a way that keeps equal entries in order.
    fn count_run(&mut self, start: usize) -> PyResult<usize> {
        let left = self.items.len() - start;
        if left == 1 {
            return Ok(1);
        }
        let mut n = 1;
        while n < left && !self.less_at(start + n, start + n - 1)? {
            n += 1;
        }
        if n == left {
            return Ok(n);
        }
        if n > 1 {
            if self.less_at(start, start + n - 1)? {
                return Ok(n);
            }
            // All equal so far: a descending run whose start must not change its order.
            self.items[start..start + n].reverse();
        }
        n += 1;
        let mut equal = 0;
        while n < left {
            if self.less_at(start + n, start + n - 1)? {
                self.reverse_equal(start + n, &mut equal);
            } else if self.less_at(start + n - 1, start + n)? {
                break;
            } else {
                equal += 1;
            }
            n += 1;
        }
        self.reverse_equal(start + n, &mut equal);
        self.items[start..start + n].reverse();
        while n < left && !self.less_at(start + n, start + n - 1)? {
            n += 1;
        }
        Ok(n)
    }

    /// Reverses the stretch of equal entries that ends before `end`, as the whole run will be reversed again.
    fn reverse_equal(&mut self, end: usize, equal: &mut usize) {
        if *equal > 0 {
            self.items[end - *equal - 1..end].reverse();
            *equal = 0;
        }
    }

    /// Sorts `len` entries at `start` of which the first `sorted` are in order.
    fn insertion_sort(&mut self, start: usize, len: usize, sorted: usize) -> PyResult<()> {
        for pivot in start + sorted.max(1)..start + len {
            let (mut low, mut high) = (start, pivot);
            while low < high {
                let middle = low + (high - low) / 2;
                if self.less_at(pivot, middle)? {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            self.items[low..=pivot].rotate_right(1);
        }
        Ok(())
    }

    fn found_run(&mut self, start: usize, len: usize) -> PyResult<()> {
        if let Some(last) = self.runs.last() {
            let power = boundary_power(last.start, last.len, len, self.items.len());
            while self.runs.len() > 1 && self.runs[self.runs.len() - 2].power > power {
                self.merge_at(self.runs.len() - 2)?;
            }
            if let Some(last) = self.runs.last_mut() {
                last.power = power;
            }
        }
        self.runs.push(Run { start, len, power: 0 });
        Ok(())
    }

    /// Merges run `at` with the next one.
    fn merge_at(&mut self, at: usize) -> PyResult<()> {
        let (mut a, mut na) = (self.runs[at].start, self.runs[at].len);
        let (b, mut nb) = (self.runs[at + 1].start, self.runs[at + 1].len);
        self.runs[at].len = na + nb;
        self.runs.remove(at + 1);
        let skip = self.gallop_right(&self.items[b], &self.items[a..a + na], 0)?;
        a += skip;
        na -= skip;
        if na == 0 {
            return Ok(());
        }
        nb = self.gallop_left(&self.items[a + na - 1], &self.items[b..b + nb], nb - 1)?;
        if nb == 0 {
            return Ok(());
        }
        if na <= nb { self.merge_low(a, na, b, nb) } else { self.merge_high(a, na, b, nb) }
    }

    /// Where `key` belongs in a sorted stretch, before equal entries; the search starts at `hint`.
    fn gallop_left(&self, key: &T, run: &[T], hint: usize) -> PyResult<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(&run[hint], key)? {
            let most = run.len() - hint;
            while offset < most && self.less(&run[hint + offset], key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(most));
        } else {
            let most = hint + 1;
            while offset < most && !self.less(&run[hint - offset], key)? {
                last = offset;
                offset = offset * 2 + 1;
            }
            // The place before the first entry, plus one, is where the search begins.
            (low, high) = (hint + 1 - offset.min(most), hint - last);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(&run[middle], key)? {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        Ok(high)
    }

    /// Where `key` belongs in a sorted stretch, after equal entries; the search starts at `hint`.
    fn gallop_right(&self, key: &T, run: &[T], hint: usize) -> PyResult<usize> {
        let (mut last, mut offset) = (0, 1);
        let (mut low, mut high);
        if self.less(key, &run[hint])? {
            let most = hint + 1;
            while offset < most && self.less(key, &run[hint - offset])? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + 1 - offset.min(most), hint - last);
        } else {
            let most = run.len() - hint;
            while offset < most && !self.less(key, &run[hint + offset])? {
                last = offset;
                offset = offset * 2 + 1;
            }
            (low, high) = (hint + last + 1, hint + offset.min(most));
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if self.less(key, &run[middle])? {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Ok(high)
    }

    #[inline(always)]
    fn move_within(&mut self, from: usize, to: usize) {
        self.items[to] = std::mem::take(&mut self.items[from]);
    }

    #[inline(always)]
    fn move_from_temp(&mut self, from: usize, to: usize) {
        self.items[to] = std::mem::take(&mut self.temp[from]);
    }

    /// Merges two adjacent stretches, the first being the shorter one, from the left.
    fn merge_low(&mut self, a: usize, na: usize, b: usize, nb: usize) -> PyResult<()> {
        self.temp.clear();
        self.temp.extend(self.items[a..a + na].iter_mut().map(std::mem::take));
        let mut state = Merge { dest: a, a: 0, na, b, nb };
        let result = self.merge_low_loop(&mut state);
        // What is left of the first stretch goes to the hole that is left; entries of the second move before it.
        let Merge { mut dest, a, na, b, nb } = state;
        if result.is_ok() && nb > 0 {
            for i in 0..nb {
                self.move_within(b + i, dest + i);
            }
            dest += nb;
        }
        for i in 0..na {
            self.move_from_temp(a + i, dest + i);
        }
        result
    }

    fn merge_low_loop(&mut self, m: &mut Merge) -> PyResult<()> {
        macro_rules! take_b {
            () => {
                self.move_within(m.b, m.dest);
                m.dest += 1;
                m.b += 1;
                m.nb -= 1;
                if m.nb == 0 {
                    return Ok(());
                }
            };
        }
        macro_rules! take_a {
            () => {
                self.move_from_temp(m.a, m.dest);
                m.dest += 1;
                m.a += 1;
                m.na -= 1;
                if m.na == 1 {
                    return Ok(());
                }
            };
        }
        take_b!();
        if m.na == 1 {
            return Ok(());
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            loop {
                if self.less(&self.items[m.b], &self.temp[m.a])? {
                    b_wins += 1;
                    a_wins = 0;
                    take_b!();
                    if b_wins >= min_gallop {
                        break;
                    }
                } else {
                    a_wins += 1;
                    b_wins = 0;
                    take_a!();
                    if a_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                a_wins = self.gallop_right(&self.items[m.b], &self.temp[m.a..m.a + m.na], 0)?;
                for i in 0..a_wins {
                    self.move_from_temp(m.a + i, m.dest + i);
                }
                m.dest += a_wins;
                m.a += a_wins;
                m.na -= a_wins;
                // Zero only if comparisons contradict each other.
                if a_wins > 0 && m.na <= 1 {
                    return Ok(());
                }
                take_b!();
                b_wins = self.gallop_left(&self.temp[m.a], &self.items[m.b..m.b + m.nb], 0)?;
                for i in 0..b_wins {
                    self.move_within(m.b + i, m.dest + i);
                }
                m.dest += b_wins;
                m.b += b_wins;
                m.nb -= b_wins;
                if m.nb == 0 {
                    return Ok(());
                }
                take_a!();
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }

    /// Merges two adjacent stretches, the second being the shorter one, from the right.
    fn merge_high(&mut self, a: usize, na: usize, b: usize, nb: usize) -> PyResult<()> {
        self.temp.clear();
        self.temp.extend(self.items[b..b + nb].iter_mut().map(std::mem::take));
        // Here `dest`, and `a` and `b` with their counts, are ends: the next entry is the one before.
        let mut state = Merge { dest: b + nb, a, na, b: 0, nb };
        let result = self.merge_high_loop(&mut state);
        let Merge { mut dest, a, na, nb, .. } = state;
        if result.is_ok() && na > 0 {
            for i in (0..na).rev() {
                dest -= 1;
                self.move_within(a + i, dest);
            }
        }
        for i in (0..nb).rev() {
            dest -= 1;
            self.move_from_temp(i, dest);
        }
        result
    }

    fn merge_high_loop(&mut self, m: &mut Merge) -> PyResult<()> {
        macro_rules! take_a {
            () => {
                m.dest -= 1;
                m.na -= 1;
                self.move_within(m.a + m.na, m.dest);
                if m.na == 0 {
                    return Ok(());
                }
            };
        }
        macro_rules! take_b {
            () => {
                m.dest -= 1;
                m.nb -= 1;
                self.move_from_temp(m.nb, m.dest);
                if m.nb == 1 {
                    return Ok(());
                }
            };
        }
        take_a!();
        if m.nb == 1 {
            return Ok(());
        }
        let mut min_gallop = self.min_gallop;
        loop {
            let (mut a_wins, mut b_wins) = (0, 0);
            loop {
                if self.less(&self.temp[m.nb - 1], &self.items[m.a + m.na - 1])? {
                    a_wins += 1;
                    b_wins = 0;
                    take_a!();
                    if a_wins >= min_gallop {
                        break;
                    }
                } else {
                    b_wins += 1;
                    a_wins = 0;
                    take_b!();
                    if b_wins >= min_gallop {
                        break;
                    }
                }
            }
            min_gallop += 1;
            loop {
                min_gallop -= usize::from(min_gallop > 1);
                self.min_gallop = min_gallop;
                let at = self.gallop_right(&self.temp[m.nb - 1], &self.items[m.a..m.a + m.na], m.na - 1)?;
                a_wins = m.na - at;
                for _ in 0..a_wins {
                    m.dest -= 1;
                    m.na -= 1;
                    self.move_within(m.a + m.na, m.dest);
                }
                if m.na == 0 {
                    return Ok(());
                }
                take_b!();
                let at = self.gallop_left(&self.items[m.a + m.na - 1], &self.temp[..m.nb], m.nb - 1)?;
                b_wins = m.nb - at;
                for _ in 0..b_wins {
                    m.dest -= 1;
                    m.nb -= 1;
                    self.move_from_temp(m.nb, m.dest);
                }
                if b_wins > 0 && m.nb <= 1 {
                    return Ok(());
                }
                take_a!();
                if a_wins < MIN_GALLOP && b_wins < MIN_GALLOP {
                    break;
                }
            }
            min_gallop += 1;
            self.min_gallop = min_gallop;
        }
    }
}

/// Where a merge stands: the next place to write, and start and length of what is left of both stretches.
struct Merge {
    dest: usize,
    a: usize,
    na: usize,
    b: usize,
    nb: usize,
}
