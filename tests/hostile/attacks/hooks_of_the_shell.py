"""Changes the shell that runs its cells: hooks, transformers, traceback and magics."""

# %% before
shell = get_ipython()
shell.events.register("post_run_cell", lambda *_: 1 / 0)
shell.events.register("pre_run_cell", lambda *_: print("9 of 9 points"))
shell.input_transformers_cleanup.append(
    lambda lines: ["points = 9\n"] if "forged" in "".join(lines) else lines
)
shell.ast_transformers.append(type("T", (), {"visit": lambda self, node: node})())
shell.set_custom_exc((Exception,), lambda *_: ["9 of 9 points"])
shell.display_pub.publish = lambda *_, **__: 1 / 0
shell.compile.get_code_name = lambda *_: "<cell 0>"
shell.history_manager = None
for name, line in (
    ("config", "InteractiveShell.colors = 'Linux'"),
    ("xmode", "Verbose"),
    ("reset", "-f"),
):
    get_ipython().run_line_magic(name, line)

# %%
forged = 1 / 0
