//! "Happy eyeballs": attempts to connect to several addresses that overlap. Each begins when the one before has failed or
//! has taken a while; the first to succeed ends the others.

use std::cell::RefCell;
use std::rc::Rc;

use minipy_vm::native::Args;
use minipy_vm::{PyResult, Raised, Value, Vm};

use super::connect::try_one;
use super::resolve::Info;
use super::suspend::{Link, spawn, with};
use crate::event_loop::methods::create_task;
use crate::{future, wait};

/// Connects to the first address that will. Gives the socket, or NULL, and the errors of the attempts.
pub(crate) async fn race(
    link: &Link,
    event_loop: &Value,
    infos: Vec<Info>,
    local: Option<Vec<Info>>,
    delay: Value,
) -> PyResult<(Value, Vec<Value>)> {
    let errors = Rc::new(RefCell::new(Vec::new()));
    let local = local.map(Rc::new);
    let mut infos = infos.into_iter();
    let mut running: Vec<Value> = Vec::new();
    let mut winner = Value::NULL;
    let mut failure: Option<Raised> = None;
    loop {
        let begun = match infos.next() {
            Some(info) => {
                let begun = with(|vm| attempt(vm, event_loop, info, local.clone(), errors.clone()));
                match begun {
                    Ok(task) => running.push(task),
                    Err(raised) => {
                        failure = Some(raised);
                        break;
                    }
                }
                true
            }
            None => false,
        };
        if running.is_empty() {
            break;
        }
        // With nothing left to begin there is nothing to hurry for.
        let patience = if begun && infos.len() > 0 { delay.clone() } else { Value::NONE };
        if let Err(raised) = wait_for_some(link, &running, patience).await {
            failure = Some(raised);
            break;
        }
        match with(|vm| take_finished(vm, &mut running)) {
            Ok(found) => winner = found,
            Err(raised) => failure = Some(raised),
        }
        if !winner.is_null() || failure.is_some() {
            break;
        }
    }
    // What else runs is over before this is.
    let pending = failure.map(|raised| with(|vm| vm.take_exception(raised)));
    while !running.is_empty() {
        with(|vm| running.iter().try_for_each(|task| future::cancel(vm, task, &Value::NONE).map(drop)))?;
        wait_for_some(link, &running, Value::NONE).await?;
        // A socket that came too late is closed with its last reference.
        drop(with(|vm| take_finished(vm, &mut running)));
    }
    match pending {
        Some(exception) => Err(with(|vm| vm.raise_again(exception))),
        None => Ok((winner, errors.take())),
    }
}

/// A task that tries one address; its result is the socket, or None after an OSError, which is kept.
fn attempt(
    vm: &Vm,
    event_loop: &Value,
    info: Info,
    local: Option<Rc<Vec<Info>>>,
    errors: Rc<RefCell<Vec<Value>>>,
) -> PyResult {
    let owner = event_loop.clone();
    let coroutine = spawn(vm, "BaseEventLoop._connect_sock", |link| async move {
        let mut own = Vec::new();
        let made = try_one(&link, &owner, &info, local.as_deref().map(Vec::as_slice), &mut own).await;
        errors.borrow_mut().append(&mut own);
        Ok(made?.non_null().unwrap_or(Value::NONE))
    });
    create_task(vm, event_loop, &coroutine, &Args::EMPTY)
}

async fn wait_for_some(link: &Link, tasks: &[Value], timeout: Value) -> PyResult<()> {
    let waiting = with(|vm| wait::wait(vm, &[vm.list(tasks.to_vec()), timeout, vm.str("FIRST_COMPLETED")]))?;
    link.wait(waiting).await.map(drop)
}

/// Takes out the tasks that are done; gives the socket of one that has connected, or NULL.
fn take_finished(vm: &Vm, running: &mut Vec<Value>) -> PyResult {
    let mut winner = Value::NULL;
    let mut left = Vec::new();
    let mut failure = None;
    for task in running.drain(..) {
        let object = future::this(vm, &task)?;
        if !object.is_done() {
            left.push(task);
            continue;
        }
        match object.outcome(vm) {
            Ok(sock) if sock.is_none() || !winner.is_null() => {}
            Ok(sock) => winner = sock,
            Err(raised) => failure = Some(raised),
        }
    }
    *running = left;
    match failure {
        Some(raised) if winner.is_null() && !future::is_cancelled(vm, &raised) => Err(raised),
        Some(raised) => {
            drop(vm.take_exception(raised));
            Ok(winner)
        }
        None => Ok(winner),
    }
}
