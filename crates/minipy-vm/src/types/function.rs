//! `function`: representation. Attributes are in `function_methods`.

use std::cell::OnceCell;

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::types::code::CodeObj;
use crate::types::dict::{DictObj, DictRef};
use crate::types::tuple::TupleObj;
use crate::value::Value;
use crate::vm::Vm;

/// The struct inside Python functions.
pub struct FuncObj {
    /// `__code__`
    pub code: PyCell<Obj<CodeObj>>,
    /// `__globals__`
    pub globals: DictRef,
    /// `__builtins__`: where names are looked up after the globals.
    pub builtins: DictRef,
    /// The structs of the two namespaces, for the loop: alive as long as the handles above.
    pub(crate) tables: (*const DictObj, *const DictObj),
    /// `__closure__`: a tuple of the cells for the code's free variables, or NULL.
    pub closure: Value,
    /// `__defaults__`: a tuple, or NULL.
    pub defaults: PyCell<Value>,
    /// `__kwdefaults__`: a dict, or NULL.
    pub kwdefaults: PyCell<Value>,
    /// `__module__`
    pub module: PyCell<Value>,
    /// `__dict__`, NULL until needed.
    pub dict: PyCell<Value>,
    /// What most functions never need, or have from their code.
    rare: OnceCell<Box<Rare>>,
}

/// Attributes of a function that few functions have to store.
pub struct Rare {
    /// `__name__`
    pub name: PyCell<Value>,
    /// `__qualname__`
    pub qualname: PyCell<Value>,
    /// `__doc__`
    pub doc: PyCell<Value>,
    /// `__annotate__`: a function, or NULL.
    pub annotate: PyCell<Value>,
    /// `__annotations__` once computed, or NULL.
    pub annotations: PyCell<Value>,
    /// `__type_params__`: a tuple, or NULL.
    pub type_params: PyCell<Value>,
    /// Codes that `__code__` was before: frames may still run them, and hold on to the function only.
    replaced: PyCell<Vec<Value>>,
}

/// So many of the last replaced codes are looked through for one that is to be kept: switching to and fro adds nothing.
const REMEMBERED: usize = 8;

impl Rare {
    fn cells(&self) -> [&PyCell<Value>; 6] {
        [&self.name, &self.qualname, &self.doc, &self.annotate, &self.annotations, &self.type_params]
    }
}

static FUNCTION_LAYOUT: Layout = Layout::of::<FuncObj>("function");

/// The docstring of a code object; None if it has none.
fn doc_of(code: &CodeObj) -> Value {
    let has_doc = code.flags.get() & minipy_bytecode::code::flags::HAS_DOCSTRING != 0;
    if has_doc { code.consts.first().cloned().unwrap_or(Value::NONE) } else { Value::NONE }
}

impl FuncObj {
    fn cells(&self) -> [&PyCell<Value>; 4] {
        [&self.defaults, &self.kwdefaults, &self.module, &self.dict]
    }

    /// The rarely stored attributes, to change one of them: from now on, those that came from the code are stored.
    pub fn rare(&self) -> &Rare {
        self.rare.get_or_init(|| {
            let code = self.code.get();
            Box::new(Rare {
                name: PyCell::new(code.name.clone()),
                qualname: PyCell::new(code.qualname.clone()),
                doc: PyCell::new(doc_of(&code)),
                annotate: PyCell::default(),
                annotations: PyCell::default(),
                type_params: PyCell::default(),
                replaced: PyCell::default(),
            })
        })
    }

    /// The rarely stored attributes, if any was ever changed.
    pub fn stored(&self) -> Option<&Rare> {
        self.rare.get().map(|rare| &**rare)
    }

    /// Sets `__code__`. The old one stays as long as the function, which is all that the frames running it hold.
    pub fn replace_code(&self, code: Obj<CodeObj>) {
        // The names stay those of the code that the function was made with.
        let rare = self.rare();
        let old = self.code.replace(code).into_value();
        let mut replaced = rare.replaced.borrow_mut();
        let known = replaced.iter().rev().take(REMEMBERED).any(|code| code.is(&old));
        if !known {
            crate::heap::growth::push(&mut replaced, old.clone());
        }
    }

    /// `__name__`
    pub fn name(&self) -> Value {
        match self.stored() {
            Some(rare) => rare.name.get(),
            None => self.code.borrow().name.clone(),
        }
    }

    /// `__qualname__`
    pub fn qualname(&self) -> Value {
        match self.stored() {
            Some(rare) => rare.qualname.get(),
            None => self.code.borrow().qualname.clone(),
        }
    }

    /// `__doc__`
    pub fn doc(&self) -> Value {
        match self.stored() {
            Some(rare) => rare.doc.get(),
            None => doc_of(&self.code.borrow()),
        }
    }

    /// The cells of the closure.
    #[inline]
    pub fn cells_of_closure(&self) -> &[Value] {
        self.closure.exact::<TupleObj>().map_or(&[], TupleObj::items)
    }
}

impl HeapObject for FuncObj {
    const LAYOUT: &'static Layout = &FUNCTION_LAYOUT;

    fn owned_bytes(&self) -> usize {
        self.stored().map_or(0, |rare| size_of::<Rare>() + rare.replaced.borrow().capacity() * size_of::<Value>())
    }

    fn trace(&self, visit: &mut Tracer) {
        visit(self.code.borrow().value());
        visit(self.globals.value());
        visit(self.builtins.value());
        visit(&self.closure);
        for cell in self.cells() {
            visit(&cell.borrow());
        }
        if let Some(rare) = self.stored() {
            for cell in rare.cells() {
                visit(&cell.borrow());
            }
            rare.replaced.borrow().iter().for_each(visit);
        }
    }

    fn clear(&self) {
        for cell in self.cells() {
            drop(cell.take());
        }
        if let Some(rare) = self.stored() {
            for cell in rare.cells() {
                drop(cell.take());
            }
        }
        // The closure's cells are emptied by their own `clear`. Codes stay: a suspended generator may be cleared later.
    }
}

impl FixedShape for FuncObj {
    const SHAPE: u32 = crate::shape::fixed::FUNCTION;
}

/// Where `__builtins__` and `__name__` are in the namespace of the function made last.
#[derive(Clone, Copy, Default)]
pub(crate) struct Places {
    /// The namespace's guard; 0 for none.
    guard: u32,
    builtins: u32,
    name: u32,
}

impl Vm {
    /// A new function of this code. `closure`: a tuple of as many cells as the code has free variables, or NULL.
    pub fn new_function(&self, code: &Obj<CodeObj>, globals: &DictRef, closure: Value) -> Obj<FuncObj> {
        let places = self.function_places.get();
        let (builtins, module) = if places.guard != 0 && places.guard == globals.current_guard() {
            let found = globals.value_at(places.builtins as usize);
            (crate::interp::builtins_in(self, Some(&found)), globals.value_at(places.name as usize))
        } else {
            self.look_up_namespace(globals)
        };
        self.alloc_fixed(
            &self.types().function,
            FuncObj {
                code: PyCell::new(code.clone()),
                globals: globals.clone(),
                tables: (std::ptr::from_ref(&**globals), std::ptr::from_ref(&*builtins)),
                builtins,
                closure,
                defaults: PyCell::default(),
                kwdefaults: PyCell::default(),
                module: PyCell::new(module),
                dict: PyCell::default(),
                rare: OnceCell::new(),
            },
        )
    }

    /// The builtins and the module name of a function with these globals; the next one with the same finds their places.
    #[cold]
    fn look_up_namespace(&self, globals: &DictRef) -> (DictRef, Value) {
        let (builtins, name) = (&self.names().__builtins__, &self.names().__name__);
        if let Some(builtins) = globals.position_of_name(self, builtins)
            && let Some(name) = globals.position_of_name(self, name)
        {
            let guard = globals.guard();
            self.function_places.set(Places { guard, builtins: builtins as u32, name: name as u32 });
        }
        (crate::interp::builtins_of(self, globals), globals.get_name(self, name).unwrap_or_default())
    }
}
