"""What a guest says that its cells put out is believed within bounds only."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox import wire
from grader.sandbox.outputs import Outputs


def stream(text, name="stdout"):
    return {"output_type": "stream", "name": name, "text": text}


def shown(**data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def test_what_is_well_formed_is_taken_as_it_is():
    outputs = [stream("a"), stream("b", "stderr"), shown(text="c")]
    assert Outputs().take(outputs) == (tuple(outputs), False)


@pytest.mark.parametrize(
    "output",
    [
        {},
        {"output_type": "error", "ename": "E", "evalue": "", "traceback": []},
        {"output_type": np.zeros(3), "name": np.zeros(3), "text": "a"},
        stream("a", np.array(["stdout", "x"])),
        stream("a", "the grader"),
        stream(["a"]),
        shown(text=3),
        {"output_type": "display_data", "data": ["text"]},
        shown(**{f"form {n}": "" for n in range(1000)}),
        shown(**{"n" * 1000: ""}),
    ],
)
def test_what_is_not_is_dropped(output):
    assert Outputs().take([output]) == ((), False)


def test_fields_that_nbformat_does_not_have_are_dropped():
    odd = {**stream("a"), "traceback": "x"}, {**shown(text="a"), "transient": 3}
    assert Outputs().take(odd)[0] == (stream("a"), shown(text="a"))


def test_a_notebook_of_many_cells_can_not_send_more_than_one_of_few():
    outputs = Outputs()
    taken, cut = zip(*(outputs.take([stream("x" * 900_000)] * 2) for _ in range(9)), strict=True)
    sizes = [sum(len(output["text"]) for output in cell) for cell in taken]
    assert sizes == [900_000] * 4 + [0] * 5
    assert all(cut)


def test_the_number_of_outputs_is_bounded_too():
    outputs = Outputs()
    counts = [len(outputs.take([stream("")] * 100_000)[0]) for _ in range(9)]
    assert counts == [wire.MAX_CELL_OUTPUTS] * 5 + [0] * 4


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just(np.zeros(3)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
fields = st.sampled_from(["output_type", "name", "text", "data", "metadata"])
kinds = st.sampled_from(["stream", "display_data", "execute_result", "stdout"])


@given(st.lists(st.dictionaries(fields, anything | kinds), max_size=5))
def test_whatever_comes_only_well_formed_outputs_are_taken(outputs):
    for output in Outputs().take(outputs)[0]:
        texts = output["data"].values() if "data" in output else [output["text"], output["name"]]
        assert all(type(text) is str for text in texts)
