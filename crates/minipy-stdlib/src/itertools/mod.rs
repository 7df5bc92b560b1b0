//! The module `itertools`: one file for each iterator type; here is the module, and `tee`, its one function.

mod accumulate;
mod batched;
mod chain;
mod combinations;
mod compress;
mod count;
mod cycle;
mod groupby;
mod islice;
mod pairwise;
mod permutations;
mod predicates;
mod product;
mod repeat;
mod replacement;
mod starmap;
mod tee;
mod zip_longest;

use minipy_vm::exc;
use minipy_vm::module::ModuleDef;
use minipy_vm::native::{MethodDef, PyResult};
use minipy_vm::protocol::attr::generic_get;
use minipy_vm::slots::Slots;
use minipy_vm::types::seq_args::ssize;
use minipy_vm::types::seq_iter::self_iter;
use minipy_vm::{Value, Vm, methods};

/// What all types of the module have: an iterator is its own, and `__getattribute__` stands in each namespace, as in CPython.
const ITERATOR: Slots = Slots { getattr: Some(generic_get), iter: Some(self_iter), ..Slots::EMPTY };

/// The module.
pub static MODULE: ModuleDef = ModuleDef {
    name: "itertools",
    doc: "Functional tools for creating and using iterators.\n\nInfinite iterators:\ncount(start=0, step=1) --> start, start+step, start+2*step, ...\ncycle(p) --> p0, p1, ... plast, p0, p1, ...\nrepeat(elem [,n]) --> elem, elem, elem, ... endlessly or up to n times\n\nIterators terminating on the shortest input sequence:\naccumulate(p[, func]) --> p0, p0+p1, p0+p1+p2\nbatched(p, n) --> [p0, p1, ..., p_n-1], [p_n, p_n+1, ..., p_2n-1], ...\nchain(p, q, ...) --> p0, p1, ... plast, q0, q1, ...\nchain.from_iterable([p, q, ...]) --> p0, p1, ... plast, q0, q1, ...\ncompress(data, selectors) --> (d[0] if s[0]), (d[1] if s[1]), ...\ndropwhile(predicate, seq) --> seq[n], seq[n+1], starting when predicate fails\ngroupby(iterable[, keyfunc]) --> sub-iterators grouped by value of keyfunc(v)\nfilterfalse(predicate, seq) --> elements of seq where predicate(elem) is False\nislice(seq, [start,] stop [, step]) --> elements from\n       seq[start:stop:step]\npairwise(s) --> (s[0],s[1]), (s[1],s[2]), (s[2], s[3]), ...\nstarmap(fun, seq) --> fun(*seq[0]), fun(*seq[1]), ...\ntee(it, n=2) --> (it1, it2 , ... itn) splits one iterator into n\ntakewhile(predicate, seq) --> seq[0], seq[1], until predicate fails\nzip_longest(p, q, ...) --> (p[0], q[0]), (p[1], q[1]), ...\n\nCombinatoric generators:\nproduct(p, q, ... [repeat=1]) --> cartesian product\npermutations(p[, r])\ncombinations(p, r)\ncombinations_with_replacement(p, r)\n",
    functions: FUNCTIONS,
    types: &[
        &accumulate::TYPE,
        &batched::TYPE,
        &chain::TYPE,
        &combinations::TYPE,
        &replacement::TYPE,
        &compress::TYPE,
        &count::TYPE,
        &cycle::TYPE,
        &predicates::DROPWHILE,
        &predicates::FILTERFALSE,
        &predicates::TAKEWHILE,
        &groupby::TYPE,
        &groupby::GROUPER,
        &islice::TYPE,
        &pairwise::TYPE,
        &permutations::TYPE,
        &product::TYPE,
        &repeat::TYPE,
        &starmap::TYPE,
        &tee::TYPE,
        &tee::DATA,
        &zip_longest::TYPE,
    ],
    init: None,
};

static FUNCTIONS: &[MethodDef] = methods! {
    "tee" FN(tee::tee) "(iterable, n=2, /)" "Returns a tuple of n independent iterators.";
};

/// The next item of an iterator; NULL when it is exhausted.
#[inline]
fn advance(vm: &Vm, iterator: &Value) -> PyResult {
    vm.next_fn(iterator)?(vm, iterator)
}

/// The length of combinations: an argument that must not be negative.
fn length_argument(vm: &Vm, value: &Value) -> PyResult<usize> {
    match usize::try_from(ssize(vm, value)?) {
        Ok(length) => Ok(length),
        Err(_) => Err(exc::value_error(vm, "r must be non-negative")),
    }
}

/// The tuple of the items of `pool` at some positions.
#[inline]
fn picked(vm: &Vm, pool: &[Value], indices: &[usize]) -> Value {
    vm.tuple_from_fn(indices.len(), |i| pool[indices[i]].clone())
}

/// Zeros, or MemoryError if there cannot be so many.
fn zeros(vm: &Vm, count: usize) -> PyResult<Vec<usize>> {
    let mut all = Vec::new();
    if count > isize::MAX as usize / 8 || all.try_reserve_exact(count).is_err() {
        return Err(exc::memory_error(vm));
    }
    all.resize(count, 0);
    Ok(all)
}
