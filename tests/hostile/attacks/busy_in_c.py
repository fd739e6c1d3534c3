"""Computes in C, where the interpreter can't be interrupted.

In the report: Stopped after 2 seconds.
"""

# %%
import hashlib

hashlib.pbkdf2_hmac("sha512", b"a", b"b", 2**31 - 1)

# %%
import re

re.match("(a*)*b", "a" * 1000)

# %%
print(7 ** (10**9))
