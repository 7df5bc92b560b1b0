//! When to collect what: three generations, with CPython's thresholds and rules.
//!
//! New objects are young. What survives a collection of its generation moves to the next one; the last is collected
//! only if as many objects have come into it as a quarter of those that survived its last collection, so that the cost
//! of collecting is proportional to the number of objects made.

use std::cell::Cell;

use super::PyCell;
use crate::value::Value;
use crate::vm::Vm;

/// New objects before young ones are collected.
pub(crate) const DEFAULT_THRESHOLD: usize = 2000;

/// Figures of one generation.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stats {
    /// How often it was collected.
    pub collections: usize,
    /// Unreachable objects found.
    pub collected: usize,
    /// Objects that could not be freed; there are none.
    pub uncollectable: usize,
}

/// What the collector remembers, and what `gc` sets.
pub struct GcState {
    /// Whether collections happen by themselves.
    pub enabled: Cell<bool>,
    /// `gc.get_threshold()`
    pub thresholds: Cell<[i64; 3]>,
    /// Collections of the generation below since the last one of this generation (1 and 2).
    pub counts: [Cell<i64>; 3],
    /// `gc.get_debug()`
    pub debug: Cell<i64>,
    /// `gc.get_stats()`
    pub stats: [Cell<Stats>; 3],
    /// `gc.callbacks`
    pub callbacks: PyCell<Value>,
    /// `gc.garbage`
    pub garbage: PyCell<Value>,
    /// Reports a phase to the callbacks; set by the module `gc` when there are any.
    pub notify: Cell<Option<fn(&Vm, &str, usize, Stats)>>,
    /// Seconds that the last collection took.
    pub elapsed: Cell<f64>,
    /// Whether a collection is under way.
    pub(super) collecting: Cell<bool>,
    /// Objects that came into the old generation since it was collected.
    pub(super) pending: Cell<usize>,
    /// Objects that survived the last collection of the old generation.
    pub(super) survivors: Cell<usize>,
    /// Collect at every so many checks of the breaker; 0: not.
    pub(super) stress: Cell<u32>,
    pub(super) stress_left: Cell<u32>,
    pub(super) stress_runs: Cell<u32>,
    /// The interpreter's own objects, in the mode that checks reference counts at exit.
    pub(super) baseline: std::cell::RefCell<Option<std::collections::HashSet<usize>>>,
}

impl Default for GcState {
    fn default() -> GcState {
        GcState {
            enabled: Cell::new(true),
            thresholds: Cell::new([DEFAULT_THRESHOLD as i64, 10, 10]),
            counts: Default::default(),
            debug: Cell::new(0),
            stats: Default::default(),
            callbacks: PyCell::default(),
            garbage: PyCell::default(),
            notify: Cell::new(None),
            elapsed: Cell::new(0.0),
            collecting: Cell::new(false),
            pending: Cell::new(0),
            survivors: Cell::new(0),
            stress: Cell::new(0),
            stress_left: Cell::new(0),
            stress_runs: Cell::new(0),
            baseline: Default::default(),
        }
    }
}

impl Vm {
    /// What the collector remembers.
    pub fn gc(&self) -> &GcState {
        &self.interp().gc
    }

    /// Collects a generation and the younger ones now (`gc.collect`); gives the number of unreachable objects.
    pub fn collect_generation(&self, generation: usize) -> usize {
        let state = self.gc();
        if state.collecting.replace(true) {
            return 0;
        }
        let notify = |phase: &str, stats: Stats| {
            if let Some(notify) = state.notify.get() {
                notify(self, phase, generation, stats);
            }
        };
        notify("start", Stats::default());
        if let Some(count) = state.counts.get(generation + 1) {
            count.set(count.get() + 1);
        }
        state.counts[1..=generation].iter().for_each(|count| count.set(0));
        let clock = || if state.debug.get() & 1 != 0 { self.interp().host.monotonic_ns().unwrap_or(0) } else { 0 };
        let start = clock();
        let outcome = super::collect::collect(self, generation);
        state.elapsed.set((clock() - start) as f64 / 1e9);
        match generation {
            1 => state.pending.set(state.pending.get() + outcome.survivors),
            2 => {
                state.pending.set(0);
                state.survivors.set(outcome.survivors);
            }
            _ => {}
        }
        let mut stats = state.stats[generation].get();
        stats.collections += 1;
        stats.collected += outcome.unreachable;
        state.stats[generation].set(stats);
        notify("stop", Stats { collections: 0, collected: outcome.unreachable, uncollectable: 0 });
        state.collecting.set(false);
        outcome.unreachable
    }

    /// Collects all garbage cycles now.
    pub fn collect_garbage(&self) -> usize {
        self.collect_generation(2)
    }

    /// Collects if enough has been allocated: the oldest generation whose threshold is passed.
    pub(crate) fn collect_if_wanted(&self) {
        let (state, heap) = (self.gc(), self.heap());
        if state.stress.get() != 0 {
            self.breaker.set(crate::gil::Breaker::COLLECT);
            let left = state.stress_left.get();
            state.stress_left.set(left.saturating_sub(1));
            if left == 0 {
                state.stress_left.set(state.stress.get());
                let runs = state.stress_runs.get().wrapping_add(1);
                state.stress_runs.set(runs);
                // Full collections take the rarer turns the more there is to look at, or large heaps would never be done.
                let full = runs % u32::try_from(state.survivors.get() / 500).unwrap_or(u32::MAX).max(16) == 0;
                self.collect_generation(if full { 2 } else { 0 });
            }
            return;
        }
        if !state.enabled.get() || heap.young.get() <= heap.young_limit.get() {
            return;
        }
        let thresholds = state.thresholds.get();
        let full = state.counts[2].get() > thresholds[2] && state.pending.get() > state.survivors.get() / 4;
        let generation = match () {
            () if full => 2,
            () if state.counts[1].get() > thresholds[1] => 1,
            () => 0,
        };
        self.collect_generation(generation);
    }

    /// Makes thresholds or `enabled` count.
    pub fn apply_gc_settings(&self) {
        let state = self.gc();
        let threshold = if state.enabled.get() { state.thresholds.get()[0] } else { 0 };
        self.heap().set_young_limit(usize::try_from(threshold).unwrap_or(0));
    }

    /// `gc.get_count()`: young objects, and how often the next younger generation was collected.
    pub fn gc_counts(&self) -> [i64; 3] {
        let mut young = 0;
        super::inspect::for_each_young(self, &mut |_| young += 1);
        let counts = &self.gc().counts;
        [young, counts[1].get(), counts[2].get()]
    }

    /// Switches on the modes that find memory errors, from `-X` options: `gc-stress[=N]` collects at every N-th check
    /// of the breaker, `poison` overwrites freed memory and keeps it back, `refcheck` explains the objects left at exit.
    pub fn set_memory_modes(&self, options: &[String]) {
        for option in options {
            let (name, value) = option.split_once('=').unwrap_or((option, ""));
            match name {
                "gc-stress" => {
                    self.gc().stress.set(value.parse().unwrap_or(100).max(1));
                    self.breaker.set(crate::gil::Breaker::COLLECT);
                }
                "refcheck" => {
                    let objects = super::refcheck::baseline(self);
                    self.gc().baseline.replace(Some(objects));
                }
                "poison" => self.heap().set_quarantine(Box::leak(Box::default())),
                _ => {}
            }
        }
    }
}
