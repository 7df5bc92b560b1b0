# The errors of collections/natives.
import _collections
from _collections import deque, defaultdict, _count_elements, _tuplegetter
for code in """deque(5)
deque([1], -1)
deque([1], 'a')
deque([1], 2, 3)
deque(x=1)
deque().pop()
deque().popleft()
deque([1])[5]
deque([1])['a']
deque([1])[0:1]
deque([1]).__setitem__(5, 1)
deque([1]).__delitem__(5)
deque([1]).__setitem__('a', 1)
deque([1]).index(5)
deque([1]).index()
deque([1]).index(1, 'a')
deque([1, 2, 3]).index(3, 1, 2)
deque([1]).remove(5)
deque([1]).rotate('a')
deque([1]).rotate(1, 2)
deque([1]).insert(0)
deque([1]).insert('a', 1)
deque([1], 1).insert(0, 5)
deque([1]).extend(5)
deque([1]).extendleft(5)
deque([1]) + [1]
deque([1]).__iadd__(5)
deque([1]) * 'a'
deque([1]) < [1]
hash(deque())
setattr(deque(), 'maxlen', 1)
setattr(deque(), 'x', 1)
deque([1]).append()
deque([1]).append(1, 2)
deque([1]).count(1, 2)
deque([1]).copy(1)
_collections._deque_iterator(5)
_collections._deque_iterator()
defaultdict(5)
defaultdict(list, 5)
defaultdict(list, 1, 2)
defaultdict()[1]
defaultdict(None)['k']
defaultdict(list)[[]]
defaultdict(list).__missing__()
defaultdict().__missing__(5)
defaultdict(list) | 5
5 | defaultdict(list)
defaultdict(lambda: 1 / 0)[5]
setattr(defaultdict(), 'x', 1)
delattr(defaultdict(), 'default_factory')
_tuplegetter()
_tuplegetter('a', 'doc')
_tuplegetter(0, 'doc', 1)
_tuplegetter(0, 'doc').__get__((), tuple)
_tuplegetter(0, 'doc').__get__(5)
_tuplegetter(0, 'doc').__set__((1,), 5)
_tuplegetter(0, 'doc').__delete__((1,))
_count_elements()
_count_elements({}, 5)
_count_elements(5, 'aab')
_count_elements({}, [[]])
type('X', (_tuplegetter,), {})
type('X', (deque, dict), {})
type('X', (deque, list), {})""".splitlines():
    try: print(code, "->", eval(code))
    except Exception as e: print(code, "!!", type(e).__name__, e)
def grow():
    d = deque([1, 2, 3])
    for x in d: d.append(1)
def shrink():
    d = deque([1, 2, 3])
    for x in d: d.pop()
class Eq:
    def __init__(self, d): self.d = d
    def __eq__(self, other): self.d.append(1); return False
def search():
    d = deque([1, 2]); d.appendleft(Eq(d)); return 5 in d
def removing():
    d = deque([1, 2]); d.appendleft(Eq(d)); d.remove(5)
for f in (grow, shrink, search, removing):
    try: print(f())
    except Exception as e: print(f.__name__, type(e).__name__, e)
