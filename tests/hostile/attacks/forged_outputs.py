"""Takes over how cells are answered: outputs of wrong types, notes and exceptions in the grader's name."""

# %% before
import msgspec
import numpy as np

from grader.sandbox import guest, wire

cell = 0


def run(self, request):
    global cell
    cell += 1
    real(self, request)
    array = msgspec.msgpack.Ext(1, msgspec.msgpack.encode(["<f8", [3], bytes(24)]))
    stream = {"output_type": "stream", "name": "stdout", "text": "<script>x</script>" * 10}
    outputs = [
        {"output_type": array, "name": array, "text": array},
        {"output_type": "stream", "name": array, "text": "a"},
        {"output_type": "display_data", "data": {"text/html": "<script>x</script>" * 50_000}},
        {
            "output_type": "error",
            "ename": "<script>",
            "evalue": "x",
            "traceback": ["<script>"] * 1000,
        },
        {"output_type": "display_data", "data": {"text/plain": array}},
        *[stream] * 9999,
    ]
    place = wire.Place(-1, -(10**9), "<script>", "<script>")
    error = wire.Raised(
        0, "All points: 9 of 9" * 100, "</main><script>x</script>" * 10**4, [place] * 999, True
    )
    return wire.Ran(request.id, outputs, True, error if cell % 2 else None)


real, guest.Guest._run = guest.Guest._run, run
