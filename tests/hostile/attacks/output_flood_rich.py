"""Displays thousands of pictures, pages and formulas, and one that is larger than all.

In the report: it is cut
"""

# %%
import io
from IPython.display import HTML, SVG, Image, Latex, display

for _ in range(20_000):
    display(HTML("<b>x</b>"))

# %%
display({"text/html": "<table>" * 10**6}, raw=True)
display({f"application/x-{count}": "" for count in range(10_000)}, raw=True)
display({"image/png": b"\x89PNG" + bytes(10**7)}, raw=True)
