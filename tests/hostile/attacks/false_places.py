"""Raises exceptions that say they come from lines and cells that do not exist."""


# %%
def f(*_):
    raise ValueError("here")


for name, line in (
    ("<cell 99999>", 1),
    ("<cell 0>", 10**6),
    ("<cell 0>", -5),
    ("<cell -1>", 3),
    ("/etc/passwd", 1),
):
    try:
        f.__code__ = f.__code__.replace(co_filename=name, co_firstlineno=line)
    except (ValueError, OverflowError):
        continue
    try:
        f()
    except ValueError as error:
        kept = error
RNN.forward = f
f.__code__ = f.__code__.replace(co_filename="<cell 99999999999999999999>")
RNN.backward = lambda *_: exec("raise kept")
raise SyntaxError("no", ("<cell 9>", -3, -3, "<b>" * 10**6))
