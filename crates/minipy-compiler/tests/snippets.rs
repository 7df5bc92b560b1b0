//! Every construct of the language compiles to code that the verifier and the flow checker accept.

use minipy_bytecode::code::Code;
use minipy_bytecode::{disasm, flow, verify};
use minipy_compiler::{Mode, Options, compile, compile_with_warnings};
use minipy_syntax::parse_source;

fn compile_as(source: &str, parse: minipy_syntax::Mode, options: &Options) -> Code {
    let parsed = parse_source(source.to_owned(), parse).unwrap_or_else(|e| panic!("{source}: {e}"));
    let code = compile(&parsed.module, &parsed.source, options).unwrap_or_else(|e| panic!("{source}: {e}"));
    if let Err(error) = verify::verify_all(&code).and_then(|()| flow::check_all(&code)) {
        panic!("{source}\n{error}\n{}", disasm::disassemble(&code));
    }
    code
}

fn check(source: &str) -> String {
    disasm::disassemble(&compile_as(source, minipy_syntax::Mode::Exec, &Options::default()))
}

/// Statements, tried at module level, in a function, a class body, a coroutine and an asynchronous generator.
const ANYWHERE: &[&str] = &[
    "x = y = z = f()",
    "a, b = b, a",
    "a, *b = c",
    "(a, b), [c, *d], e.f, g[h], i[j:k] = v",
    "a, b.c, d[0] = 1, 2, x",
    "x += 1; y.z -= w; a[b] *= c; a[1] //= 2; a[b:c] |= d",
    "x: int = 1; y: str; (z): int; a.b: c = d; a[0]: e",
    "del x, y.z, a[b], a[b:c], (d, [e])",
    "x = (y := 1) + y; z = [y, (y := 2), y]; f(y, y := 3, z=(y := 4))",
    "x = a and b or not c and (d if e else f)",
    "x = a < b < c == d is e is not f in g not in h",
    "x = not a is b, not a in b",
    "if a < b < f(c) and (d or not e): x\nelif g is None: y\nelif h is not None or i in (1, 2): z\nelse: w",
    "if a and b or c: pass\nif not (a or b and not c): d",
    "while a: b\nelse: c",
    "while True:\n  if a: break\n  if b: continue\n  c",
    "for x in y:\n  if x: continue\n  break\nelse: z",
    "for a, (b, *c) in d: pass",
    "for x.y in z: x.y()",
    "for x in [1, 2, f()]: pass",
    "for x in {1, 2}: pass",
    "try: a\nexcept B: c\nexcept (D, E) as e: f(e)\nexcept: g\nelse: h\nfinally: i",
    "for x in y:\n  try:\n    if x: break\n    continue\n  except E as e:\n    if e: continue\n    break\n  finally:\n    z",
    "while a:\n  try:\n    b\n  finally:\n    if c: break\n    if d: continue",
    "try: a\nexcept* B as e: c\nexcept* (D, E): f\nelse: g\nfinally: h",
    "try:\n  try: a\n  except* B: c\nfinally: d",
    "with a: b",
    "with a as b, c() as d.e, f as (g, h): i",
    "for x in y:\n  with a as b:\n    if b: break\n    if x: continue\n    c",
    "raise",
    "raise a",
    "raise a from b",
    "assert a; assert b, c; assert (x, y)[0]",
    "import a; import a.b.c; import a.b.c as d, e as f",
    "from a import b, c as d; from . import e; from ..f.g import h",
    "f(); f(a); f(a, b=c); f(*a); f(a, *b, c, d=e, **g, h=i, **j); f(**a)",
    "a.f(); a.f(b).g(c, d=e); a.f(*b); a.b.c.d(e)",
    "x = [a, *b, c], (a, *b), {a, *b}, {a: b, **c, d: e}, [], (), {}",
    "x = [1, 2, 3], {1, 2, 3}, {1: 2}, (1, 2), [*()]",
    "x = [i for i in a if i if not i], {i for i in a}, {i: j for i, j in a}",
    "x = [[i * j for i in a] for j in b for k in c if k]",
    "x = [lambda: i for i in a], {(lambda: (i, j)) for i in a for j in [i]}",
    "x = (i for i in a if b), sum(i for i in a), all(i for i in a), any(i for i in a), tuple(i for i in a)",
    "x = lambda a, /, b=1, *c, d, e=2, **f: (a, b, c, d, e, f)",
    "x = f'a{b}c{d!r:>{e}}{f=}', f'', f'{g}', t'a{b!s:c}d{e}'",
    "x = 'a%sb%-10.3r%%' % (c, d), '%d' % (e,), '%s' % f",
    "x = a[b], a[1], a[1:2], a[b:c], a[:], a[b:c:d], a[b, c:d], a[*b]",
    "x = -a, +a, ~a, not a, a ** b, a @ b, a // 2, 2 ** 3 ** 2, 'a' 'b' * 3, (1, 2)[0], -0.0, 1 + 2j",
    "match a:\n  case 1 | 'b' | None | True | -2.5 | 1 + 2j: x\n  case [b, c, *d]: y\n  case (b, _): z\n  case _: w",
    "match a, b:\n  case {'k': v, c.d: [w, *_], **rest} if v: x\n  case C(p, q=r) | D(r, q=p): y\n  case {}: z\n  case [*_]: u\n  case str() as s: t\n  case [_, *_, l]: m\n  case e.f: g\n  case h: i",
    "match a:\n  case (1 as x, y) | (y, 2 as x): b\n  case [[1, x] | [x, 2], *y] if y: c",
    "def f(a: b, c: d = e, *g: h, i: j = k, **l: m) -> n: return a",
    "def f[T: int, *Ts, **P = [int]](a: T = 1, *, b=2) -> P: return T",
    "class C[T](B, metaclass=M): x: T\n",
    "class C(*a, **b): pass",
    "@a\n@b.c(d)\ndef f(): pass",
    "@a\nclass C: 'doc'",
    "class C:\n  x = 1\n  def f(self): return __class__, super().f(), super(A, self).g, self.__p\n  def g(self): self.x = 1; self.__y = 2; return super\n",
    "class C:\n  if a:\n    x: int = 1\n  y: str\n  z = [w for w in x]\n  def f(self, a: y) -> x: pass",
    "type X = int; type Y[T: (int, str) = str, *U = *Ts, **V = [int]] = dict[T, [*U]]",
    "def f():\n  x = 1\n  def g():\n    nonlocal x\n    x += 1\n    del x\n    return lambda: x\n  return g",
    "def f():\n  global gg\n  gg = 1\n  del gg",
    "def f(a):\n  def g(): return a\n  a = 1\n  return [g, (lambda a=a: a), [a for a in g()]]",
    "def f():\n  yield; x = yield a; yield from b; return (yield)",
    "def f():\n  try: yield 1\n  finally: yield 2\n  with a: yield b",
    "async def f():\n  await a; x = [await b for b in c]; y = {d async for d in e if await d}; return [x async for x in y]",
    "async def f():\n  async with a as b, c: await d\n  async for x in y:\n    if x: break\n  else: z\n  yield x; yield [i async for i in x]; z = (j async for j in k)",
    "async def f():\n  async for x in y:\n    try:\n      if x: continue\n      return x\n    finally: await z",
    "def f():\n  for x in y:\n    try:\n      with a as b:\n        if b: return x\n    except E as e:\n      return e\n    finally:\n      c",
    "def f():\n  try:\n    return x\n  finally:\n    for y in z:\n      try: return y\n      finally: w",
    "def f():\n  with a:\n    for x in y:\n      with b:\n        return (x, 1)",
    "def f(x):\n  return 1 if x else 2 if y else x",
    "def f():\n  if __debug__: x = 1\n  if 0: y = 2\n  while 1: pass\n  return x",
    "def f():\n  try: import a\n  except ImportError: a = None\n  else: b = 1\n  return a, b",
    "x = [y := f(x), y**2]; print([z := 1 for _ in a], z)",
];

#[test]
fn constructs_compile_everywhere() {
    for source in ANYWHERE {
        check(source);
        let indented = source.replace('\n', "\n    ");
        check(&format!("def function(self, p=0):\n    {indented}\n    return locals"));
        check(&format!("async def function(self):\n    {indented}\n    await self"));
        check(&format!("async def function(self):\n    yield self\n    {indented}"));
        check(&format!(
            "def function(self):\n    for i in self:\n        try:\n            pass\n        finally:\n            pass\n    {indented}"
        ));
        // Comprehensions with assignment expressions are not allowed in class bodies.
        if !source.contains("print([z") {
            check(&format!("class Class:\n    {indented}"));
        }
    }
}

#[test]
fn constructs_compile_with_future_annotations() {
    for source in ANYWHERE {
        check(&format!("from __future__ import annotations\n{source}"));
    }
}

#[test]
fn optimization_levels_and_modes() {
    let plain = |optimize, mode| Options { optimize, mode, ..Options::default() };
    for optimize in 0..3 {
        compile_as("'doc'\nassert a\ndef f(): 'doc'", minipy_syntax::Mode::Exec, &plain(optimize, Mode::Exec));
    }
    compile_as("x + 1", minipy_syntax::Mode::Eval, &plain(0, Mode::Eval));
    compile_as("x; y\n", minipy_syntax::Mode::Single, &plain(0, Mode::Single));
    let await_options = Options { top_level_await: true, ..Options::default() };
    compile_as("await x\nasync for y in z: pass", minipy_syntax::Mode::Exec, &await_options);
}

#[test]
fn fused_jumps_and_direct_targets() {
    let text = check("def f(x, y):\n    while x < y:\n        x = x + 1\n    return x");
    let ops: Vec<&str> = text.lines().filter(|l| l.contains("r0") || l.contains("JumpBack")).collect();
    assert!(text.contains("JLt b=r0 c=r1"), "{text}");
    assert!(text.contains("AddK a=r0! b=r0 c=1"), "{text}");
    assert!(text.contains("JumpBack"), "{text}");
    assert!(!text.contains("Move"), "{text}");
    assert!(!ops.is_empty());
}

#[test]
fn unbound_locals_are_checked_only_when_needed() {
    let text = check("def f(a):\n    b = a\n    if a: c = 1\n    return b, c");
    assert_eq!(text.matches("CheckBound").count(), 1, "{text}");
    let text = check("def f(a):\n    del a\n    return a");
    assert_eq!(text.matches("CheckBound").count(), 1, "{text}");
    let text = check("def f(a):\n    while True:\n        x = a\n        if x: break\n    return x");
    assert_eq!(text.matches("CheckBound").count(), 0, "{text}");
}

#[test]
fn warnings_are_collected_once() {
    let source = "try: a\nfinally:\n  if x is 1: pass\n  assert (1, 'text')\n";
    let parsed = parse_source(source.to_owned(), minipy_syntax::Mode::Exec).unwrap_or_else(|e| panic!("{e}"));
    let compiled = compile_with_warnings(&parsed.module, &parsed.source, &Options::default());
    let warnings = compiled.unwrap_or_else(|e| panic!("{e}")).warnings;
    let texts: Vec<&str> = warnings.iter().map(|w| &*w.message).collect();
    assert_eq!(
        texts,
        ["\"is\" with 'int' literal. Did you mean \"==\"?", "assertion is always true, perhaps remove parentheses?"]
    );
}

/// Deep nesting ends in code or RecursionError on a stack of 64 MiB, never in a crash.
#[test]
fn deep_nesting_is_bounded() {
    let deep = |n: usize| {
        [
            format!("x = {}1", "-".repeat(n)),
            format!("x = a{}", " + a".repeat(n)),
            format!("x = a{}", ".b".repeat(n)),
            format!("x = a{}", "()".repeat(n)),
            format!("x = {}a", "not ".repeat(n)),
            format!("x = {}a", "lambda: ".repeat(n)),
            format!("x = a{}", " if b else c".repeat(n)),
            format!("x = a{}", " ** a".repeat(n)),
            format!("if a: pass\n{}else: pass", "elif b: pass\n".repeat(n)),
            format!("def f(): return a{}", " if b else c".repeat(n)),
        ]
    };
    let run = move || {
        for source in deep(200).into_iter().chain(deep(3000)).chain(deep(9000)) {
            if let Ok(parsed) = parse_source(source, minipy_syntax::Mode::Exec)
                && let Err(error) = compile(&parsed.module, &parsed.source, &Options::default())
            {
                assert_eq!(error.kind, minipy_compiler::ErrorKind::Recursion);
            }
        }
    };
    let thread = std::thread::Builder::new().stack_size(64 << 20).spawn(run).unwrap_or_else(|e| panic!("{e}"));
    assert!(thread.join().is_ok());
}

/// More constants than 16-bit operands can number: names still fit, and the values are right.
#[test]
fn many_constants() {
    let mut source = String::from("x = {\n");
    for i in 0..70_000 {
        source.push_str(&format!("  'k{i}': {i}.5,\n"));
    }
    source.push_str("}\ny = x.late + 12345678\ndef f(): return y == 87654321\nmatch x:\n  case [_, a, *_, 3]: pass\n");
    let code = compile_as(&source, minipy_syntax::Mode::Exec, &Options::default());
    assert!(code.consts.len() > 140_000);
}
