"""An IPython shell without a terminal: it collects what a cell puts out and bounds %timeit."""

import base64
import io
import math
import sys
import time
import warnings
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from grader.sandbox.wire import MAX_CELL_OUTPUT, MAX_CELL_OUTPUTS, MAX_OUTPUT, MAX_OUTPUTS

MAX_CELL_TEXT = 200_000  # printed characters per cell
TIMEIT_SECONDS = 0.02  # for all %timeit of one cell; a single loop may take longer


class Collector:
    """The outputs of the cell that runs, as nbformat dictionaries, within bounds."""

    def __init__(self) -> None:
        self.outputs: list[dict[str, Any]] = []
        self.cut = False
        self._left = self._text_left = 0
        self._left_in_all = MAX_OUTPUT
        self._outputs_left, self._outputs_left_in_all = 0, MAX_OUTPUTS
        self._open = False

    def begin(self) -> None:
        """Start collecting for a new cell."""
        self.outputs, self.cut, self._open = [], False, True
        self._left = min(MAX_CELL_OUTPUT, self._left_in_all)
        self._text_left = MAX_CELL_TEXT
        self._outputs_left = min(MAX_CELL_OUTPUTS, self._outputs_left_in_all)

    def end(self) -> list[dict[str, Any]]:
        """Stop collecting; what comes between cells is dropped."""
        self._open = False
        return self.outputs

    def add_text(self, name: str, text: str) -> None:
        """Take what was printed, joined to the output before if that is the same stream."""
        taken = self._take(min(len(text), self._text_left))
        self._text_left -= taken
        self.cut = self.cut or (self._open and taken < len(text))
        if not (text := text[:taken]):
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last.get("name") == name:
            last["parts"].append(text)
        else:
            self._add({"output_type": "stream", "name": name, "parts": [text]})

    def add_rich(self, kind: str, data: dict[str, Any]) -> None:
        """Take a displayed object; a whole one or, if it is too large, none of it."""
        texts = {}
        for mime, value in data.items():
            content = base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
            if len(content) > self._left:
                self.cut = True
            elif self._take(len(content)) == len(content):
                texts[str(mime)] = content
        if texts:
            self._add({"output_type": kind, "data": texts, "metadata": {}})

    def _add(self, output: dict[str, Any]) -> None:
        if self._outputs_left <= 0:
            self.cut = True
            return
        self._outputs_left -= 1
        self._outputs_left_in_all -= 1
        self.outputs.append(output)

    def _take(self, count: int) -> int:
        if not self._open:
            return 0
        taken = min(count, self._left)
        self.cut = self.cut or taken < count
        self._left -= taken
        self._left_in_all -= taken
        return taken


class Stream(io.TextIOBase):
    """What sys.stdout and sys.stderr are in the guest."""

    def __init__(self, name: str, collector: Collector) -> None:
        self._name, self._collector = name, collector

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Collect the text."""
        self._collector.add_text(self._name, str(text))
        return len(text)


def make_shell(collector: Collector) -> InteractiveShell:
    """Make a shell with its history off whose displays go to the collector."""

    class Publisher(DisplayPublisher):  # type: ignore[misc]
        def publish(self, data: dict[str, Any], *_: Any, **__: Any) -> None:
            collector.add_rich("display_data", data)

        def clear_output(self, wait: bool = False) -> None:
            if not wait:
                collector.outputs.clear()

    class Hook(DisplayHook):  # type: ignore[misc]
        def start_displayhook(self) -> None: ...

        def write_output_prompt(self) -> None: ...

        def write_format_data(self, format_dict: dict[str, Any], _: Any = None) -> None:
            collector.add_rich("execute_result", format_dict)

        def finish_displayhook(self) -> None: ...

        def log_output(self, format_dict: Any) -> None: ...

    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.autoindent = False
    InteractiveShell.clear_instance()
    shell = InteractiveShell.instance(
        config=config, display_pub_class=Publisher, displayhook_class=Hook
    )
    shell.showtraceback = lambda *_, **__: None  # the guest reports errors itself
    shell.showsyntaxerror = lambda *_, **__: None
    warnings.formatwarning = _short_warning  # type: ignore[assignment]
    _bound_timeit(shell)
    shell.system = _refuse_command
    shell.getoutput = _refuse_command
    shell.enable_gui = lambda *_: None  # `%matplotlib inline` asks for it; there is no window
    return shell


def _refuse_command(command: str, **_: Any) -> None:
    """Say that a command isn't run, and go on: `!pip install` shall not cost the cell's points."""
    print(f"Commands are not run here: {command.strip()}", file=sys.stderr)


def _short_warning(message: Warning | str, category: type[Warning], *_: object) -> str:
    """A warning without the paths of the machine it was raised on."""
    return f"{category.__name__}: {message}\n"


def _bound_timeit(shell: Any) -> None:
    """Replace %timeit and %%timeit by ones with the same answers from few loops."""
    magics = shell.magics_manager.registry["ExecutionMagics"]
    state = {"execution": -1, "left": TIMEIT_SECONDS}

    def timeit(line: str = "", cell: str | None = None) -> Any:
        if state["execution"] != shell.execution_count:
            state.update(execution=shell.execution_count, left=TIMEIT_SECONDS)
        options, statement = magics.parse_options(
            line, "n:r:tcp:qov", posix=False, strict=False, preserve_non_opts=True
        )
        kept = " ".join(f"-{o}" for o in "tcqov" if o in options)
        if "p" in options:
            kept += f" -p {options.p}"
        started = time.perf_counter()
        once = magics.timeit(f"-n1 -r1 -q -o {statement}", cell, None)
        state["left"] -= time.perf_counter() - started
        loops = 1
        if once is not None and math.isfinite(once.average):
            loops = int(max(state["left"], 0) / 2 / max(once.average, 1e-7))
        if loops < 1:
            return _report_single(once, options)
        started = time.perf_counter()
        repeats = 3 if loops >= 3 else 1
        arguments = f"-n{max(1, loops // repeats)} -r{repeats} {kept} {statement}"
        answer = magics.timeit(arguments, cell, None)
        state["left"] -= time.perf_counter() - started
        return answer

    shell.register_magic_function(timeit, magic_kind="line_cell", magic_name="timeit")


def _report_single(result: Any, options: Any) -> Any:
    if "q" not in options:
        print(result)
    return result if "o" in options else None
