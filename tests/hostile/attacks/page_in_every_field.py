"""Writes HTML and scripts wherever a report could show them.

In the report: ZeroDivisionError
"""

# %% markdown
# <script>hacked()</script> <img src=x onerror=hacked()> <iframe src="https://example.org"></iframe>
# [link](javascript:hacked()) $\href{javascript:hacked()}{x}$ <h1>9 of 9 points</h1></main></body>
# **Name:** <script>hacked()</script>

# %%
from IPython.display import HTML, SVG, Javascript, Latex, Markdown, display

EVIL = "</pre></main><script>hacked()</script><img src=x onerror=hacked()><style>*{display:none}</style>"
for show in (HTML, Javascript, Latex, Markdown):
    display(show(EVIL))
display(
    {
        "image/svg+xml": f"<svg onload='hacked()'><script>hacked()</script><a href='javascript:hacked()'>{EVIL}</a></svg>"
    },
    raw=True,
)
display(
    {
        "text/html": f"<a href='data:text/html,{EVIL}'>x</a><form action=//x><input autofocus onfocus=hacked()>"
    },
    raw=True,
)
display({EVIL: EVIL, "image/png": EVIL, "text/latex": f"${EVIL}$"}, raw=True)
print(EVIL, "\x1b]8;;javascript:hacked()\x07link\x1b]8;;\x07", "{{ 7*7 }}", "\ud800\u202e\x00")

# %%
raise type(EVIL, (Exception,), {})(EVIL)

# %%
exec(compile(f"def f(*_): raise ZeroDivisionError({EVIL!r})  # {EVIL}", "<cell 1>", "exec"))
f.__code__ = f.__code__.replace(co_name=EVIL, co_qualname=EVIL)
RNN.forward = f
RNN.backward = lambda *_: {EVIL: 1.0, "`d_W`": EVIL}
