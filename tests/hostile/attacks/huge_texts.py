"""Has names, messages and representations that are as long as memory allows."""


# %%
class Huge:
    def __repr__(self):
        return "x" * 10**8

    def _repr_html_(self):
        return "<p>" * 10**8

    def _repr_mimebundle_(self, **_):
        return {"x" * 10**7: "y" * 10**8}


Huge()

# %%
error = type("E" * 10**7, (Exception,), {"__str__": lambda self: "m" * 10**8})
raise error

# %%
NAME = "n" * 10**6
exec(f"def {NAME}(*_): raise error")
RNN.forward = globals()[NAME]
gradient_check = type("T" * 10**7, (), {})()
