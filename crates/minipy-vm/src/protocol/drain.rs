//! `Cursor`: how native consumers (`sum`, `list`, `set`, `min`, ...) walk an iterable. Lists, tuples and ranges are
//! walked without an iterator object, and a generator runs without leaving the interpreter loop for each item.
//!
//! [`Cursor::drain`] hands items to a closure that must not run Python code (rule B1 holds for the whole of it); it
//! gives back the items that need Python, which the consumer deals with before it drains on.

use crate::interp::generator;
use crate::native::PyResult;
use crate::slots::NextFn;
use crate::types::generator::GenObj;
use crate::types::list::ListObj;
use crate::types::range::RangeIterObj;
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// What the source of a [`Cursor`] is.
#[derive(Clone, Copy)]
enum Kind {
    /// An exact list; the position is the cursor's.
    List,
    /// An exact tuple; the position is the cursor's.
    Tuple,
    /// A range iterator.
    Range,
    /// A generator.
    Generator,
    /// Any other iterator.
    Iterator(NextFn),
}

/// A walk through an iterable.
pub(crate) struct Cursor {
    source: Value,
    at: usize,
    kind: Kind,
}

impl Vm {
    /// Starts a walk: `iter(iterable)`, unless nobody could tell the difference.
    pub(crate) fn cursor(&self, iterable: &Value) -> PyResult<Cursor> {
        if iterable.exact::<ListObj>().is_some() {
            return Ok(Cursor { source: iterable.clone(), at: 0, kind: Kind::List });
        }
        if iterable.exact::<TupleObj>().is_some() {
            return Ok(Cursor { source: iterable.clone(), at: 0, kind: Kind::Tuple });
        }
        let source = self.iter(iterable)?;
        let kind = if source.exact::<GenObj>().is_some() {
            Kind::Generator
        } else if source.exact::<RangeIterObj>().is_some() {
            Kind::Range
        } else {
            Kind::Iterator(self.next_fn(&source)?)
        };
        Ok(Cursor { source, at: 0, kind })
    }
}

impl Cursor {
    /// Whether the iterable has no length hint, as is known without asking it.
    pub(crate) fn is_unsized(&self, iterable: &Value) -> bool {
        matches!(self.kind, Kind::Generator) && self.source.is(iterable)
    }

    /// Gives items to `sink` until it gives one back, which is the result; NULL at the end. `sink` must not run Python
    /// code.
    #[inline]
    pub(crate) fn drain(&mut self, vm: &Vm, mut sink: impl FnMut(Value) -> Value) -> PyResult {
        match self.kind {
            Kind::List => {
                if let Some(list) = self.source.exact::<ListObj>() {
                    while let Some(item) = list.get(self.at) {
                        self.at += 1;
                        let refused = sink(item);
                        if !refused.is_null() {
                            return Ok(refused);
                        }
                    }
                }
            }
            Kind::Tuple => {
                if let Some(tuple) = self.source.exact::<TupleObj>() {
                    while let Some(item) = tuple.items().get(self.at) {
                        self.at += 1;
                        let refused = sink(item.clone());
                        if !refused.is_null() {
                            return Ok(refused);
                        }
                    }
                }
            }
            Kind::Range => {
                if let Some(range) = self.source.exact::<RangeIterObj>() {
                    loop {
                        let item = range.advance();
                        if item.is_null() {
                            break;
                        }
                        let refused = sink(item);
                        if !refused.is_null() {
                            return Ok(refused);
                        }
                    }
                }
            }
            Kind::Generator => {
                if let Some(generator) = self.source.exact::<GenObj>() {
                    return generator::drain(vm, generator, &mut sink);
                }
            }
            Kind::Iterator(next) => loop {
                let item = next(vm, &self.source)?;
                if item.is_null() {
                    break;
                }
                if vm.breaker.get() != 0 {
                    vm.poll_breaker()?;
                }
                let refused = sink(item);
                if !refused.is_null() {
                    return Ok(refused);
                }
            },
        }
        Ok(Value::NULL)
    }

    /// The next item; NULL at the end.
    #[inline]
    pub(crate) fn next(&mut self, vm: &Vm) -> PyResult {
        match self.kind {
            Kind::Iterator(next) => next(vm, &self.source),
            _ => self.drain(vm, |item| item),
        }
    }
}
