"""What a test asserts becomes what the rubric asks."""

import ast

import pytest

from grader.asking import Asker, tree_of

SLOT = "answers[f'test {len(answers) + 1}']"


def asked(source):
    """The statements that stand for a test of the student's `f`, and what was left."""
    asker = Asker(frozenset({"f"}))
    made = [part for node in tree_of(source).body for part in asker.statements(node)]
    return "\n".join(map(ast.unparse, made)).replace(SLOT, "?"), asker.left


@pytest.mark.parametrize(
    ("test", "question"),
    [
        ("assert f(3) == [1, 4]", "? = f(3)"),
        ("assert [1, 4] == f(3), 'no'", "? = f(3)"),
        ("assert np.allclose(f(3), y)", "? = f(3)"),
        ("assert np.isclose(2, f(3)).all()", "? = f(3)"),
        ("assert np.all(f(x) == y)", "? = f(x)"),
        ("assert (f(x) == y).all()", "? = f(x)"),
        ("assert abs(f(3) - 9) < 1e-9", "? = f(3)"),
        ("np.testing.assert_allclose(f(3), 9, rtol=1e-3)", "? = f(3)"),
        ("assert_equal(9, f(3))", "? = f(3)"),
        ("assert f(1) == 1 and f(2) == 4", "? = f(1)\n? = f(2)"),
        ("assert len(f(3)) == 3", "? = len(f(3))"),
        ("y = f(3)\nassert y == 9", "y = f(3)\n? = y"),
        ("for y in f(3):\n    assert y == 1", "for y in f(3):\n    ? = y"),
        ("for i in x:\n    print(i)\n    assert f(i) == i", "for i in x:\n    ? = f(i)"),
        ("for i in x:\n    print(i)", "for i in x:\n    pass"),
        ("if a:\n    assert f(1) == 1\nelse:\n    assert f(2) == 1",
         "if a:\n    ? = f(1)\nelse:\n    ? = f(2)"),
        # What no side alone gives stays a claim.
        ("assert f(3) == f(4)", "? = bool(f(3) == f(4))"),
        ("assert isinstance(f(3), int)", "? = bool(isinstance(f(3), int))"),
        ("assert type(f(3)) == int", "? = bool(type(f(3)) == int)"),
        ("assert f(3) == {1, 2}", "? = bool(f(3) == {1, 2})"),
        ("assert not f(3)", "? = bool(not f(3))"),
        ("assert f(3) > 0", "? = bool(f(3) > 0)"),
        # Exceptions that are expected.
        ("try:\n    f(0)\nexcept ValueError:\n    pass\nelse:\n    raise AssertionError",
         "? = raised_by(lambda: f(0))"),
        ("with pytest.raises(ValueError):\n    f(0)", "? = raised_by(lambda: f(0))"),
        ("assert_raises(ValueError, f, 0)", "? = raised_by(lambda: f(0))"),
        # nbgrader's own form.
        ("### AUTOTEST f(1); f(2)", "? = f(1)\n? = f(2)"),
        ("### HASHED AUTOTEST f(1)", "? = f(1)"),
        ("np.random.seed(0)\n'words'\nprint(f(3))", "np.random.seed(0)"),
    ],
)  # fmt: skip
def test_a_test_becomes_a_question(test, question):
    assert asked(test) == (question, [])


def test_what_is_no_pattern_is_left_for_a_person():
    source = "try:\n    assert f(1) == 1\nfinally:\n    g()"
    assert asked(source) == ("", [source])
