//! `Template` and `Interpolation`: what t-strings (PEP 750) make; `string.templatelib` publishes them.

use crate::exc;
use crate::heap::{HeapObject, Layout, PyCell, Tracer};
use crate::native::{Args, GetSetDef, MethodDef, PyResult};
use crate::protocol::bind;
use crate::slots::Slots;
use crate::types::str_::StrObj;
use crate::types::tuple::TupleObj;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};
use crate::value::Value;
use crate::vm::Vm;
use crate::{getset, methods};

/// The struct inside templates.
pub struct TemplateObj {
    /// `strings`: a tuple, one longer than `interpolations`.
    pub strings: Value,
    /// `interpolations`: a tuple.
    pub interpolations: Value,
}

static TEMPLATE_LAYOUT: Layout = Layout::of::<TemplateObj>("Template");

impl HeapObject for TemplateObj {
    const LAYOUT: &'static Layout = &TEMPLATE_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        visit(&self.strings);
        visit(&self.interpolations);
    }
}

/// The struct inside interpolations.
pub struct InterpolationObj {
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
}

static INTERPOLATION_LAYOUT: Layout = Layout::of::<InterpolationObj>("Interpolation");

impl HeapObject for InterpolationObj {
    const LAYOUT: &'static Layout = &INTERPOLATION_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        for value in [&self.value, &self.expression, &self.conversion, &self.format_spec] {
            visit(value);
        }
    }
}

/// The type `string.templatelib.Template`.
pub static TEMPLATE_TYPE: TypeDef = TypeDef {
    name: "Template",
    module: "string.templatelib",
    layout: Some(&TEMPLATE_LAYOUT),
    flags: TypeFlags::STATIC_MODULE,
    doc: "Template object",
    slots: Slots {
        new: Some(template_new),
        repr: Some(template_repr),
        iter: Some(template_iter),
        concat: Some(template_concat),
        ..Slots::EMPTY
    },
    methods: TEMPLATE_METHODS,
    getset: TEMPLATE_GETSET,
    ..TypeDef::EMPTY
};

static TEMPLATE_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(template_reduce) "(self, /)" "";
    [class] "__class_getitem__" F2(class_getitem) "(cls, object, /)" "Template supports [] for generic usage";
};

static TEMPLATE_GETSET: &[GetSetDef] = getset! {
    [member] "strings" get_strings, exc::readonly_member, "Strings";
    [member] "interpolations" get_interpolations, exc::readonly_member, "Interpolations";
    "values" get_values, "Values of interpolations";
};

/// The type `string.templatelib.Interpolation`.
pub static INTERPOLATION_TYPE: TypeDef = TypeDef {
    name: "Interpolation",
    module: "string.templatelib",
    layout: Some(&INTERPOLATION_LAYOUT),
    flags: TypeFlags::STATIC_MODULE,
    doc: "Interpolation object",
    slots: Slots { new: Some(interpolation_new), repr: Some(interpolation_repr), ..Slots::EMPTY },
    methods: INTERPOLATION_METHODS,
    getset: INTERPOLATION_GETSET,
    init: Some(add_match_args),
    ..TypeDef::EMPTY
};

static INTERPOLATION_METHODS: &[MethodDef] = methods! {
    "__reduce__" F1(interpolation_reduce) "(self, /)" "__reduce__() -> (cls, state)";
    [class] "__class_getitem__" F2(class_getitem) "(cls, object, /)" "Interpolations are generic over the types of their values";
};

static INTERPOLATION_GETSET: &[GetSetDef] = getset! {
    [member] "value" get_value, exc::readonly_member, "Value";
    [member] "expression" get_expression, exc::readonly_member, "Expression";
    [member] "conversion" get_conversion, exc::readonly_member, "Conversion";
    [member] "format_spec" get_format_spec, exc::readonly_member, "Format specifier";
};

fn add_match_args(vm: &Vm, ty: &TypeRef) {
    let names = ["value", "expression", "conversion", "format_spec"].map(|n| vm.str(n));
    ty.dict.set_name(vm, &vm.names().__match_args__, vm.tuple(names.to_vec()));
}

/// What the BuildTemplate instruction makes.
pub(crate) fn new_template(vm: &Vm, strings: Value, interpolations: Value) -> Value {
    vm.alloc(&vm.type_from_def(&TEMPLATE_TYPE), TemplateObj { strings, interpolations }).into_value()
}

/// What the BuildInterpolation instruction makes.
pub(crate) fn new_interpolation(
    vm: &Vm,
    value: Value,
    expression: Value,
    conversion: Value,
    format_spec: Value,
) -> Value {
    let object = InterpolationObj { value, expression, conversion, format_spec };
    vm.alloc(&vm.type_from_def(&INTERPOLATION_TYPE), object).into_value()
}

fn template<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a TemplateObj> {
    match value.downcast::<TemplateObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires a 'Template' object")),
    }
}

fn interpolation<'a>(vm: &Vm, value: &'a Value) -> PyResult<&'a InterpolationObj> {
    match value.downcast::<InterpolationObj>() {
        Some(found) => Ok(found),
        None => Err(exc::type_error(vm, "descriptor requires an 'Interpolation' object")),
    }
}

fn items(tuple: &Value) -> &[Value] {
    tuple.downcast::<TupleObj>().map_or(&[], TupleObj::items)
}

/// `Template(*parts)`: neighbouring strings join; an empty one stands between neighbouring interpolations.
fn template_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    if !args.kw.is_empty() {
        return Err(exc::type_error(vm, "Template.__new__ only accepts *args arguments"));
    }
    let (mut strings, mut interpolations): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let mut after_string = false;
    for part in args.pos {
        if part.downcast::<StrObj>().is_some() {
            match strings.last_mut() {
                Some(last) if after_string => *last = crate::types::str_build::concat(vm, last, part)?,
                _ => strings.push(part.clone()),
            }
            after_string = true;
        } else if part.downcast::<InterpolationObj>().is_some() {
            if !after_string {
                strings.push(vm.str(""));
            }
            interpolations.push(part.clone());
            after_string = false;
        } else {
            let message = "Template.__new__ *args need to be of type 'str' or 'Interpolation', got ";
            return Err(exc::type_error(vm, &format!("{message}{}", vm.type_of(part).name_str())));
        }
    }
    if !after_string {
        strings.push(vm.str(""));
    }
    let object = TemplateObj { strings: vm.tuple(strings), interpolations: vm.tuple(interpolations) };
    Ok(vm.alloc(ty, object).into_value())
}

fn template_repr(vm: &Vm, this: &Value) -> PyResult {
    let object = template(vm, this)?;
    let (strings, interpolations) = (vm.repr_bytes(&object.strings)?, vm.repr_bytes(&object.interpolations)?);
    let mut text = b"Template(strings=".to_vec();
    text.extend(strings);
    text.extend_from_slice(b", interpolations=");
    text.extend(interpolations);
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

fn template_iter(vm: &Vm, this: &Value) -> PyResult {
    let object = template(vm, this)?;
    let (strings, interpolations) = (items(&object.strings), items(&object.interpolations));
    let mut parts = Vec::new();
    for (i, text) in strings.iter().enumerate() {
        if text.downcast::<StrObj>().is_some_and(|s| !s.bytes().is_empty()) {
            parts.push(text.clone());
        }
        parts.extend(interpolations.get(i).cloned());
    }
    let iterator = TemplateIter { parts: PyCell::new(parts.into()) };
    Ok(vm.alloc(&vm.type_from_def(&ITER_TYPE), iterator).into_value())
}

fn template_concat(vm: &Vm, this: &Value, other: &Value) -> PyResult {
    let (Some(left), Some(right)) = (this.downcast::<TemplateObj>(), other.downcast::<TemplateObj>()) else {
        let full = |v: &Value| crate::types::type_::methods::message_name(vm, vm.type_of(v));
        let (a, b) = (full(this), full(other));
        let message = format!("can only concatenate string.templatelib.Template (not \"{b}\") to {a}");
        return Err(exc::type_error(vm, &message.replace("to Template", "to string.templatelib.Template")));
    };
    let mut strings = items(&left.strings).to_vec();
    let mut rest = items(&right.strings).iter();
    if let (Some(last), Some(first)) = (strings.last_mut(), rest.next()) {
        *last = crate::types::str_build::concat(vm, last, first)?;
    }
    strings.extend(rest.cloned());
    let mut interpolations = items(&left.interpolations).to_vec();
    interpolations.extend_from_slice(items(&right.interpolations));
    Ok(new_template(vm, vm.tuple(strings), vm.tuple(interpolations)))
}

fn get_strings(vm: &Vm, this: &Value) -> PyResult {
    Ok(template(vm, this)?.strings.clone())
}

fn get_interpolations(vm: &Vm, this: &Value) -> PyResult {
    Ok(template(vm, this)?.interpolations.clone())
}

fn get_values(vm: &Vm, this: &Value) -> PyResult {
    let object = template(vm, this)?;
    let mut values = Vec::new();
    for part in items(&object.interpolations) {
        values.push(interpolation(vm, part)?.value.clone());
    }
    Ok(vm.tuple(values))
}

fn interpolation_new(vm: &Vm, ty: &TypeRef, args: &Args) -> PyResult {
    let params = bind::parse_signature("(value, expression='', conversion=None, format_spec='')");
    let args = bind::bind_params(vm, "Interpolation", &params, args, 0)?;
    let [value, expression, conversion, format_spec] = &args[..] else { return Ok(Value::NONE) };
    let value = value.clone();
    let expression = expression.given().cloned().unwrap_or_else(|| vm.str(""));
    let conversion = conversion.given().cloned().unwrap_or(Value::NONE);
    let format_spec = format_spec.given().cloned().unwrap_or_else(|| vm.str(""));
    for (name, text) in [("expression", &expression), ("format_spec", &format_spec)] {
        if text.downcast::<StrObj>().is_none() {
            let got = exc::argument_type(vm, text);
            return Err(exc::type_error(vm, &format!("Interpolation() argument '{name}' must be str, not {got}")));
        }
    }
    if !conversion.is_none() {
        let known = ["s", "r", "a"].iter().any(|c| crate::types::str_::value_is(&conversion, c));
        if conversion.downcast::<StrObj>().is_none() {
            let got = exc::argument_type(vm, &conversion);
            return Err(exc::type_error(vm, &format!("Interpolation() argument 'conversion' must be str, not {got}")));
        }
        if !known {
            let message = "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'";
            return Err(exc::value_error(vm, message));
        }
    }
    let object = InterpolationObj { value, expression, conversion, format_spec };
    Ok(vm.alloc(ty, object).into_value())
}

fn interpolation_repr(vm: &Vm, this: &Value) -> PyResult {
    let object = interpolation(vm, this)?;
    let mut text = b"Interpolation(".to_vec();
    for (i, part) in [&object.value, &object.expression, &object.conversion, &object.format_spec].iter().enumerate() {
        if i > 0 {
            text.extend_from_slice(b", ");
        }
        text.extend(vm.repr_bytes(part)?);
    }
    text.push(b')');
    Ok(vm.str_bytes(&text))
}

/// The library's function makes the template again.
fn template_reduce(vm: &Vm, this: &Value) -> PyResult {
    let found = template(vm, this)?;
    let module = crate::import::import_module(vm, "string.templatelib")?;
    let function = vm.get_attr_str(&module, "_template_unpickle")?;
    let parts = vm.tuple(vec![found.strings.clone(), found.interpolations.clone()]);
    Ok(vm.tuple(vec![function, parts]))
}

fn interpolation_reduce(vm: &Vm, this: &Value) -> PyResult {
    let found = interpolation(vm, this)?;
    let parts = [&found.value, &found.expression, &found.conversion, &found.format_spec];
    let parts = vm.tuple(parts.map(Value::clone).to_vec());
    Ok(vm.tuple(vec![vm.type_of(this).to_value(), parts]))
}

fn class_getitem(vm: &Vm, class: &Value, item: &Value) -> PyResult {
    crate::types::generic_alias::new_alias(vm, class, item)
}

fn get_value(vm: &Vm, this: &Value) -> PyResult {
    Ok(interpolation(vm, this)?.value.clone())
}

fn get_expression(vm: &Vm, this: &Value) -> PyResult {
    Ok(interpolation(vm, this)?.expression.clone())
}

fn get_conversion(vm: &Vm, this: &Value) -> PyResult {
    Ok(interpolation(vm, this)?.conversion.clone())
}

fn get_format_spec(vm: &Vm, this: &Value) -> PyResult {
    Ok(interpolation(vm, this)?.format_spec.clone())
}

/// The struct inside template iterators.
struct TemplateIter {
    parts: PyCell<std::collections::VecDeque<Value>>,
}

static ITER_LAYOUT: Layout = Layout::of::<TemplateIter>("TemplateIter");

impl HeapObject for TemplateIter {
    const LAYOUT: &'static Layout = &ITER_LAYOUT;

    fn trace(&self, visit: &mut Tracer) {
        self.parts.borrow().iter().for_each(&mut *visit);
    }

    fn clear(&self) {
        drop(self.parts.take());
    }
}

static ITER_TYPE: TypeDef = TypeDef {
    name: "TemplateIter",
    module: "string.templatelib",
    layout: Some(&ITER_LAYOUT),
    flags: TypeFlags::NO_INSTANTIATION | TypeFlags::STATIC_MODULE,
    slots: Slots { iter: Some(|_, this| Ok(this.clone())), next: Some(iter_next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

fn iter_next(_vm: &Vm, this: &Value) -> PyResult {
    let part = this.downcast::<TemplateIter>().and_then(|i| i.parts.borrow_mut().pop_front());
    Ok(part.unwrap_or_default())
}
