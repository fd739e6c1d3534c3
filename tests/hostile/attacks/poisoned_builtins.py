"""Replaces what the interpreter is made of, for all code that runs in its process."""

# %%
import builtins
import sys

real = isinstance
builtins.isinstance = lambda thing, kind: True if kind in (list, dict, float) else real(thing, kind)
builtins.all = builtins.any = lambda *_: True
builtins.len = lambda *_: 0
builtins.type = lambda *_: float
builtins.getattr = lambda *_: lambda *_: 0.0
builtins.print = lambda *_, **__: 1 / 0
sys.modules["numpy"] = sys.modules["msgspec"] = None
sys.meta_path.clear()
sys.settrace(lambda *_: 1 / 0)
