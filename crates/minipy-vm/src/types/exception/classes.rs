//! The hierarchy of builtin exceptions, as a table: Rust field, class, base, docstring.
//!
//! Fields in `ExceptionObj::extra`, by class: AttributeError: name, obj; NameError: name; StopIteration: value;
//! ImportError: msg, name, path, name_from; OSError: errno, strerror, filename, characters_written, filename2;
//! SystemExit: code; SyntaxError: msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line,
//! _metadata; UnicodeError's subclasses: encoding, object, start, end, reason; BaseExceptionGroup: message, exceptions
//! (tuple), repr of the sequence it was made from if that was neither list nor tuple.

use crate::types::TypeSlot;
use crate::types::type_::{TypeDef, TypeFlags, TypeRef};

macro_rules! exceptions {
    ($($field:ident $name:literal $base:ident $doc:literal;)*) => {
        /// The builtin exception classes.
        #[expect(missing_docs, reason = "each field is the class of its name")]
        pub struct ExcTypes { $(pub $field: TypeSlot),* }

        /// The definitions of the builtin exception classes.
        pub mod defs {
            use super::{TypeDef, TypeFlags};
            use crate::types::exception::EXCEPTION_LAYOUT;
            use crate::types::object::TYPE as object;
            $(
                #[doc = concat!("`", $name, "`")]
                #[expect(non_upper_case_globals, reason = "named as the field")]
                pub static $field: TypeDef = TypeDef {
                    name: $name,
                    base: Some(&$base),
                    layout: Some(&EXCEPTION_LAYOUT),
                    flags: TypeFlags::BASETYPE
                        | TypeFlags::EXCEPTION_SUBCLASS
                        | TypeFlags::HAS_DICT
                        | super::super::methods::class_parts($name).flags,
                    doc: $doc,
                    ..super::super::methods::class_parts($name)
                };
            )*
        }

        impl ExcTypes {
            pub(crate) fn new() -> ExcTypes {
                ExcTypes { $($field: TypeSlot::new(&defs::$field)),* }
            }

            /// The class of this name.
            pub(crate) fn find(&self, name: &str) -> Option<&TypeRef> {
                match name {
                    $($name => Some(&self.$field),)*
                    _ => None,
                }
            }

            /// All of them, bases first, with their names.
            pub fn all(&self) -> Vec<(&'static str, &TypeRef)> {
                vec![$(($name, &self.$field)),*]
            }
        }
    };
}

/// Whether a class without a `new` of its own shows a `__new__` all the same. In CPython those do that have no struct of
/// their own.
pub(crate) fn has_own_new(def: &'static TypeDef) -> bool {
    const WITHOUT: &[&str] = &[
        "AttributeError",
        "ExceptionGroup",
        "ImportError",
        "IndentationError",
        "KeyError",
        "ModuleNotFoundError",
        "NameError",
        "StopIteration",
        "SyntaxError",
        "SystemExit",
        "TabError",
        "UnboundLocalError",
        "_IncompleteInputError",
    ];
    let below_os_error = def.base.is_some_and(|base| base.name == "OSError" || base.name == "ConnectionError");
    def.flags & TypeFlags::EXCEPTION_SUBCLASS != 0 && !below_os_error && !WITHOUT.contains(&def.name)
}

exceptions! {
    base_exception "BaseException" object "Common base class for all exceptions";
    exception "Exception" base_exception "Common base class for all non-exit exceptions.";
    base_exception_group "BaseExceptionGroup" base_exception "A combination of multiple unrelated exceptions.";
    exception_group "ExceptionGroup" base_exception_group "";
    generator_exit "GeneratorExit" base_exception "Request that a generator exit.";
    keyboard_interrupt "KeyboardInterrupt" base_exception "Program interrupted by user.";
    system_exit "SystemExit" base_exception "Request to exit from the interpreter.";
    arithmetic_error "ArithmeticError" exception "Base class for arithmetic errors.";
    floating_point_error "FloatingPointError" arithmetic_error "Floating-point operation failed.";
    overflow_error "OverflowError" arithmetic_error "Result too large to be represented.";
    zero_division_error "ZeroDivisionError" arithmetic_error "Second argument to a division or modulo operation was zero.";
    assertion_error "AssertionError" exception "Assertion failed.";
    attribute_error "AttributeError" exception "Attribute not found.";
    buffer_error "BufferError" exception "Buffer error.";
    eof_error "EOFError" exception "Read beyond end of file.";
    import_error "ImportError" exception "Import can't find module, or can't find name in module.";
    module_not_found_error "ModuleNotFoundError" import_error "Module not found.";
    lookup_error "LookupError" exception "Base class for lookup errors.";
    index_error "IndexError" lookup_error "Sequence index out of range.";
    key_error "KeyError" lookup_error "Mapping key not found.";
    memory_error "MemoryError" exception "Out of memory.";
    name_error "NameError" exception "Name not found globally.";
    unbound_local_error "UnboundLocalError" name_error "Local name referenced but not bound to a value.";
    os_error "OSError" exception "Base class for I/O related errors.";
    blocking_io_error "BlockingIOError" os_error "I/O operation would block.";
    child_process_error "ChildProcessError" os_error "Child process error.";
    connection_error "ConnectionError" os_error "Connection error.";
    broken_pipe_error "BrokenPipeError" connection_error "Broken pipe.";
    connection_aborted_error "ConnectionAbortedError" connection_error "Connection aborted.";
    connection_refused_error "ConnectionRefusedError" connection_error "Connection refused.";
    connection_reset_error "ConnectionResetError" connection_error "Connection reset.";
    file_exists_error "FileExistsError" os_error "File already exists.";
    file_not_found_error "FileNotFoundError" os_error "File not found.";
    interrupted_error "InterruptedError" os_error "Interrupted by signal.";
    is_a_directory_error "IsADirectoryError" os_error "Operation doesn't work on directories.";
    not_a_directory_error "NotADirectoryError" os_error "Operation only works on directories.";
    permission_error "PermissionError" os_error "Not enough permissions.";
    process_lookup_error "ProcessLookupError" os_error "Process not found.";
    timeout_error "TimeoutError" os_error "Timeout expired.";
    reference_error "ReferenceError" exception "Weak ref proxy used after referent went away.";
    runtime_error "RuntimeError" exception "Unspecified run-time error.";
    not_implemented_error "NotImplementedError" runtime_error "Method or function hasn't been implemented yet.";
    python_finalization_error "PythonFinalizationError" runtime_error "Operation blocked during Python finalization.";
    recursion_error "RecursionError" runtime_error "Recursion limit exceeded.";
    stop_async_iteration "StopAsyncIteration" exception "Signal the end from iterator.__anext__().";
    stop_iteration "StopIteration" exception "Signal the end from iterator.__next__().";
    syntax_error "SyntaxError" exception "Invalid syntax.";
    indentation_error "IndentationError" syntax_error "Improper indentation.";
    tab_error "TabError" indentation_error "Improper mixture of spaces and tabs.";
    incomplete_input_error "_IncompleteInputError" syntax_error "incomplete input.";
    system_error "SystemError" exception "Internal error in the Python interpreter.";
    type_error "TypeError" exception "Inappropriate argument type.";
    value_error "ValueError" exception "Inappropriate argument value (of correct type).";
    unicode_error "UnicodeError" value_error "Unicode related error.";
    unicode_decode_error "UnicodeDecodeError" unicode_error "Unicode decoding error.";
    unicode_encode_error "UnicodeEncodeError" unicode_error "Unicode encoding error.";
    unicode_translate_error "UnicodeTranslateError" unicode_error "Unicode translation error.";
    warning "Warning" exception "Base class for warning categories.";
    bytes_warning "BytesWarning" warning "Base class for warnings about bytes and buffer related problems, mostly";
    deprecation_warning "DeprecationWarning" warning "Base class for warnings about deprecated features.";
    encoding_warning "EncodingWarning" warning "Base class for warnings about encodings.";
    future_warning "FutureWarning" warning "Base class for warnings about constructs that will change semantically";
    import_warning "ImportWarning" warning "Base class for warnings about probable mistakes in module imports";
    pending_deprecation_warning "PendingDeprecationWarning" warning "Base class for warnings about features which will be deprecated";
    resource_warning "ResourceWarning" warning "Base class for warnings about resource usage.";
    runtime_warning "RuntimeWarning" warning "Base class for warnings about dubious runtime behavior.";
    syntax_warning "SyntaxWarning" warning "Base class for warnings about dubious syntax.";
    unicode_warning "UnicodeWarning" warning "Base class for warnings about Unicode related problems, mostly";
    user_warning "UserWarning" warning "Base class for warnings generated by user code.";
}
