"""The students' notebook."""

import json

import nbformat
import pytest

from grader.errors import AuthoringError
from grader.skeleton import build_skeleton, build_solved, skeleton_difference, write_skeleton


def cells_of(text):
    return {cell.id: cell for cell in nbformat.reads(text, as_version=4).cells}


@pytest.fixture
def skeleton(numpy_rnn):
    return build_skeleton(numpy_rnn)


def test_it_is_the_same_to_the_byte_every_time(numpy_rnn, skeleton):
    assert build_skeleton(numpy_rnn) == skeleton


def test_the_committed_one_is_what_the_solution_gives(numpy_rnn, skeleton):
    assert numpy_rnn.skeleton.read_text(encoding="utf-8") == skeleton


def test_it_gives_no_answer_away(numpy_rnn, skeleton):
    solved = cells_of(build_solved(numpy_rnn))
    for name, cell in cells_of(skeleton).items():
        hidden = set(solved[name].source.split("\n")) - set(cell.source.split("\n"))
        told = [line for line in hidden if len(line.strip()) > 8 and line in skeleton]
        assert [line for line in told if not line.startswith(("\\begin", "\\end"))] == []
    for telltale in ("SOLUTION", "np.tanh", "np.outer", "uniform(-0.2", "lr *", r"\delta"):
        assert telltale not in skeleton


def test_a_solution_becomes_a_todo_that_says_what_to_do(skeleton):
    source = cells_of(skeleton)["analytical_gradient"].source
    todo = "    # TODO: run `forward`, then `backward` with the gradient of the summed outputs.\n"
    assert f"{todo}    raise NotImplementedError" in source
    assert cells_of(skeleton)["network"].source.count("raise NotImplementedError") == 4


def test_a_region_that_says_nothing_still_asks(halves):
    assert (
        "    # TODO: write your solution here.\n"
        in cells_of(build_skeleton(halves))["double"].source
    )


def test_it_has_no_outputs_and_no_counts(skeleton):
    for cell in json.loads(skeleton)["cells"]:
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


def test_every_cell_has_a_name_of_its_own_that_another_cell_does_not_change(course, halves):
    before = set(cells_of(build_skeleton(halves)))
    path = halves.notebook_source
    path.write_text("# %% [markdown]\n# One more.\n\n" + path.read_text())
    after = set(cells_of(build_skeleton(halves)))
    assert before < after
    assert len(after) == len(before) + 1


def test_the_same_text_twice_is_two_cells(halves):
    text = halves.notebook_source.read_text()
    halves.notebook_source.write_text(text + "\n# %%\n1 + 1\n\n# %%\n1 + 1\n")
    names = list(cells_of(build_skeleton(halves)))
    assert names[-1] == f"{names[-2]}-2"


def test_the_notebook_says_which_assignment_it_is(skeleton):
    metadata = json.loads(skeleton)["metadata"]
    assert metadata["grader"] == {"assignment": "numpy_rnn", "version": "1.0"}
    assert metadata["kernelspec"]["name"] == "python3"


def test_the_written_answer_is_a_task_followed_by_an_empty_cell(skeleton):
    cells = list(cells_of(skeleton).values())
    (at,) = [n for n, cell in enumerate(cells) if cell.id == "written_bias_gradients"]
    question = cells[at].metadata.nbgrader
    assert (question.task, question.points, question.locked) == (True, 1, True)
    assert (question.grade, question.solution) == (False, False)
    assert (cells[at + 1].cell_type, cells[at + 1].source) == ("markdown", "")


def test_what_students_write_is_marked_and_the_rest_is_locked(skeleton):
    marked = {c.metadata.nbgrader.grade_id: c.metadata.nbgrader
              for c in cells_of(skeleton).values() if "nbgrader" in c.metadata}  # fmt: skip
    written = [name for name, metadata in marked.items() if metadata.solution]
    assert written == ["network", "numerical_gradient", "analytical_gradient"]
    for name, metadata in marked.items():
        assert metadata.schema_version == 3
        assert metadata.locked is not metadata.solution
        assert metadata.grade is False
        assert name == metadata.grade_id
        assert set(metadata) <= {
            "schema_version", "grade", "locked", "solution", "task", "grade_id", "points",
            "checksum", "cell_type",
        }  # fmt: skip


def test_students_fill_in_who_they_are_and_may_change_the_demonstrations(skeleton):
    cells = cells_of(skeleton)
    assert "**Name:**" in cells["student"].source
    free = [c for c in cells.values() if "nbgrader" not in c.metadata]
    assert {"student", "written_bias_gradients_answer"} <= {cell.id for cell in free}
    assert any("%timeit -o" in cell.source for cell in free)


def test_the_solved_one_has_the_solution_in_the_same_cells(numpy_rnn, skeleton):
    solved = cells_of(build_solved(numpy_rnn))
    assert list(solved) == list(cells_of(skeleton))
    assert "np.tanh" in solved["network"].source
    assert "NotImplementedError" not in solved["network"].source
    assert "BEGIN SOLUTION" not in build_solved(numpy_rnn)


def test_a_difference_is_shown_as_a_diff(halves):
    assert "+# TODO" not in skeleton_difference(halves)  # inside JSON each line is quoted
    assert "divide by two" in skeleton_difference(halves)
    path = write_skeleton(halves)
    assert skeleton_difference(halves) == ""
    path.write_text(path.read_text().replace("Half of", "A half of"))
    difference = skeleton_difference(halves)
    assert "--- assignment/halves/halves.ipynb (committed)" in difference
    assert '-    "    \\"\\"\\"A half of every entry' in difference
    assert '+    "    \\"\\"\\"Half of every entry' in difference


def test_a_committed_file_that_is_no_text_differs_too(halves):
    write_skeleton(halves).write_bytes(b"\xff\x00")
    assert skeleton_difference(halves)


def test_nothing_is_written_when_the_solution_breaks_a_rule(halves):
    text = halves.notebook_source.read_text()
    halves.notebook_source.write_text(text.replace("### END SOLUTION", "", 1))
    with pytest.raises(AuthoringError):
        write_skeleton(halves)
    assert not halves.skeleton.exists()
