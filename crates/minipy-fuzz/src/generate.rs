//! Valid programs from a grammar. Every statement prints what came of it; exceptions are caught and printed, so that
//! a program goes on. Loops are bounded, and nothing depends on addresses, time or the order of threads.

use crate::random::Random;
use crate::shrink::Statement;

/// What every program begins with.
pub const PRELUDE: &str = "\
def show(*values):
    print(*[ascii(v)[:300] for v in values])
def failed(e):
    text = str(e)
    if ' at 0x' in text:
        text = '...'
    print(type(e).__name__, ascii(text)[:300], len(getattr(e, '__notes__', ())), type(e.__context__).__name__, type(e.__cause__).__name__)
class V:
    __match_args__ = ('a', 'b')
    def __init__(self, a=0, b=0):
        self.a = a
        self.b = b
    def __repr__(self):
        return f'V({self.a!r}, {self.b!r})'
    def __eq__(self, other):
        return isinstance(other, V) and self.a == other.a
    def __hash__(self):
        return hash(self.a)
    def __lt__(self, other):
        return self.a < other.a
    def __add__(self, other):
        return V(self.a + (other.a if isinstance(other, V) else other), self.b)
    def __radd__(self, other):
        return V(other + self.a, self.b)
    def __getitem__(self, i):
        return (self.a, self.b)[i]
    def __len__(self):
        return 2
    def __contains__(self, x):
        return x == self.a
    def __call__(self, *a, **k):
        return (self.a, a, sorted(k.items()))
    def __enter__(self):
        show('enter', self.a)
        return self
    def __exit__(self, t, e, tb):
        show('exit', t)
        return self.b == 1
    def __getattr__(self, name):
        if name.startswith('_'):
            raise AttributeError(name)
        return name
    def __index__(self):
        return self.a
class W(V):
    __slots__ = ('s',)
    def __iadd__(self, other):
        self.s = other
        return self
    def __iter__(self):
        yield self.a
        yield self.b
        return 7
    def __bool__(self):
        return bool(self.b)
    def __add__(self, other):
        return super().__add__(other)
    @property
    def p(self):
        return self.a
    @p.setter
    def p(self, x):
        self.a = x
    @classmethod
    def c(cls, *x):
        return cls(*x)
    @staticmethod
    def st(x=1, *, y=2):
        return (x, y)
def gen(n, v=None):
    try:
        for i in range(n):
            got = yield i if v is None else v
            if got is not None:
                show('got', got)
    except ValueError as e:
        yield 'caught'
    finally:
        show('closed')
    return n
i0, i1, i2 = 3, -7, 2 ** 65
f0, f1 = 1.5, -0.0
s0, s1 = 'abc', 'x\\u00e9\\ud800'
b0 = b'a\\x00c'
l0, l1 = [1, 2, 3], ['b', 'a']
t0, t1 = (1, 'x'), ()
d0, d1 = {'a': 1, 2: [3]}, {}
e0, e1 = {1, 2}, frozenset('ab')
o0, o1 = V(1, 2), W(3)
g0 = gen(2)
n0 = None
";

/// The kinds of values that an expression is meant to have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Int,
    Float,
    Str,
    Bytes,
    List,
    Tuple,
    Dict,
    Set,
    Bool,
    Object,
    Iterable,
    Any,
}

const KINDS: &[Kind] = &[
    Kind::Int,
    Kind::Int,
    Kind::Float,
    Kind::Str,
    Kind::Str,
    Kind::Bytes,
    Kind::List,
    Kind::List,
    Kind::Tuple,
    Kind::Dict,
    Kind::Set,
    Kind::Bool,
    Kind::Object,
];

const NAMES: &[&str] =
    &["i0", "i1", "i2", "f0", "f1", "s0", "s1", "b0", "l0", "l1", "t0", "t1", "d0", "d1", "e0", "e1", "o0", "o1", "n0"];

/// A program that follows from the seed.
pub fn program(seed: u64) -> Vec<Statement> {
    let mut g =
        Generator { random: Random::new(seed), functions: 0, locals: Vec::new(), in_loop: false, in_function: false };
    let mut program = vec![Statement::line(PRELUDE.trim_end())];
    for _ in 0..12 + g.random.below(10) {
        let statement = g.statement(3);
        let statements = vec![statement];
        program.push(
            Statement::block("try:", statements).clause("except Exception as e:", vec![Statement::line("failed(e)")]),
        );
    }
    program.push(Statement::line("show(i0, i1, f0, s0, l0, t0, d0, e0, o0, o1)"));
    program
}

struct Generator {
    random: Random,
    functions: usize,
    /// Names of parameters and loop variables in sight.
    locals: Vec<String>,
    in_loop: bool,
    in_function: bool,
}

impl Generator {
    fn pick(&mut self, choices: &[&str]) -> String {
        self.random.pick(choices).to_owned()
    }

    /// An expression; sometimes of another kind than asked for.
    fn expr(&mut self, kind: Kind, depth: usize) -> String {
        let kind = match kind {
            Kind::Any => KINDS[self.random.below(KINDS.len())],
            _ if self.random.one_in(14) => KINDS[self.random.below(KINDS.len())],
            kind => kind,
        };
        if depth > 0 && self.random.one_in(9) {
            return self.general(kind, depth - 1);
        }
        if !self.locals.is_empty() && self.random.one_in(4) {
            let at = self.random.below(self.locals.len());
            return self.locals[at].clone();
        }
        if depth == 0 || self.random.one_in(4) {
            return self.leaf(kind);
        }
        self.compound(kind, depth - 1)
    }

    fn leaf(&mut self, kind: Kind) -> String {
        self.pick(match kind {
            Kind::Int => &["i0", "i1", "i2", "0", "1", "-1", "2", "5", "255", "2**31", "-2**63", "10**20", "True"],
            Kind::Float => {
                &["f0", "f1", "0.5", "-2.5", "1e300", "float('inf')", "float('nan')", "0.1", "1e-7", "2j", "-0.0"]
            }
            Kind::Str => &[
                "s0",
                "s1",
                "''",
                "'a'",
                "'b c'",
                "'12'",
                "'%s'",
                "'{}'",
                "'Äß'",
                "'\\U0001f600x'",
                "'a\\nb\\n'",
                "'  x '",
            ],
            Kind::Bytes => &["b0", "b''", "b'xyz'", "bytearray(b'q')", "memoryview(b'abcd')", "b'%d'"],
            Kind::List => &["l0", "l1", "[]", "[0]", "[1, 'a', None]", "[3, 1, 2]", "list('cab')", "[[1], [2]]"],
            Kind::Tuple => &["t0", "t1", "()", "(1,)", "(1, 2, 3)", "('k', 5)", "(None, 2.5)"],
            Kind::Dict => &["d0", "d1", "{}", "{'a': 1}", "{1: 2, 'x': None}", "dict(z=9)"],
            Kind::Set => &["e0", "e1", "set()", "{1, 2, 3}", "{'a'}", "frozenset((1, (2,)))"],
            Kind::Bool => &["True", "False", "None", "i0", "s0", "l1"],
            Kind::Object => &[
                "o0",
                "o1",
                "V()",
                "W(1, 1)",
                "V",
                "W.c",
                "o1.p",
                "o0.a",
                "len",
                "show",
                "int",
                "range(4)",
                "NotImplemented",
                "...",
            ],
            Kind::Iterable => &[
                "l0",
                "t0",
                "s0",
                "d0",
                "e1",
                "range(5)",
                "gen(3)",
                "W(4, 5)",
                "range(6, 0, -2)",
                "g0",
                "b0",
                "enumerate(s0)",
                "zip(l0, s0)",
            ],
            Kind::Any => &["n0"],
        })
    }

    /// Forms that give a value of any kind.
    fn general(&mut self, kind: Kind, depth: usize) -> String {
        let a = self.expr(kind, depth);
        let b = self.expr(kind, depth);
        let c = self.expr(Kind::Bool, depth);
        match self.random.below(9) {
            0 => format!("({a} if {c} else {b})"),
            1 => format!("({a} or {b})"),
            2 => format!("({a} and {b})"),
            3 => format!("(lambda x, y=1, *z, k={c}: {a})({b})"),
            4 => format!("[{a}, {b}][{c}]"),
            5 => format!("(w := {a})"),
            6 => format!("next(iter([{a}]), {b})"),
            7 => format!("(lambda *a, **k: (a, k))({a}, *[{b}], q={c})[0][1]"),
            _ => format!("{{0: {a}}}.get({c}, {b})"),
        }
    }

    fn compound(&mut self, kind: Kind, depth: usize) -> String {
        let any = |g: &mut Self| g.expr(Kind::Any, depth);
        match kind {
            Kind::Int => {
                let (a, b) = (self.expr(Kind::Int, depth), self.expr(Kind::Int, depth));
                match self.random.below(12) {
                    0..=2 => format!("({a} {} {b})", self.pick(&["+", "-", "*", "&", "|", "^", "//", "%"])),
                    3 => format!("({a} {} ({b} % 9))", self.pick(&["<<", ">>", "**"])),
                    4 => format!("{}{a}", self.pick(&["-", "~", "+"])),
                    5 => format!("len({})", any(self)),
                    6 => format!(
                        "{}({})",
                        self.pick(&["int", "abs", "hash", "ord", "round", "id"]).replace("id", "bool"),
                        any(self)
                    ),
                    7 => format!("{}({}, default={b})", self.pick(&["max", "min"]), self.expr(Kind::Iterable, depth)),
                    8 => format!("sum({}, {a})", self.expr(Kind::Iterable, depth)),
                    9 => format!(
                        "({a}).{}()",
                        self.pick(&["bit_length", "bit_count", "as_integer_ratio", "conjugate", "__neg__"])
                    ),
                    10 => {
                        format!("({}).{}({})", self.expr(Kind::List, depth), self.pick(&["index", "count"]), any(self))
                    }
                    _ => format!("divmod({a}, {b})[0]"),
                }
            }
            Kind::Float => {
                let (a, b) = (self.expr(Kind::Float, depth), self.expr(Kind::Int, depth));
                match self.random.below(6) {
                    0..=1 => format!("({a} {} {b})", self.pick(&["+", "-", "*", "/", "//", "%"])),
                    2 => format!("({b} / {a})"),
                    3 => format!("float({})", any(self)),
                    4 => format!("round({a}, {})", self.pick(&["0", "1", "2", "-1", "None"])),
                    _ => format!(
                        "({a}).{}()",
                        self.pick(&["hex", "is_integer", "as_integer_ratio", "conjugate", "__trunc__"])
                    ),
                }
            }
            Kind::Str => {
                let (a, b) = (self.expr(Kind::Str, depth), self.expr(Kind::Str, depth));
                match self.random.below(14) {
                    0 => format!("({a} + {b})"),
                    1 => format!("({a} * {})", self.pick(&["0", "2", "3", "-1", "o0"])),
                    2 => format!("{a}[{}]", self.slice(depth)),
                    3 => format!("({a} % {})", any(self)),
                    4 => format!(
                        "f'{{{}}}-{{{}!r:>{{{}}}}}'",
                        self.leaf(Kind::Any),
                        self.leaf(Kind::Str).replace('\'', "\""),
                        self.pick(&["7", "i0", "2"])
                    ),
                    5 => format!(
                        "f'{{{}:{}}}'",
                        self.pick(NAMES),
                        self.pick(&[
                            "", ">8", "08.3f", "x", "_d", "*^9", "e", "s", "+,", "#b", ".2%", "c", "n", "z.1f"
                        ])
                    ),
                    6 => format!("({a}).format({b}, {})", any(self)),
                    7 => format!("str({})", any(self)),
                    8 => format!(
                        "{a}.{}()",
                        self.pick(&[
                            "upper",
                            "lower",
                            "title",
                            "swapcase",
                            "casefold",
                            "strip",
                            "capitalize",
                            "isdigit",
                            "isidentifier",
                            "encode",
                            "splitlines",
                            "split",
                            "isascii"
                        ])
                    ),
                    9 => format!(
                        "{a}.{}({b})",
                        self.pick(&[
                            "strip",
                            "split",
                            "rsplit",
                            "partition",
                            "rpartition",
                            "find",
                            "count",
                            "startswith",
                            "removeprefix",
                            "removesuffix",
                            "index",
                            "join",
                            "__add__",
                            "__contains__"
                        ])
                    ),
                    10 => format!("({a}).replace({b}, {})", self.expr(Kind::Str, depth)),
                    11 => format!(
                        "{a}.{}({}, {b})",
                        self.pick(&["ljust", "rjust", "center", "zfill"]),
                        self.pick(&["6", "2", "-1"])
                    ),
                    12 => format!("({b}).join({})", self.expr(Kind::Iterable, depth)),
                    _ => format!(
                        "{}({})",
                        self.pick(&["repr", "ascii", "chr", "bin", "hex", "oct", "format"]),
                        any(self)
                    ),
                }
            }
            Kind::Bytes => {
                let (a, b) = (self.expr(Kind::Bytes, depth), self.expr(Kind::Bytes, depth));
                match self.random.below(7) {
                    0 => format!("({a} + {b})"),
                    1 => format!("{a}[{}]", self.slice(depth)),
                    2 => format!("bytes({})", any(self))
                        .replace("bytes(i2)", "bytes(3)")
                        .replace("bytes(2**31)", "bytes(2)"),
                    3 => format!(
                        "{a}.{}({b})",
                        self.pick(&["find", "split", "strip", "join", "startswith", "replace", "count"])
                    ),
                    4 => format!("({a}).{}()", self.pick(&["hex", "upper", "decode", "tolist", "isalpha", "split"])),
                    5 => format!("({a} % {})", any(self)),
                    _ => format!(
                        "{}.encode({})",
                        self.expr(Kind::Str, depth),
                        self.pick(&[
                            "",
                            "'ascii'",
                            "'utf-16'",
                            "'utf-8', 'surrogatepass'",
                            "'latin-1', 'replace'",
                            "'ascii', 'backslashreplace'"
                        ])
                    ),
                }
            }
            Kind::List => {
                let a = self.expr(Kind::List, depth);
                match self.random.below(10) {
                    0 => format!("({a} + {})", self.expr(Kind::List, depth)),
                    1 => format!("({a} * {})", self.pick(&["0", "2", "-1", "o0", "1.5"])),
                    2 => format!("{a}[{}]", self.slice(depth)),
                    3 => format!("[{}, *{}, {}]", any(self), self.expr(Kind::Iterable, depth), any(self)),
                    4..=5 => format!("[{}]", self.comprehension(depth)),
                    6 => format!(
                        "sorted({}, key={}, reverse={})",
                        self.expr(Kind::Iterable, depth),
                        self.pick(&["None", "str", "repr", "lambda x: -x", "len", "type"])
                            .replace("type", "id")
                            .replace("id", "bool"),
                        self.pick(&["True", "False"])
                    ),
                    7 => format!("list({})", self.iterator(depth)),
                    8 => format!(
                        "{}.{}()",
                        self.expr(Kind::Dict, depth),
                        self.pick(&["keys", "values", "items", "copy"])
                    ),
                    _ => format!("({a}).copy()"),
                }
            }
            Kind::Tuple => match self.random.below(5) {
                0 => format!("({}, {})", any(self), any(self)),
                1 => format!("tuple({})", self.iterator(depth)),
                2 => format!("({} + {})", self.expr(Kind::Tuple, depth), self.expr(Kind::Tuple, depth)),
                3 => format!("{}[{}]", self.expr(Kind::Tuple, depth), self.slice(depth)),
                _ => format!("(*{}, {})", self.expr(Kind::Iterable, depth), any(self)),
            },
            Kind::Dict => match self.random.below(6) {
                0 => format!("{{{}: {}, **{}}}", any(self), any(self), self.expr(Kind::Dict, depth)),
                1 => format!("({} | {})", self.expr(Kind::Dict, depth), self.expr(Kind::Dict, depth)),
                2 => format!("{{k: {} for k, v in ({}).items()}}", any(self), self.expr(Kind::Dict, depth)),
                3 => format!("dict.fromkeys({}, {})", self.expr(Kind::Iterable, depth), any(self)),
                4 => format!("dict(zip({}, {}))", self.expr(Kind::Iterable, depth), self.expr(Kind::Iterable, depth)),
                _ => format!("{}[{}]", self.expr(Kind::Dict, depth), any(self)),
            },
            Kind::Set => {
                let (a, b) = (self.expr(Kind::Set, depth), self.expr(Kind::Set, depth));
                match self.random.below(5) {
                    0..=1 => format!("({a} {} {b})", self.pick(&["|", "&", "-", "^", "<=", "<", ">=", "=="])),
                    2 => format!("{{{}, {}}}", any(self), any(self)),
                    3 => format!("set({})", self.expr(Kind::Iterable, depth)),
                    _ => format!(
                        "{a}.{}({})",
                        self.pick(&[
                            "union",
                            "intersection",
                            "difference",
                            "symmetric_difference",
                            "issubset",
                            "isdisjoint"
                        ]),
                        self.expr(Kind::Iterable, depth)
                    ),
                }
            }
            Kind::Bool => {
                let kind = KINDS[self.random.below(KINDS.len())];
                let (a, b) = (self.expr(kind, depth), self.expr(kind, depth));
                match self.random.below(8) {
                    0..=1 => format!("({a} {} {b})", self.pick(&["==", "!=", "<", "<=", ">", ">="])),
                    2 => format!(
                        "({a} {} {b} {} {})",
                        self.pick(&["<", "==", "<="]),
                        self.pick(&["<", "!=", ">="]),
                        self.expr(kind, depth)
                    ),
                    3 => format!("({a} {} {})", self.pick(&["in", "not in"]), self.expr(Kind::Iterable, depth)),
                    4 => format!("(not {a})"),
                    5 => {
                        format!("isinstance({a}, {})", self.pick(&["int", "(str, list)", "V", "int | None", "object"]))
                    }
                    6 => format!(
                        "{}({})",
                        self.pick(&["any", "all", "bool", "callable"]),
                        self.expr(Kind::Iterable, depth)
                    ),
                    _ => format!("({a} is {})", self.pick(&["None", "True", "o0"])),
                }
            }
            Kind::Object => {
                let a = self.expr(Kind::Object, depth);
                match self.random.below(8) {
                    0 => format!("V({}, {})", any(self), any(self)),
                    1 => format!("W({}, {})", any(self), any(self)),
                    2 => format!("({a} + {})", any(self)),
                    3 => format!("({} + {a})", any(self)),
                    4 => format!("{a}({}, k={})", any(self), any(self)),
                    5 => format!("{a}[{}]", any(self)),
                    6 => format!("({a}).{}", self.pick(&["a", "b", "p", "zz", "__class__.__name__", "_x"])),
                    _ => format!("getattr({a}, {}, {})", self.pick(&["'a'", "'p'", "'_q'", "s0"]), any(self)),
                }
            }
            Kind::Iterable => self.iterator(depth),
            Kind::Any => self.leaf(Kind::Any),
        }
    }

    fn iterator(&mut self, depth: usize) -> String {
        let a = self.expr(Kind::Iterable, depth);
        match self.random.below(8) {
            0 => format!("reversed({a})"),
            1 => format!("enumerate({a}, {})", self.leaf(Kind::Int)),
            2 => format!("zip({a}, {}, strict={})", self.expr(Kind::Iterable, depth), self.pick(&["True", "False"])),
            3 => format!("map({}, {a})", self.pick(&["str", "lambda x: x", "len", "V", "bool", "int"])),
            4 => format!("filter({}, {a})", self.pick(&["None", "lambda x: x", "str", "callable"])),
            5 => format!("({})", self.comprehension(depth)),
            6 => format!("iter({a})"),
            _ => a,
        }
    }

    fn comprehension(&mut self, depth: usize) -> String {
        let name = format!("c{}", self.locals.len());
        let source = self.expr(Kind::Iterable, depth);
        self.locals.push(name.clone());
        let condition =
            if self.random.one_in(2) { format!(" if {}", self.expr(Kind::Bool, depth)) } else { String::new() };
        let inner =
            if self.random.one_in(4) { format!(" for z in {}", self.expr(Kind::Iterable, 0)) } else { String::new() };
        let element = self.expr(Kind::Any, depth);
        self.locals.pop();
        format!("{element} for {name} in {source}{condition}{inner}")
    }

    fn slice(&mut self, depth: usize) -> String {
        let part = |g: &mut Self| if g.random.one_in(3) { String::new() } else { g.expr(Kind::Int, depth.min(1)) };
        match self.random.below(3) {
            0 => self.expr(Kind::Int, depth),
            1 => format!("{}:{}", part(self), part(self)),
            _ => format!("{}:{}:{}", part(self), part(self), part(self)),
        }
    }

    fn target(&mut self) -> (String, Kind) {
        let names = [
            ("i0", Kind::Int),
            ("i1", Kind::Int),
            ("f0", Kind::Float),
            ("s0", Kind::Str),
            ("s1", Kind::Str),
            ("b0", Kind::Bytes),
            ("l0", Kind::List),
            ("l1", Kind::List),
            ("t0", Kind::Tuple),
            ("d0", Kind::Dict),
            ("e0", Kind::Set),
            ("o1.a", Kind::Any),
            ("d0['k']", Kind::Any),
            ("l0[0]", Kind::Any),
            ("o0.p", Kind::Any),
            ("n0", Kind::Any),
            ("l0[1:2]", Kind::Iterable),
        ];
        let (name, kind) = names[self.random.below(names.len())];
        (name.to_owned(), kind)
    }

    fn body(&mut self, depth: usize) -> Vec<Statement> {
        (0..1 + self.random.below(3)).map(|_| self.statement(depth)).collect()
    }

    fn statement(&mut self, depth: usize) -> Statement {
        if depth == 0 {
            return self.simple();
        }
        let depth = depth - 1;
        match self.random.below(22) {
            0..=7 => self.simple(),
            8..=9 => {
                let statement = Statement::block(format!("if {}:", self.expr(Kind::Bool, 2)), self.body(depth));
                if self.random.one_in(2) { statement.clause("else:", self.body(depth)) } else { statement }
            }
            10..=11 => self.for_loop(depth),
            12 => {
                let was = std::mem::replace(&mut self.in_loop, true);
                let mut body = vec![Statement::line("k += 1")];
                body.extend(self.body(depth));
                self.in_loop = was;
                let condition = self.expr(Kind::Bool, 1);
                Statement::block(
                    "if 1:",
                    vec![Statement::line("k = 0"), Statement::block(format!("while k < 4 and {condition}:"), body)],
                )
            }
            13..=14 => self.try_statement(depth),
            15..=17 => self.function(depth),
            18 => self.match_statement(depth),
            19 => {
                let manager = self.pick(&["V(1, 1)", "o0", "V(2) as m, W(1, 1) as q", "(V(0, 1) as m)", "n0"]);
                Statement::block(format!("with {manager}:"), self.body(depth))
            }
            20 => self.class(depth),
            _ => self.generator(depth),
        }
    }

    fn simple(&mut self) -> Statement {
        let (name, kind) = self.target();
        Statement::line(match self.random.below(18) {
            0..=4 => format!("show({})", self.expr(Kind::Any, 3)),
            5..=7 => format!("{name} = {}", self.expr(kind, 3)),
            8 => format!("{name} {}= {}", self.pick(&["+", "-", "*", "|", "&", "//", "%", "^"]), self.expr(kind, 1)),
            9 => format!("i0, *n0, s0 = {}", self.expr(Kind::Iterable, 2)),
            10 => format!("i0, (n0, s1) = {}, {}", self.expr(Kind::Int, 1), self.expr(Kind::Iterable, 1)),
            11 => self.mutation(),
            12 => format!(
                "del {}",
                self.pick(&["l0[0]", "l1[::2]", "d0['a']", "o1.a", "o0.zz", "l0[5:1]", "d0[i0]", "t0[0]"])
            ),
            13 => format!("assert {}, {}", self.expr(Kind::Bool, 2), self.expr(Kind::Str, 1)),
            14 => format!(
                "raise {}",
                self.pick(&[
                    "ValueError(s0)",
                    "KeyError(i0)",
                    "TypeError",
                    "StopIteration(3)",
                    "V",
                    "ExceptionGroup('g', [ValueError(1), KeyError(2)])",
                    "ZeroDivisionError('z') from ValueError(1)",
                    "IndexError from None"
                ])
            ),
            15 if self.in_loop => self.pick(&["break", "continue"]),
            15 if self.in_function => format!("return {}", self.expr(Kind::Any, 2)),
            16 if self.in_function => format!("return {}", self.expr(Kind::Any, 2)),
            _ => format!("show({}, {})", self.expr(Kind::Any, 2), self.expr(Kind::Any, 2)),
        })
    }

    fn mutation(&mut self) -> String {
        let value = self.expr(Kind::Any, 1);
        match self.random.below(12) {
            0 => format!("l0.append({value})"),
            1 => format!("l1.extend({})", self.expr(Kind::Iterable, 1)),
            2 => format!("l0.insert({}, {value})", self.leaf(Kind::Int)),
            3 => format!("show(l1.pop({}))", self.pick(&["", "0", "-1", "9"])),
            4 => format!("l0.sort({})", self.pick(&["", "reverse=True", "key=str", "key=lambda x: -x"])),
            5 => format!("d0.update({})", self.expr(Kind::Dict, 1)),
            6 => format!("show(d0.pop({value}, 'none'), d0.setdefault(1, {}))", self.leaf(Kind::Any)),
            7 => format!("e0.{}({value})", self.pick(&["add", "discard", "remove", "update"])),
            8 => format!("l0[{}] = {}", self.slice(1), self.expr(Kind::Iterable, 1)),
            9 => format!(
                "show(g0.{})",
                self.pick(&["send(None)", "send(5)", "throw(ValueError)", "close()", "__next__()"])
            ),
            10 => format!("l0.{}", self.pick(&["reverse()", "clear()", "remove(1)", "pop()"])),
            _ => "g0 = gen(3, i0)".to_owned(),
        }
    }

    fn for_loop(&mut self, depth: usize) -> Statement {
        let name = format!("v{}", self.locals.len());
        // A loop over a list that its body extends would have no end.
        let source = format!("list({})[:5]", self.expr(Kind::Iterable, 2));
        let was = std::mem::replace(&mut self.in_loop, true);
        self.locals.push(name.clone());
        let body = self.body(depth);
        self.locals.pop();
        self.in_loop = was;
        let statement = Statement::block(format!("for {name} in {source}:"), body);
        if self.random.one_in(4) { statement.clause("else:", self.body(depth)) } else { statement }
    }

    fn try_statement(&mut self, depth: usize) -> Statement {
        let mut statement = Statement::block("try:", self.body(depth));
        let star = self.random.one_in(6);
        let was = star.then(|| (std::mem::take(&mut self.in_loop), std::mem::take(&mut self.in_function)));
        let head = if star { "except*" } else { "except" };
        let classes = self.pick(&[
            "ValueError",
            "(TypeError, KeyError)",
            "Exception",
            "ArithmeticError",
            "LookupError",
            "AttributeError, TypeError",
        ]);
        let mut handler = vec![Statement::line("failed(e)")];
        if classes.contains("r, T") {
            handler = Vec::new();
        }
        handler.extend(self.body(depth));
        if !star && self.random.one_in(4) {
            handler.push(Statement::line("raise"));
        }
        let name = if classes.contains("r, T") { "" } else { " as e" };
        statement = statement.clause(format!("{head} {classes}{name}:"), handler);
        if let Some((in_loop, in_function)) = was {
            (self.in_loop, self.in_function) = (in_loop, in_function);
        }
        if self.random.one_in(4) {
            statement = statement.clause("else:", self.body(depth));
        }
        if self.random.one_in(2) {
            // A jump out of `finally` is a SyntaxWarning with a line number: leave it out.
            let (in_loop, in_function) = (std::mem::take(&mut self.in_loop), std::mem::take(&mut self.in_function));
            statement = statement.clause("finally:", self.body(depth));
            (self.in_loop, self.in_function) = (in_loop, in_function);
        }
        statement
    }

    /// A function and calls of it.
    fn function(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("fn{}", self.functions);
        let parameters = self.pick(&["p, q=1", "p, /, q=2", "p, *q", "p, q=3, *, r=4", "p=0, *q, **r", "p, q=l0"]);
        let decorator = if self.random.one_in(8) { "@(lambda f: f)\n" } else { "" };
        let declared = self.pick(&["global i0", "global l0, s0", "y = p", "y = [p]"]);
        let closure = self.random.one_in(3);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let saved = std::mem::replace(&mut self.locals, vec!["p".into(), "q".into()]);
        let mut body = vec![Statement::line(declared)];
        if closure {
            let inner = vec![
                Statement::line("nonlocal p"),
                Statement::line(format!("p = {}", self.expr(Kind::Any, 2))),
                Statement::line(format!("return {}", self.expr(Kind::Any, 2))),
            ];
            body.push(Statement::block("def inner(u=q):", inner));
            body.push(Statement::line("show(inner(), p)"));
        }
        body.extend(self.body(depth));
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let arguments = match self.random.below(5) {
            0 => format!("{}, q={}", self.expr(Kind::Any, 1), self.expr(Kind::Any, 1)),
            1 => format!("*{}", self.expr(Kind::Iterable, 1)),
            2 => format!("{}, **{}", self.expr(Kind::Any, 1), self.expr(Kind::Dict, 1)),
            _ => self.expr(Kind::Any, 1),
        };
        Statement::block(
            "if 1:",
            vec![
                Statement::block(format!("{decorator}def {name}({parameters}):"), body),
                Statement::line(format!("show({name}({arguments}))")),
            ],
        )
    }

    fn generator(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("gn{}", self.functions);
        let saved = std::mem::replace(&mut self.locals, vec!["p".into()]);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let mut body = vec![Statement::line(format!("y = yield {}", self.expr(Kind::Any, 2)))];
        body.extend(self.body(depth));
        body.push(Statement::line(format!("yield from {}", self.expr(Kind::Iterable, 2))));
        body.push(Statement::line("return p"));
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let use_it = self.pick(&[
            "show(list(G(1))[:9])",
            "x = G(2); show(next(x), x.send(5))",
            "show(*G(3))",
            "x = G(i0); next(x); x.close()",
            "x = G(0); next(x); show(x.throw(KeyError(1)))",
        ]);
        Statement::block(
            "if 1:",
            vec![Statement::block(format!("def {name}(p):"), body), Statement::line(use_it.replace('G', &name))],
        )
    }

    fn match_statement(&mut self, depth: usize) -> Statement {
        let subject = self.expr(Kind::Any, 2);
        let patterns = [
            "[1, *r]",
            "{'a': r, **q}",
            "V(a, b=2)",
            "str() | bytes() as r",
            "(x, y) if x != y",
            "int(r)",
            "None",
            "[[x], *_]",
            "{}",
            "[]",
            "-7 | 3 | 1.5",
            "W(p=r)",
            "'abc'",
            "bool()",
            "(1 | 2) as r, *q",
            "{1: _}",
            "float() | complex()",
        ];
        let mut cases = Vec::new();
        for _ in 0..3 {
            let pattern = self.pick(&patterns);
            let mut body = vec![Statement::line(format!("show({})", ascii(&pattern)))];
            body.extend(self.body(depth));
            cases.push(Statement::block(format!("case {pattern}:"), body));
        }
        cases.push(Statement::block("case r:", vec![Statement::line("show('other', r)")]));
        Statement::block(format!("match {subject}:"), cases)
    }

    fn class(&mut self, depth: usize) -> Statement {
        self.functions += 1;
        let name = format!("K{}", self.functions);
        let base = self.pick(&[
            "",
            "(V)",
            "(W)",
            "(dict)",
            "(list)",
            "(int)",
            "(str)",
            "(Exception)",
            "(tuple)",
            "(V, dict)",
            "(W, V)",
        ]);
        let saved = std::mem::replace(&mut self.locals, vec!["self".into()]);
        let was = (std::mem::take(&mut self.in_loop), std::mem::replace(&mut self.in_function, true));
        let method = self.pick(&[
            "__getitem__(self, i)",
            "__eq__(self, o)",
            "__add__(self, o)",
            "__radd__(self, o)",
            "__len__(self)",
            "__iter__(self)",
            "__call__(self, *a)",
            "__contains__(self, o)",
            "__bool__(self)",
            "__lt__(self, o)",
            "__hash__(self)",
            "__str__(self)",
            "__getattr__(self, n)",
            "__index__(self)",
            "__missing__(self, k)",
            "__neg__(self)",
            "m(self, x=1)",
            "__new__(cls, *a)",
            "__init__(self, *a)",
            "__set_name__(self, *a)",
            "__format__(self, s)",
            "__iadd__(self, o)",
            "__setattr__(self, n, v)",
            "__del__(self)",
        ]);
        // A bare `self` in its own special method would recurse without end, differently deep.
        self.locals.clear();
        let body = vec![Statement::line(format!("return {}", self.expr(Kind::Any, 2)))];
        let was_depth = depth;
        self.locals = saved;
        (self.in_loop, self.in_function) = was;
        let class = vec![
            Statement::line(format!("z = {}", self.expr(Kind::Any, 1))),
            Statement::block(format!("def {method}:"), body),
        ];
        let value = self.expr(Kind::Any, was_depth.min(1));
        let uses = [
            "show(X[0])",
            "show(X == o0, X != 1)",
            "show(X + A, A + X)",
            "show(len(X))",
            "show(*X)",
            "show(X(1))",
            "show(A in X)",
            "show(bool(X))",
            "show(X < A)",
            "show(hash(X) == hash(X))",
            "show(str(X), f'{X}')",
            "show(X.zz)",
            "show([5, 6, 7][X])",
            "show(-X)",
            "show(X.m())",
            "show(X.z)",
            "X.q = A; show(X.q)",
            "X += A; show(type(X).__name__)",
            "show(sorted([X, X], key=str) == [X, X])",
        ];
        let make = self.pick(&["()", "(1)", "(A)", "(1, 2)"]);
        let mut statements = vec![
            Statement::block(format!("class {name}{base}:"), class),
            Statement::line(format!("X = {name}{}", make.replace('A', &value))),
        ];
        for _ in 0..3 {
            let text = self.pick(&uses).replace('A', &value);
            statements.push(
                Statement::block("try:", vec![Statement::line(text)])
                    .clause("except Exception as e:", vec![Statement::line("failed(e)")]),
            );
        }
        Statement::block("if 1:", statements)
    }
}

fn ascii(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_valid_program() {
        for seed in 0..200 {
            let text = crate::shrink::text(&program(seed));
            assert_eq!(text, crate::shrink::text(&program(seed)));
            if let Err(message) = crate::front_end::compile_with_stack(text.clone().into_bytes()) {
                // What the compiler refuses for a good reason (a starred assignment's clash, say) is rare.
                assert!(!message.is_empty(), "{text}");
            }
        }
    }
}
