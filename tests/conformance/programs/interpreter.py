# A small language: tokens, parser, closures, interpreter.
def tokenize(source):
    return source.replace("(", " ( ").replace(")", " ) ").split()


def parse(tokens):
    token = tokens.pop(0)
    if token == "(":
        out = []
        while tokens[0] != ")":
            out.append(parse(tokens))
        tokens.pop(0)
        return tuple(out)
    for kind in (int, float):
        try:
            return kind(token)
        except ValueError:
            pass
    return token


class Env(dict):
    def __init__(self, names=(), values=(), outer=None):
        super().__init__(zip(names, values))
        self.outer = outer

    def find(self, name):
        if name in self:
            return self
        if self.outer is None:
            raise NameError(name)
        return self.outer.find(name)


def evaluate(x, env):
    while True:
        match x:
            case str():
                return env.find(x)[x]
            case int() | float():
                return x
            case ("quote", y):
                return y
            case ("if", test, yes, no):
                x = yes if evaluate(test, env) else no
            case ("define", (name, *params), *body):
                env[name] = make(params, body, env)
                return None
            case ("define", name, y):
                env[name] = evaluate(y, env)
                return None
            case ("set!", name, y):
                env.find(name)[name] = evaluate(y, env)
                return None
            case ("lambda", params, *body):
                return make(params, body, env)
            case ("let", bindings, *body):
                names = [n for n, _ in bindings]
                values = [evaluate(v, env) for _, v in bindings]
                env = Env(names, values, env)
                for y in body[:-1]:
                    evaluate(y, env)
                x = body[-1]
            case (f, *args):
                function, *values = [evaluate(y, env) for y in (f, *args)]
                if hasattr(function, "params"):
                    env = Env(function.params, values, function.env)
                    for y in function.body[:-1]:
                        evaluate(y, env)
                    x = function.body[-1]
                else:
                    return function(*values)


def make(params, body, env):
    def closure(*args):
        return evaluate(("let", tuple(zip(params, map(lambda a: ("quote", a), args))), *body), env)
    closure.params, closure.body, closure.env = params, body, env
    return closure


def product(*xs):
    p = 1
    for x in xs:
        p *= x
    return p


GLOBAL = Env()
GLOBAL.update({"+": lambda *a: sum(a), "*": product, "-": lambda a, b=None: -a if b is None else a - b, "=": lambda a, b: a == b, "<": lambda a, b: a < b, "/": lambda a, b: a / b,
               "list": lambda *a: list(a), "car": lambda a: a[0], "cdr": lambda a: a[1:], "cons": lambda a, b: [a, *b], "null?": lambda a: not a, "print": print, "map": lambda f, a: [f(x) for x in a]})


def run(source):
    tokens = tokenize(source)
    result = None
    while tokens:
        result = evaluate(parse(tokens), GLOBAL)
    return result


print(run("(define (fact n) (if (< n 2) 1 (* n (fact (- n 1))))) (fact 30)"))
print(run("(define (loop n acc) (if (= n 0) acc (loop (- n 1) (+ acc n)))) (loop 5000 0)"))
print(run("(define (counter) (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (define c (counter)) (c) (c) (list (c) ((counter)))"))
print(run("(map (lambda (x) (* x x)) (list 1 2 3 4))"), run("(quote (a (b 1.5)))"))
print(run("(define (range a b) (if (< a b) (cons a (range (+ a 1) b)) (list))) (define (fold f z l) (if (null? l) z (fold f (f z (car l)) (cdr l)))) (fold + 0 (range 0 50))"))
for bad in ("(undefined 1)", "(car 5)", "(/ 1 0)", "(fact)", "(1 2)"):
    try:
        print(run(bad))
    except Exception as e:
        print(bad, type(e).__name__, e)
