//! Native coroutines written as Rust `async fn`: for the parts of networking that run once per connection.
//!
//! Awaiting a Python awaitable hands it to the coroutine object that owns the Rust future; what comes back is its
//! outcome. Values that such a body holds are not shown to the collector, so bodies must not outlive what they wait
//! for; hot paths use step functions (see `coroutine`). No `&Vm` lives across a suspension: bodies ask [`with`].

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use minipy_vm::heap::{HeapObject, Layout};
use minipy_vm::types::type_::{TypeDef, TypeFlags};
use minipy_vm::{PyResult, Value, Vm, exc};

use crate::coroutine::{self, NativeCoroutine, Next};

/// What a body and its coroutine hand to each other.
#[derive(Default)]
pub struct Exchange {
    request: Cell<Option<Next>>,
    answer: Cell<Option<PyResult>>,
}

/// A body's handle of its coroutine.
#[derive(Clone, Default)]
pub struct Link(Rc<Exchange>);

impl Link {
    /// Awaits an awaitable.
    pub fn wait(&self, awaitable: Value) -> Waiting {
        Waiting { link: self.clone(), request: Some(Next::Await(awaitable)) }
    }

    /// `await asyncio.sleep(0)`
    pub fn pause(&self) -> Waiting {
        Waiting { link: self.clone(), request: Some(Next::Yield(Value::NONE)) }
    }
}

/// A suspension of a body.
pub struct Waiting {
    link: Link,
    request: Option<Next>,
}

impl Future for Waiting {
    type Output = PyResult;

    fn poll(mut self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<PyResult> {
        if let Some(request) = self.request.take() {
            self.link.0.request.set(Some(request));
            return Poll::Pending;
        }
        match self.link.0.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => Poll::Pending,
        }
    }
}

type Body = Pin<Box<dyn Future<Output = PyResult>>>;

/// The struct that owns a body.
struct BodyObj {
    body: RefCell<Option<Body>>,
    link: Link,
}

static LAYOUT: Layout = Layout::of::<BodyObj>("coroutine body");

impl HeapObject for BodyObj {
    const LAYOUT: &'static Layout = &LAYOUT;
    const GC: bool = false;
}

static TYPE: TypeDef = TypeDef {
    name: "coroutine_body",
    module: "asyncio",
    layout: Some(&LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::WRITTEN,
    ..TypeDef::EMPTY
};

/// A coroutine that runs a body.
pub fn spawn<F>(vm: &Vm, name: &'static str, make: impl FnOnce(Link) -> F) -> Value
where
    F: Future<Output = PyResult> + 'static,
{
    let link = Link::default();
    let body: Body = Box::pin(make(link.clone()));
    let object = vm.alloc(&vm.type_from_def(&TYPE), BodyObj { body: RefCell::new(Some(body)), link });
    coroutine::new(vm, name, step, vec![object.into_value()])
}

fn step(vm: &Vm, this: &NativeCoroutine, outcome: PyResult) -> PyResult<Next> {
    let holder = this.slot(0);
    let Some(object) = holder.downcast::<BodyObj>() else {
        return Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"));
    };
    if this.state.replace(1) == 0 {
        // A first resumption that throws ends the coroutine before its body has begun.
        outcome?;
    } else {
        object.link.0.answer.set(Some(outcome));
    }
    let Some(mut body) = object.body.borrow_mut().take() else {
        return Err(exc::runtime_error(vm, "cannot reuse already awaited coroutine"));
    };
    match body.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => {
            drop(body);
            result.map(Next::Return)
        }
        Poll::Pending => {
            *object.body.borrow_mut() = Some(body);
            match object.link.0.request.take() {
                Some(next) => Ok(next),
                None => Err(exc::runtime_error(vm, "a coroutine body waits for nothing")),
            }
        }
    }
}

/// Runs a part of a body with the thread's VM.
pub fn with<R>(run: impl FnOnce(&Vm) -> R) -> R {
    Vm::with_current(run)
}
