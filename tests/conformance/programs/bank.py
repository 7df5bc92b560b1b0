class InsufficientFunds(Exception):
    def __init__(self, needed, available):
        super().__init__(f"need {needed}, have {available}")
        self.needed, self.available = needed, available


class Account:
    _next = 1000

    def __init__(self, owner, balance=0):
        self.number = Account._next
        Account._next += 1
        self.owner, self._balance, self._log = owner, balance, []

    @property
    def balance(self):
        return self._balance

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"invalid amount: {amount}")
        self._balance += amount
        self._log.append(("deposit", amount))
        return self

    def withdraw(self, amount):
        if amount > self._balance:
            raise InsufficientFunds(amount, self._balance)
        self._balance -= amount
        self._log.append(("withdraw", amount))
        return self

    def __str__(self):
        return f"{type(self).__name__} #{self.number} ({self.owner}): {self._balance:>10,.2f}"

    def __iadd__(self, amount):
        return self.deposit(amount)

    def __lt__(self, other):
        return self._balance < other._balance

    def history(self):
        for i, (kind, amount) in enumerate(self._log, 1):
            yield f"{i:03d} {kind:<10}|{amount:>8.2f}"


class Savings(Account):
    rate = 0.05

    def add_interest(self):
        return self.deposit(round(self._balance * self.rate, 2))


class Transfer:
    def __init__(self, a, b, amount):
        self.a, self.b, self.amount = a, b, amount

    def __enter__(self):
        self.saved = self.a._balance, self.b._balance
        return self

    def __exit__(self, kind, error, tb):
        if error is not None:
            self.a._balance, self.b._balance = self.saved
            print("rolled back:", kind.__name__, error)
            return isinstance(error, InsufficientFunds)


a, b = Account("Ann", 100), Savings("Bob", 2000)
a.deposit(50).withdraw(30)
a += 5.5
b.add_interest()
print(a, b, sep="\n")
print(*a.history(), sep="\n")
with Transfer(a, b, 60) as t:
    t.a.withdraw(t.amount)
    t.b.deposit(t.amount)
print(a, b, sep="\n")
with Transfer(a, b, 1000) as t:
    t.b.deposit(t.amount)
    t.a.withdraw(t.amount)
print(a, b, sep="\n")
try:
    with Transfer(a, b, 1):
        a.withdraw(1)
        raise KeyError("crash")
except KeyError as e:
    print(repr(e))
for f in (lambda: a.deposit(-5), lambda: setattr(a, "balance", 5), lambda: a.withdraw(1e9)):
    try:
        f()
    except (ValueError, AttributeError, InsufficientFunds) as e:
        print(type(e).__name__, e, getattr(e, "needed", None))
print(max([a, b]).owner, sorted([b, a])[0].owner, min(a, b) is a, a.number, b.number)
