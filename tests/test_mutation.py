"""Mutants of a reference: small faults inside the markers, each once."""

import ast

import pytest

from grader.mutation import mutants_of

FRAME = "def f(x, n):\n    ### BEGIN SOLUTION\n    {}\n    ### END SOLUTION\n"


def lines_of(statement):
    """The mutated line of each mutant."""
    place = FRAME.split("\n").index("    {}")
    return {m.text.split("\n")[place].strip() for m in mutants_of(FRAME.format(statement))}


@pytest.mark.parametrize(
    ("statement", "some"),
    [
        ("return x + n", {"return (x - n)", "return (x)", "return (n)", "pass"}),
        ("return x @ n", {"return (n @ x)", "return (x.T @ n)", "return (-(x @ n))"}),
        ("return x.T", {"return x"}),
        ("return x * 2", {"return x * (3)", "return x * (1)", "return (x / 2)"}),
        ("return 0.5", {"return (1.0)", "return (0.0)"}),
        ("return -x", {"return (x)"}),
        ("return x[n]", {"return x[n - 1]", "return x[n + 1]"}),
        ("return x[-1]", {"return x[(1)]", "return x[-(2)]", "return x[-(0)]"}),
        ("return x < n", {"return (x <= n)"}),
        ("x += n", {"x = n", "x -= n", "pass"}),
        (
            "return list(range(1, n))",
            {"return list(range(1 + 1, n))", "return list(range(1, n - 1))"},
        ),
        ("return outer(x, n)", {"return outer(n, x)"}),
        ("return np.tanh(x)", {"return (x)"}),
        ("return f(x).sum()", {"return f(x)"}),
        ("return np.zeros(n)", {"return np.ones(n)", "return (n)"}),
        ("return {'a': x, 'b': n}", {"return {'b': n}", "return {'a': x}"}),
    ],
)
def test_each_kind_of_fault_is_made(statement, some):
    assert some <= lines_of(statement)


def test_only_what_stands_between_the_markers_is_changed():
    text = "y = 1 + 2\n" + FRAME.format("return x + n") + "z = 3 + 4\n"
    for mutant in mutants_of(text):
        assert mutant.text.startswith("y = 1 + 2\n")
        assert mutant.text.endswith("z = 3 + 4\n")


def test_every_mutant_is_another_valid_program_with_a_name_of_its_own(numpy_rnn):
    text = numpy_rnn.notebook_source.read_text()
    mutants = mutants_of(text)
    assert len(mutants) > 200
    assert len({mutant.name for mutant in mutants}) == len(mutants)
    programs = {ast.dump(ast.parse(mutant.text)) for mutant in mutants}
    assert len(programs) == len(mutants)
    assert ast.dump(ast.parse(text)) not in programs


def test_a_name_says_the_function_and_the_line_before_and_after():
    names = {mutant.name for mutant in mutants_of(FRAME.format("return x + n"))}
    assert "f: return x + n -> return (x - n)" in names


def test_columns_count_bytes_and_lines_may_be_long():
    text = FRAME.format('return ("ü", x +\n            n)')
    assert any(mutant.name.endswith('return ("ü", (x - n))') for mutant in mutants_of(text))


def test_a_reference_without_markers_has_no_mutants():
    assert mutants_of("def f(x):\n    return x + 1\n") == ()
