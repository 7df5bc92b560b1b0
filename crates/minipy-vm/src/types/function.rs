//! `function`: representation. Attributes are in `function_methods`.

use crate::heap::layout::FixedShape;
use crate::heap::{HeapObject, Layout, Obj, PyCell, Tracer};
use crate::types::cell::CellObj;
use crate::types::code::CodeObj;
use crate::types::dict::{DictObj, DictRef};
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
    /// `__closure__`: the cells for the code's free variables.
    pub closure: Box<[Obj<CellObj>]>,
    /// `__defaults__`: a tuple, or NULL.
    pub defaults: PyCell<Value>,
    /// `__kwdefaults__`: a dict, or NULL.
    pub kwdefaults: PyCell<Value>,
    /// `__name__`
    pub name: PyCell<Value>,
    /// `__qualname__`
    pub qualname: PyCell<Value>,
    /// `__module__`
    pub module: PyCell<Value>,
    /// `__doc__`
    pub doc: PyCell<Value>,
    /// `__annotate__`: a function, or NULL.
    pub annotate: PyCell<Value>,
    /// `__annotations__` once computed, or NULL.
    pub annotations: PyCell<Value>,
    /// `__type_params__`: a tuple, or NULL.
    pub type_params: PyCell<Value>,
    /// `__dict__`, NULL until needed.
    pub dict: PyCell<Value>,
}

static FUNCTION_LAYOUT: Layout = Layout::of::<FuncObj>("function");

impl FuncObj {
    fn cells(&self) -> [&PyCell<Value>; 10] {
        [
            &self.defaults,
            &self.kwdefaults,
            &self.name,
            &self.qualname,
            &self.module,
            &self.doc,
            &self.annotate,
            &self.annotations,
            &self.type_params,
            &self.dict,
        ]
    }
}

impl HeapObject for FuncObj {
    const LAYOUT: &'static Layout = &FUNCTION_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(self.code.borrow().value());
        visit(self.globals.value());
        visit(self.builtins.value());
        self.closure.iter().for_each(|c| visit(c.value()));
        for cell in self.cells() {
            visit(&cell.borrow());
        }
    }

    fn clear(&self) {
        for cell in self.cells() {
            drop(cell.take());
        }
        // The closure's cells are emptied by their own `clear`.
    }
}

impl FixedShape for FuncObj {
    const SHAPE: u32 = crate::shape::fixed::FUNCTION;
}

impl Vm {
    /// A new function of this code.
    pub fn new_function(&self, code: &Obj<CodeObj>, globals: &DictRef, closure: Vec<Obj<CellObj>>) -> Obj<FuncObj> {
        let builtins = crate::interp::builtins_of(self, globals);
        let module = globals.get_name(self, &self.names().__name__).unwrap_or_default();
        let has_doc = code.flags.get() & minipy_bytecode::code::flags::HAS_DOCSTRING != 0;
        let doc = if has_doc { code.consts.first().cloned().unwrap_or(Value::NONE) } else { Value::NONE };
        self.alloc_fixed(
            &self.types().function,
            FuncObj {
                code: PyCell::new(code.clone()),
                globals: globals.clone(),
                tables: (std::ptr::from_ref(&**globals), std::ptr::from_ref(&*builtins)),
                builtins,
                closure: closure.into_boxed_slice(),
                defaults: PyCell::default(),
                kwdefaults: PyCell::default(),
                name: PyCell::new(code.name.clone()),
                qualname: PyCell::new(code.qualname.clone()),
                module: PyCell::new(module),
                doc: PyCell::new(doc),
                annotate: PyCell::default(),
                annotations: PyCell::default(),
                type_params: PyCell::default(),
                dict: PyCell::default(),
            },
        )
    }
}
