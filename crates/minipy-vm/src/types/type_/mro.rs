//! The method resolution order: C3 linearisation (Barrett et al. 1996, PEP 253).

use super::TypeRef;
use crate::exc;
use crate::native::PyResult;
use crate::vm::Vm;

/// The MRO of a class with these bases, without the class itself.
pub(crate) fn linearize(vm: &Vm, bases: &[TypeRef]) -> PyResult<Vec<TypeRef>> {
    if let [base] = bases {
        return Ok(base.mro.borrow().clone());
    }
    for (i, base) in bases.iter().enumerate() {
        if bases[..i].iter().any(|b| b.is(base)) {
            return Err(exc::type_error(vm, &format!("duplicate base class {}", base.name_str())));
        }
    }
    let mut lists: Vec<Vec<TypeRef>> = bases.iter().map(|b| b.mro.borrow().clone()).collect();
    lists.push(bases.to_vec());
    let mut heads = vec![0usize; lists.len()];
    let mut result: Vec<TypeRef> = Vec::new();
    loop {
        let mut done = true;
        let mut next = None;
        for (list, &head) in lists.iter().zip(&heads) {
            let Some(candidate) = list.get(head) else { continue };
            done = false;
            let in_a_tail = lists
                .iter()
                .zip(&heads)
                .any(|(l, &h)| l.get(h + 1..).is_some_and(|t| t.iter().any(|x| x.is(candidate))));
            if !in_a_tail {
                next = Some(candidate.clone());
                break;
            }
        }
        if done {
            return Ok(result);
        }
        let Some(next) = next else { return Err(exc::type_error(vm, &conflict(&lists, &heads))) };
        for (list, head) in lists.iter().zip(&mut heads) {
            if list.get(*head).is_some_and(|t| t.is(&next)) {
                *head += 1;
            }
        }
        result.push(next);
    }
}

fn conflict(lists: &[Vec<TypeRef>], heads: &[usize]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (list, &head) in lists.iter().zip(heads) {
        if let Some(ty) = list.get(head) {
            let name = ty.plain_name();
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    format!("Cannot create a consistent method resolution order (MRO) for bases {}", names.join(", "))
}
