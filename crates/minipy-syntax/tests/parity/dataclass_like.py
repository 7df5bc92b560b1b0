# A class with annotations, properties and operators.
@dataclass(frozen=True, slots=True)
class Point(Base, Generic[T], metaclass=Meta):
    x: float = 0.0
    y: float = field(default=0.0, repr=False)
    tags: list[str] = field(default_factory=list)
    _cache: ClassVar[dict[str, "Point"]] = {}
    def __add__(self, other: Point, /) -> Point: return Point(self.x + other.x, self.y + other.y)
    def __matmul__(self, other): return self.x * other.x + self.y * other.y
    def __getitem__(self, index): return (self.x, self.y)[index]
    @classmethod
    def origin(cls, /): return cls._cache.setdefault("o", cls())
    @staticmethod
    def distance(a, b, *, norm=lambda v: abs(v)): return norm(a @ b)
    @cached_property
    def length(self): return (self.x ** 2 + self.y ** 2) ** .5
    def __iter__(self):
        yield self.x; yield self.y
    def __eq__(self, other):
        return NotImplemented if not isinstance(other, Point) else (*self,) == (*other,)
    __hash__ = None
