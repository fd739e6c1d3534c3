"""Answers with containers that lie about their length and never end."""


# %%
class Long(list):
    def __len__(self):
        return -1

    def __iter__(self):
        while True:
            yield 0.0


class Many(dict):
    def __len__(self):
        return 10**12

    def items(self):
        while True:
            yield "d_W", 0.0

    __iter__ = keys = items


class Text(str):
    def encode(self, *_):
        return b"\xff" * 10

    def __len__(self):
        return -1


def endless():
    while True:
        yield 0.0


RNN.forward = lambda *_: Long([0.0])
RNN.backward = lambda *_: Many(d_W=0.0)
get_numerical_gradient = lambda *_: endless()
get_analytical_gradient = lambda *_: {Text("d_W"): Text("x"), "d_R": [Text("y")]}
