# Classes to their limits: descriptors that learn their names, a metaclass that keeps the order, generic classes.


class Field:
    def __init__(self, kind, default=None):
        self.kind, self.default = kind, default

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, record, owner):
        return self if record is None else record.__dict__.get(self.name, self.default)

    def __set__(self, record, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        record.__dict__[self.name] = value


class RecordType(type):
    def __new__(meta, name, bases, namespace):
        cls = super().__new__(meta, name, bases, namespace)
        inherited = [field for base in bases for field in getattr(base, "fields", ())]
        cls.fields = inherited + [name for name, value in namespace.items() if isinstance(value, Field)]
        cls.__match_args__ = tuple(cls.fields)
        return cls


class Record(metaclass=RecordType):
    def __init__(self, **values):
        for name, value in values.items():
            if name not in self.fields:
                raise TypeError(f"{type(self).__name__} has no field {name!r}")
            setattr(self, name, value)

    def __repr__(self):
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and self.__dict__ == other.__dict__


class Person(Record):
    name = Field(str)
    age = Field(int, 0)


class Employee(Person):
    salary = Field(float, 0.0)


class Table[R: Record]:
    def __init__(self, *rows: R):
        self.rows = list(rows)

    def where(self, test) -> "Table[R]":
        return Table(*(row for row in self.rows if test(row)))

    def __iter__(self):
        return iter(self.rows)

    def __len__(self):
        return len(self.rows)


def describe(record: Record) -> str:
    match record:
        case Employee(name, age, salary) if salary > 1000:
            return f"{name} ({age}) earns {salary:,.2f}"
        case Person(name, age):
            return f"{name} is {age}"


people = Table(Person(name="Ann", age=31), Employee(name="Bob", age=45, salary=4200.5), Person(name="Cy"))
for person in people.where(lambda p: p.age):
    print(describe(person))
print(Employee.fields, people.rows[2], len(people))
print(Person(name="Ann", age=31) == people.rows[0])
for mistake in (lambda: Person(name=5), lambda: Person(size=1)):
    try:
        mistake()
    except TypeError as error:
        print("refused:", error)
