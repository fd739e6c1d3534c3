"""The folders of an nbgrader course: what nbgrader itself makes of the same notebook."""

import json

import pytest

from grader.packing.nbgrader import nbgrader_box, released
from grader.selfcheck import FILE
from grader.skeleton import build_skeleton

# As nbgrader 0.9.6 computes them for the tiny assignment's notebook.
CHECKSUMS = {
    "cell-7eb5fc62": "1d2137ff8b607f25740e8a567a7f0ba3",
    "cell-934cc6ef": "dd140ccb48d698ffd931b28ff222b19c",
    "half": "2734ecf225d9ac4586bcb4db0bfe0cda",
    "double": "fa2adc4f17fe0324000f2b33c833b4f6",
    "why": "2158a6a42e8e272e2ad886089ef8b11a",
}


@pytest.fixture
def cells(halves):
    return json.loads(released(build_skeleton(halves)))["cells"]


def test_the_checksums_are_those_that_nbgrader_computes(cells):
    about = [c["metadata"]["nbgrader"] for c in cells if "nbgrader" in c["metadata"]]
    assert {entry["grade_id"]: entry["checksum"] for entry in about} == CHECKSUMS


def test_given_cells_are_locked_and_those_to_write_in_are_kept(cells):
    def locks(grade_id):
        (found,) = (c["metadata"] for c in cells
                    if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)  # fmt: skip
        return found.get("deletable"), found.get("editable")

    assert locks("half") == (False, None)
    assert locks("why") == (False, False)
    free = [cell for cell in cells if "nbgrader" not in cell["metadata"]]
    assert all(cell["metadata"] == {} for cell in free)
    assert free


def test_nothing_of_the_solution_is_in_the_folders(halves):
    (halves.folder / FILE).write_text("import numpy as np\n")
    box = nbgrader_box(halves)
    assert list(box) == [
        "release/halves/halves.ipynb",
        "source/halves/halves.ipynb",
        f"release/halves/{FILE}",
        f"source/halves/{FILE}",
    ]
    assert not any(b"x / 2" in content for content in box.values())
    assert box["source/halves/halves.ipynb"].decode() == build_skeleton(halves)
