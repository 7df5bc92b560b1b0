class Signal:
    def __init__(self):
        self._slots = []

    def connect(self, slot, priority=0):
        self._slots.append((priority, len(self._slots), slot))
        self._slots.sort(key=lambda s: (-s[0], s[1]))
        return slot

    def __call__(self, *args, **kw):
        return [slot(*args, **kw) for _, _, slot in self._slots]

    def __get__(self, obj, owner):
        if obj is None:
            return self
        return obj.__dict__.setdefault("_signal_%d" % id(self), type(self)())


class Observable:
    changed = Signal()

    def __setattr__(self, name, value):
        old = getattr(self, name, None)
        super().__setattr__(name, value)
        if not name.startswith("_") and old != value:
            self.changed(name, old, value)


class Model(Observable):
    def __init__(self, **values):
        for k, v in values.items():
            setattr(self, k, v)


log = []
m, other = Model(a=1), Model(a=2)


@m.changed.connect
def on_change(name, old, new):
    log.append(f"{name}: {old} -> {new}")


m.changed.connect(lambda *a: log.append(("high", *a)), priority=10)
m.a = 5
m.a = 5
m.b = "new"
other.a = 9
print(*log, sep="\n")
print(Model.changed is Observable.changed, m.changed is m.changed, m.changed is not other.changed)


class StateMachine:
    transitions = {}

    def __init_subclass__(cls, initial, **kw):
        super().__init_subclass__(**kw)
        cls.initial = initial
        cls.transitions = {(src, f.event): (f, dst) for f in vars(cls).values() if hasattr(f, "event") for src, dst in f.moves}

    def __init__(self):
        self.state = self.initial

    def fire(self, event, *args):
        try:
            action, target = self.transitions[self.state, event]
        except KeyError:
            raise RuntimeError(f"{event!r} not allowed in state {self.state!r}") from None
        result = action(self, *args)
        self.state = target
        return result


def on(event, **moves):
    def mark(f):
        f.event, f.moves = event, moves.items()
        return f
    return mark


class Turnstile(StateMachine, initial="locked"):
    coins = 0

    @on("coin", locked="unlocked", unlocked="unlocked")
    def coin(self, n=1):
        self.coins += n
        return f"coins: {self.coins}"

    @on("push", unlocked="locked")
    def push(self):
        return "through"


t = Turnstile()
for event, *args in (("push",), ("coin",), ("coin", 5), ("push",), ("push",), ("kick",)):
    try:
        print(event, t.fire(event, *args), t.state)
    except RuntimeError as e:
        print(event, "refused:", e, e.__suppress_context__)
print(sorted(Turnstile.transitions), Turnstile.coins, t.coins)
