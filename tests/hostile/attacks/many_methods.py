"""Has classes whose methods are the grader's own words, with names that are long, strange and many."""

# %%
NAMES = ["_asker", "_handle", "_methods", "_generation", "handle", "fetched", "__class__", "__dict__"]
NAMES += ["forward", "backward", "__len__", "__iter__", "__array__", "e\u0301", "\ud800", "n" * 10**6]
NAMES += [f"method_{n}" for n in range(10_000)]


def nothing(*_):
    return Strange()


class Text(str):
    def isidentifier(self):
        return True

    def __len__(self):
        return 1


Strange = type("Strange", (), dict.fromkeys(NAMES, nothing))
type.__setattr__(Strange, Text("a.b c"), nothing)


class Hollow(type):
    def mro(cls):
        return [cls, Strange, object]

    @property
    def __name__(cls):
        raise SystemExit


RNN.forward = lambda self, x: Hollow("Hollow", (Strange,), {"__dict__": None, "__slots__": ()})()
RNN.get_weights = nothing
