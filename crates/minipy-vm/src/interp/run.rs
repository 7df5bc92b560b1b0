//! The interpreter loop: one match over the opcode byte.
//!
//! The state of the running frame (`fp`, `pc`, `r`) lives in locals. An arm of the match is either a fast path
//! (see `fast`), which is inlined and calls nothing, or an operation out of line (see `ops` and `outline`), which gets
//! the frame and returns the frame to go on with. No call returns into an arm, so nothing but the state itself has to
//! survive one, and the compiler keeps it in machine registers.
#![expect(unsafe_code, reason = "registers and frames are raw memory (invariants S and G)")]

use minipy_bytecode::opcode::{CommonConst, Opcode, UNUSED};

use super::attr_cache::{FIRST_ENTRY, SECOND_ENTRY};
use super::fast::{self, SLOW, arith, attrs, build, calls, compare, exceptions, items, iterate, names};
use super::ins::{InPlace, Ins};
use super::ops;
use super::outline;
use super::profile;
use super::quick;
use super::quick_bind;
use super::quick_items;
use super::quick_raise;
use super::small_ints::{floor_div, floor_mod, left_shift, right_shift};
use super::stack::{Frame, GENERATOR, Ret};
use crate::native::PyResult;
use crate::protocol::number;
use crate::shape::fixed;
use crate::slots::CompareOp;
use crate::value::Value;
use crate::vm::Vm;

/// How the loop goes on after an out-of-line operation that can touch frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flow {
    /// With the next instruction.
    Next,
    /// With the frame that is on top now.
    Reload,
}

/// What a comparison says of equal values, if it is `==` or `!=`.
#[inline(always)]
const fn equality(op: CompareOp) -> Option<bool> {
    match op {
        CompareOp::Eq => Some(true),
        CompareOp::Ne => Some(false),
        _ => None,
    }
}

/// [`Frame::how`] of a generator that a for loop runs and that has nothing to care about.
const FOR_LOOP: u16 = GENERATOR | Ret::Next as u16;
/// [`Frame::how`] of a generator that native code runs and that has nothing to care about.
const FROM_NATIVE: u16 = GENERATOR | Ret::Exit as u16;

/// Runs the top frame, and whatever it calls, until a frame with [`Ret::Exit`] ends or yields.
pub(crate) fn run(vm: &Vm) -> PyResult {
    run_from(vm, vm.stack.top.get())
}

/// [`run`], from a frame as [`outline`] hands it over: that of `Stack::leave_loop` if there is a result or exception already.
pub(crate) fn run_from(vm: &Vm, first: *mut Frame) -> PyResult {
    let mut fp: *mut Frame = first;
    // SAFETY: S1, S2 and the verifier: registers, constants and jump targets of an instruction are valid; frames below
    // the top are live. The locals below mirror the top frame; `pc` is stored before anything looks at frames.
    unsafe {
        let mut pc: *const u64 = (*fp).pc;
        let mut r: *mut Value = (*fp).r;

        // Goes on with the frame that an out-of-line function returns.
        macro_rules! go {
            ($function:expr $(, $arg:expr)*) => {{
                profile::left_loop(fp, pc);
                (*fp).pc = pc;
                fp = $function(vm, fp $(, $arg)*);
                pc = (*fp).pc;
                r = (*fp).r;
                continue;
            }};
        }
        // An out-of-line operation of `$len` words.
        macro_rules! op {
            ($len:literal, $op:expr $(, $arg:expr)*) => {{
                #[inline(never)]
                unsafe fn out_of_line(vm: &Vm, fp: *mut Frame) -> *mut Frame {
                    // SAFETY: the frame is the top one, at an instruction for this operation.
                    unsafe {
                        let done = $op(vm, &*fp, Ins::new(*(*fp).pc) $(, $arg)*);
                        outline::after(vm, fp, done, $len)
                    }
                }
                go!(out_of_line)
            }};
        }
        // A fast path, and what is done when it does not apply.
        macro_rules! fast {
            ($fast:expr $(, $($slow:tt)*)?) => {{
                let next: *const u64 = $fast;
                if next != SLOW {
                    pc = next;
                    continue;
                }
                $($($slow)*)?
            }};
        }
        // A fast path that always applies.
        macro_rules! always {
            ($fast:expr) => {{
                pc = $fast;
                continue;
            }};
        }
        macro_rules! reg {
            ($index:expr) => {
                r.add($index as usize) as *const Value
            };
        }
        macro_rules! konst {
            ($index:expr) => {
                (*fp).consts.add($index as usize)
            };
        }
        macro_rules! arith {
            ($ins:expr, $c:expr, $reg:literal, $int:expr, $float:expr, $op:expr) => {
                fast!(
                    arith::arith(vm, fp, pc, r, $ins, $c, $int, $float, $op.kind),
                    op!(1, ops::operators::binary, $op, $reg)
                )
            };
        }
        macro_rules! int_op {
            ($ins:expr, $c:expr, $reg:literal, $int:expr, $op:expr) => {
                fast!(arith::int_op(vm, fp, pc, r, $ins, $c, $int, $op.kind), op!(1, ops::operators::binary, $op, $reg))
            };
        }
        macro_rules! bit_op {
            ($ins:expr, $c:expr, $reg:literal, $bits:expr, $op:expr) => {
                fast!(
                    arith::bit_op(vm, fp, pc, r, $ins, $c, $bits, $op.kind),
                    op!(1, ops::operators::binary, $op, $reg)
                )
            };
        }
        macro_rules! compare {
            ($ins:expr, $cmp:tt, $op:expr) => {
                fast!(
                    compare::compare(fp, pc, r, $ins, |b, c| b $cmp c, |b, c| b $cmp c, equality($op)),
                    op!(1, ops::operators::compare, $op)
                )
            };
        }
        macro_rules! compare_jump {
            ($ins:expr, $c:expr, $reg:literal, $cmp:tt, $op:expr) => {
                fast!(
                    compare::compare_jump(fp, pc, r, $ins, $c, $reg, |b, c| b $cmp c, |b, c| b $cmp c, equality($op)),
                    go!(outline::compare_jump, $op, $reg)
                )
            };
        }
        // Goes on in a frame that has just been entered.
        macro_rules! enter {
            ($frame:expr, $code:expr) => {{
                fp = $frame;
                r = (*fp).r;
                pc = $code.entry();
                continue;
            }};
        }
        // Goes on in the caller, with a value for its register; the frame is popped, but its words are as they were.
        macro_rules! to_caller {
            ($value:expr) => {{
                let (value, dst, skip) = ($value, (*fp).dst, (*fp).skip);
                fp = fp.sub(1);
                r = (*fp).r;
                pc = (*fp).pc;
                fast::store(fp, pc, r, dst, value);
                pc = pc.offset(skip as isize);
                continue;
            }};
        }
        // Leaves a plain frame with a value.
        macro_rules! leave {
            ($value:expr) => {{
                let value = $value;
                if (*fp).how == Ret::Store as u16 && calls::leave(vm, fp, r) {
                    to_caller!(value)
                }
                if (*fp).how == Ret::Init as u16 && value.is_none() && calls::leave(vm, fp, r) {
                    to_caller!((*fp).take_instance())
                }
                if (*fp).how == Ret::Discard as u16 && value.is_none() && calls::leave(vm, fp, r) {
                    let skip = (*fp).skip;
                    fp = fp.sub(1);
                    r = (*fp).r;
                    pc = (*fp).pc.offset(skip as isize);
                    continue;
                }
                go!(outline::leave, value)
            }};
        }

        // The next item of an iterator; `$skip` words further is where the loop's body starts.
        macro_rules! for_iter {
            ($skip:expr, $slow:expr) => {{
                let ins = InPlace::new(pc);
                let iterator = reg!(ins.b());
                let shape = (*iterator).shape();
                // Ranges come first: they are the commonest, and what the others need takes more registers.
                if shape == fixed::RANGE_ITER {
                    let next = iterate::next_of_range(fp, pc, r, ins, $skip);
                    if next != SLOW {
                        pc = next;
                        continue;
                    }
                } else if shape == fixed::GENERATOR {
                    if let Some((frame, generator)) = calls::resume(vm, fp, pc, &*iterator, ins.a(), $skip) {
                        fp = frame;
                        r = (*fp).r;
                        // It is suspended at a Yield, whose value is None for a loop.
                        pc = generator.pc.get();
                        let ins = InPlace::new(pc);
                        if !ins.has(UNUSED) {
                            fast::store(fp, pc, r, ins.a(), Value::NONE);
                        }
                        pc = pc.add(1);
                        continue;
                    }
                } else {
                    let next = iterate::next(vm, fp, pc, r, ins, shape, $skip);
                    if next != SLOW {
                        pc = next;
                        continue;
                    }
                }
                go!($slow)
            }};
        }

        loop {
            let ins = InPlace::new(pc);
            profile::executed(fp, pc);
            // SAFETY: the verifier has checked that every instruction start holds an opcode of the table.
            let opcode: Opcode = std::mem::transmute(ins.opcode());
            match opcode {
                Opcode::LeaveLoop => return outline::leave_loop(vm),
                Opcode::LoadConst => {
                    fast::store(fp, pc, r, ins.a(), (*konst!(ins.bc())).clone());
                    pc = pc.add(1);
                }
                Opcode::Move => always!(items::mov(fp, pc, r, ins)),
                Opcode::Drop => {
                    fast::clear(fp, pc, r, ins.a());
                    pc = pc.add(1);
                }
                Opcode::LoadCommon => {
                    if ins.b() != CommonConst::Null as u16 {
                        op!(1, ops::names::load_common)
                    }
                    fast::clear(fp, pc, r, ins.a());
                    pc = pc.add(1);
                }

                Opcode::CheckBound => {
                    if (*reg!(ins.a())).is_null() {
                        op!(1, ops::names::check_bound)
                    }
                    pc = pc.add(1);
                }
                Opcode::DeleteLocal => op!(1, ops::names::delete_local),
                Opcode::MakeCell => op!(1, ops::names::make_cell),
                Opcode::CopyFreeVars => always!(exceptions::copy_free_vars(fp, pc, r, ins)),
                Opcode::LoadCell => fast!(names::load_cell(fp, pc, r, ins), op!(1, ops::names::load_cell)),
                Opcode::StoreCell => always!(names::store_cell(fp, pc, r, ins)),
                Opcode::DeleteCell => op!(1, ops::names::delete_cell),

                Opcode::LoadGlobal => fast!(names::load_global(fp, pc, r, ins), op!(3, ops::names::load_global)),
                Opcode::StoreGlobal => op!(1, ops::names::store_global),
                Opcode::DeleteGlobal => op!(1, ops::names::delete_global),
                Opcode::LoadName => {
                    if (*fp).locals().is_some_and(|l| l.is((*fp).function().globals.value())) {
                        fast!(names::load_global(fp, pc, r, ins), op!(3, ops::names::load_name))
                    }
                    op!(3, ops::names::load_name)
                }
                Opcode::StoreName => op!(1, ops::names::store_name),
                Opcode::DeleteName => op!(1, ops::names::delete_name),
                Opcode::LoadLocals => op!(1, ops::names::load_locals),
                Opcode::LoadFromDictOrGlobals => op!(1, ops::names::load_from_dict_or_globals),
                Opcode::LoadFromDictOrCell => op!(2, ops::names::load_from_dict_or_cell),

                // One copy of the fast path for each entry of the cache: told apart at run time, the first would be slower.
                Opcode::LoadAttr => {
                    fast!(attrs::load::<FIRST_ENTRY>(fp, pc, r, ins));
                    fast!(attrs::load_class(fp, pc, r, ins));
                    fast!(attrs::load::<SECOND_ENTRY>(fp, pc, r, ins), go!(quick::load_attr))
                }
                Opcode::LoadMethod => {
                    fast!(attrs::load_method::<FIRST_ENTRY>(pc, r, ins));
                    fast!(attrs::load_method::<SECOND_ENTRY>(pc, r, ins), go!(quick::load_method))
                }
                Opcode::StoreAttr => {
                    fast!(attrs::store_attr::<FIRST_ENTRY>(fp, pc, r, ins));
                    fast!(attrs::store_attr::<SECOND_ENTRY>(fp, pc, r, ins), go!(quick::store_attr))
                }
                Opcode::DeleteAttr => op!(1, ops::attrs::delete_attr),
                Opcode::LoadSuperAttr => op!(1, ops::type_attrs::load_super_attr),
                Opcode::GetItem => {
                    fast!(items::get(vm, fp, pc, r, ins, reg!(ins.c())));
                    if (*reg!(ins.b())).shape() >= fixed::FIRST_FREE {
                        go!(quick_items::get_python_item::<false>)
                    }
                    go!(quick_items::get_item)
                }
                Opcode::GetItemK => {
                    fast!(items::get(vm, fp, pc, r, ins, konst!(ins.c())));
                    if (*reg!(ins.b())).shape() >= fixed::FIRST_FREE {
                        go!(quick_items::get_python_item::<true>)
                    }
                    go!(quick_items::get_item_const)
                }
                Opcode::SetItem => fast!(items::set(fp, pc, r, ins), go!(quick_items::set_item)),
                Opcode::DeleteItem => op!(1, ops::items::delete_item),
                Opcode::BuildSlice => op!(1, ops::slices::build_slice),
                Opcode::GetSlice => op!(1, ops::slices::get_slice),
                Opcode::SetSlice => op!(1, ops::slices::set_slice),

                Opcode::Add => arith!(ins, reg!(ins.c()), true, arith::add, |x, y| x + y, &number::ADD),
                Opcode::Sub => arith!(ins, reg!(ins.c()), true, arith::sub, |x, y| x - y, &number::SUB),
                Opcode::Mul => arith!(ins, reg!(ins.c()), true, arith::mul, |x, y| x * y, &number::MUL),
                Opcode::AddK => arith!(ins, konst!(ins.c()), false, arith::add, |x, y| x + y, &number::ADD),
                Opcode::SubK => arith!(ins, konst!(ins.c()), false, arith::sub, |x, y| x - y, &number::SUB),
                Opcode::MulK => arith!(ins, konst!(ins.c()), false, arith::mul, |x, y| x * y, &number::MUL),
                Opcode::MatMul => op!(1, ops::operators::binary, &number::MATMUL, true),
                Opcode::MatMulK => op!(1, ops::operators::binary, &number::MATMUL, false),
                Opcode::TrueDiv => fast!(
                    arith::true_div(vm, fp, pc, r, ins, reg!(ins.c())),
                    op!(1, ops::operators::binary, &number::TRUEDIV, true)
                ),
                Opcode::TrueDivK => fast!(
                    arith::true_div(vm, fp, pc, r, ins, konst!(ins.c())),
                    op!(1, ops::operators::binary, &number::TRUEDIV, false)
                ),
                Opcode::FloorDiv => int_op!(ins, reg!(ins.c()), true, floor_div, &number::FLOORDIV),
                Opcode::FloorDivK => int_op!(ins, konst!(ins.c()), false, floor_div, &number::FLOORDIV),
                Opcode::Mod => int_op!(ins, reg!(ins.c()), true, floor_mod, &number::MODULO),
                Opcode::ModK => int_op!(ins, konst!(ins.c()), false, floor_mod, &number::MODULO),
                Opcode::Pow => op!(1, ops::operators::power, true),
                Opcode::PowK => op!(1, ops::operators::power, false),
                Opcode::LShift => int_op!(ins, reg!(ins.c()), true, left_shift, &number::LSHIFT),
                Opcode::LShiftK => int_op!(ins, konst!(ins.c()), false, left_shift, &number::LSHIFT),
                Opcode::RShift => int_op!(ins, reg!(ins.c()), true, right_shift, &number::RSHIFT),
                Opcode::RShiftK => int_op!(ins, konst!(ins.c()), false, right_shift, &number::RSHIFT),
                Opcode::And => bit_op!(ins, reg!(ins.c()), true, |x, y| x & y, &number::AND),
                Opcode::AndK => bit_op!(ins, konst!(ins.c()), false, |x, y| x & y, &number::AND),
                Opcode::Or => bit_op!(ins, reg!(ins.c()), true, |x, y| x | y, &number::OR),
                Opcode::OrK => bit_op!(ins, konst!(ins.c()), false, |x, y| x | y, &number::OR),
                Opcode::Xor => bit_op!(ins, reg!(ins.c()), true, |x, y| x ^ y, &number::XOR),
                Opcode::XorK => bit_op!(ins, konst!(ins.c()), false, |x, y| x ^ y, &number::XOR),

                Opcode::Neg => fast!(arith::negative(fp, pc, r, ins), op!(1, ops::operators::negative)),
                Opcode::Pos => op!(1, ops::operators::positive),
                Opcode::Invert => op!(1, ops::operators::invert),
                Opcode::Not => fast!(compare::not(fp, pc, r, ins, true), op!(1, ops::operators::not)),
                Opcode::ToBool => fast!(compare::not(fp, pc, r, ins, false), op!(1, ops::operators::to_bool)),
                Opcode::Lt => compare!(ins, <, CompareOp::Lt),
                Opcode::Le => compare!(ins, <=, CompareOp::Le),
                Opcode::Eq => compare!(ins, ==, CompareOp::Eq),
                Opcode::Ne => compare!(ins, !=, CompareOp::Ne),
                Opcode::Gt => compare!(ins, >, CompareOp::Gt),
                Opcode::Ge => compare!(ins, >=, CompareOp::Ge),
                Opcode::Is => always!(compare::is(fp, pc, r, ins, false)),
                Opcode::IsNot => always!(compare::is(fp, pc, r, ins, true)),
                Opcode::In => go!(quick_items::contains::<false>),
                Opcode::NotIn => go!(quick_items::contains::<true>),

                Opcode::Jump => pc = pc.add(1).offset(ins.bc() as i32 as isize),
                Opcode::JumpBack => {
                    if vm.breaker.get() != 0 {
                        go!(outline::jump_back)
                    }
                    pc = pc.add(1).offset(ins.bc() as i32 as isize);
                }
                Opcode::JumpIfTrue => fast!(compare::jump_if(fp, pc, r, ins, true), go!(outline::jump_if, true)),
                Opcode::JumpIfFalse => fast!(compare::jump_if(fp, pc, r, ins, false), go!(outline::jump_if, false)),
                Opcode::JumpIfNone => always!(compare::jump_if_none(fp, pc, r, ins, true)),
                Opcode::JumpIfNotNone => always!(compare::jump_if_none(fp, pc, r, ins, false)),
                Opcode::JLt => compare_jump!(ins, reg!(ins.c()), true, <, CompareOp::Lt),
                Opcode::JLe => compare_jump!(ins, reg!(ins.c()), true, <=, CompareOp::Le),
                Opcode::JEq => compare_jump!(ins, reg!(ins.c()), true, ==, CompareOp::Eq),
                Opcode::JNe => compare_jump!(ins, reg!(ins.c()), true, !=, CompareOp::Ne),
                Opcode::JGt => compare_jump!(ins, reg!(ins.c()), true, >, CompareOp::Gt),
                Opcode::JGe => compare_jump!(ins, reg!(ins.c()), true, >=, CompareOp::Ge),
                Opcode::JLtK => compare_jump!(ins, konst!(ins.c()), false, <, CompareOp::Lt),
                Opcode::JLeK => compare_jump!(ins, konst!(ins.c()), false, <=, CompareOp::Le),
                Opcode::JEqK => compare_jump!(ins, konst!(ins.c()), false, ==, CompareOp::Eq),
                Opcode::JNeK => compare_jump!(ins, konst!(ins.c()), false, !=, CompareOp::Ne),
                Opcode::JGtK => compare_jump!(ins, konst!(ins.c()), false, >, CompareOp::Gt),
                Opcode::JGeK => compare_jump!(ins, konst!(ins.c()), false, >=, CompareOp::Ge),
                Opcode::JIs => always!(compare::is_jump(fp, pc, r, ins)),
                Opcode::JIn => go!(quick_items::in_jump),

                Opcode::BuildTuple => fast!(build::tuple(vm, fp, pc, r, ins), op!(1, ops::build::tuple)),
                Opcode::BuildList => op!(1, ops::build::list),
                Opcode::BuildSet => op!(1, ops::build::set),
                Opcode::BuildMap => op!(1, ops::build::map),
                Opcode::BuildString => op!(1, ops::build::string),
                Opcode::ListAppend => always!(iterate::append(pc, r, ins)),
                Opcode::SetAdd => op!(1, ops::build::set_add),
                Opcode::MapAdd => op!(1, ops::build::map_add),
                Opcode::ListExtend => op!(1, ops::build::list_extend),
                Opcode::SetUpdate => op!(1, ops::build::set_update),
                Opcode::DictUpdate => op!(1, ops::build::dict_update),
                Opcode::DictMerge => op!(1, ops::build::dict_merge),
                Opcode::ListToTuple => op!(1, ops::build::list_to_tuple),
                Opcode::UnpackSequence => {
                    fast!(build::unpack(fp, pc, r, ins), op!(1, ops::build::unpack_sequence))
                }
                Opcode::UnpackEx => op!(2, ops::build::unpack_ex),
                Opcode::Format => op!(1, ops::build::format),
                Opcode::BuildInterpolation => op!(1, ops::build::interpolation),
                Opcode::BuildTemplate => op!(1, ops::build::template),

                Opcode::GetIter => go!(quick::get_iter),
                Opcode::ForIter => for_iter!(2i16, quick::for_iter),
                Opcode::ForIterBack => {
                    if vm.breaker.get() != 0 {
                        go!(outline::poll_for_iter)
                    }
                    for_iter!(2 + *pc.add(1) as i16, quick::for_iter)
                }
                Opcode::GetYieldFromIter => op!(1, ops::iterate::get_yield_from_iter),
                Opcode::GetAwaitable => op!(1, ops::iterate::get_awaitable),
                Opcode::GetAIter => op!(1, ops::iterate::get_aiter),
                Opcode::GetANext => op!(1, ops::iterate::get_anext),
                Opcode::EndAsyncFor => go!(outline::end_async_for),

                Opcode::MakeGenerator => go!(outline::make_generator),
                Opcode::Yield => {
                    let how = (*fp).how;
                    if how == FOR_LOOP && calls::suspend(vm, fp, pc) {
                        to_caller!(fast::operand_b(r, ins))
                    }
                    if how == FROM_NATIVE && calls::suspend(vm, fp, pc) {
                        if ins.has(ops::iterate::ASYNC_YIELD) {
                            (*(*fp).generator).yielded.set(true);
                        }
                        return Ok(fast::operand_b(r, ins));
                    }
                    go!(outline::yield_value)
                }
                Opcode::YieldFrom => go!(outline::yield_from),

                Opcode::Call => {
                    let (a, count) = (ins.a(), ins.c() as usize);
                    if let Some((frame, code)) = calls::enter(vm, fp, pc, r, a, a as usize + 1, count, ins.b()) {
                        enter!(frame, code)
                    }
                    go!(quick::call)
                }
                Opcode::CallMethod => {
                    let (a, count) = (ins.a(), ins.c() as usize);
                    // Functions without a receiver are left to the others.
                    if !(*reg!(a + 1)).is_null()
                        && let Some((frame, code)) = calls::enter(vm, fp, pc, r, a, a as usize + 1, count + 1, ins.b())
                    {
                        enter!(frame, code)
                    }
                    fast!(build::list_method(fp, pc, r, ins), go!(quick::call_method))
                }
                Opcode::CallKw => go!(quick_bind::call_kw),
                Opcode::CallEx => go!(quick_bind::call_ex),
                Opcode::Return => leave!(fast::take(r, ins.a())),
                Opcode::ReturnConst => leave!((*konst!(ins.bc())).clone()),

                Opcode::Raise => go!(quick_raise::raise),
                Opcode::Reraise => go!(outline::reraise),
                Opcode::PushExc => {
                    fast!(exceptions::push_exc(vm, fp, pc, r, ins), op!(1, ops::exceptions::push_exc))
                }
                Opcode::PopExc => {
                    fast!(exceptions::pop_exc(vm, fp, pc, r, ins), op!(1, ops::exceptions::pop_exc))
                }
                Opcode::MatchExc => go!(quick_raise::match_exc),
                Opcode::MatchExcGroup => op!(1, ops::exceptions::match_exc_group),
                Opcode::PrepReraiseStar => op!(1, ops::exceptions::prep_reraise_star),
                Opcode::LoadSpecial => go!(quick::load_special),
                Opcode::LoadExcTriple => op!(1, ops::exceptions::load_exc_triple),

                Opcode::MakeFunction => op!(1, ops::functions::make_function),
                Opcode::LoadBuildClass => op!(1, ops::functions::load_build_class),
                Opcode::ImportName => op!(2, ops::functions::import_name),
                Opcode::ImportFrom => op!(1, ops::functions::import_from),
                Opcode::ImportStar => op!(1, ops::functions::import_star),
                Opcode::Intrinsic => op!(1, ops::functions::intrinsic),

                Opcode::MatchMapping => op!(1, ops::matching::mapping),
                Opcode::MatchSequence => op!(1, ops::matching::sequence),
                Opcode::MatchKeys => op!(1, ops::matching::keys),
                Opcode::MatchClass => op!(2, ops::matching::class),
                Opcode::GetLen => op!(1, ops::matching::len),
            }
        }
    }
}
