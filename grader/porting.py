"""Writes a rubric that asks what a notebook's tests ask, and lists what it could not take over."""

import ast

import msgspec

from grader.adopting import Adopted, Tests
from grader.asking import Asker, tree_of

_HEAD = '''"""How the assignment is scored. Read it from top to bottom: it is the marking scheme."""

from collections.abc import Iterator
from typing import Any

import numpy as np
{imports}
from grader.rubric import {words}

# A tolerance states its reason: docs/authoring.md says how to choose one.
CLOSE = Tolerance(1e-9, "Another order of summation changes the last digits only.")

rubric = Rubric({title}, total={total:g})
exercise = rubric.part({title}, points={total:g})


def the_tests(random: np.random.Generator, _: None) -> Iterator[Case]:
    """The tests bring their own values. Add cases with random ones, which nobody can guess."""
    yield Case("the values of the tests")
'''
_CRITERION = '''

@exercise.criterion(
    "{name}",
    points={points:g},
    cases=the_tests,
    tolerance=CLOSE,
    hint="Work out the smallest input by hand, and compare each step.",  # a next step, no answer
)
def {name}(code: Code, case: Case) -> Any:
    """{about}."""
{body}
'''


class Ported(msgspec.Struct, frozen=True):
    """A rubric made of tests."""

    text: str
    by_hand: frozenset[str]  # names of tests that no question could be made of
    left: tuple[str, ...]  # what an instructor must still do


def rubric_of_tests(title: str, adopted: Adopted) -> Ported:
    """Write a rubric that asks what a notebook's tests ask.

    Args:
        title: of the assignment.
        adopted: the notebook.
    """
    total = sum(part.points for part in adopted.tests)
    total += sum(part.points for part in adopted.written)
    criteria, left = [], list(adopted.left)
    by_hand: set[str] = set()
    used: set[str] = set()
    for tests in adopted.tests:
        question = _question_of(tests, adopted)
        if question is None:
            by_hand.add(tests.name)
            criteria.append(
                _by_hand(tests.name, tests.points, "Checked by a person.", tests.source)
            )
            left.append(
                f"`{tests.name}` ({tests.worth}): a person grades it until rubric.py "
                "asks a question about it."
            )
            continue
        text, names, open_ones = question
        criteria.append(text)
        used |= names
        if open_ones:
            left.append(
                f"`{tests.name}`: rubric.py lists {open_ones} of its tests, to port by hand."
            )
    for written in adopted.written:
        criteria.append(_by_hand(written.name, written.points, written.title, ""))
    imports = sorted({adopted.imports[name] for name in used & set(adopted.imports)})
    lines = "\n".join(line for line in imports if line != "import numpy as np")
    words = ["Case", "Code", "Rubric", "Tolerance", *({"raised_by"} & used)]
    head = _HEAD.format(
        words=", ".join(words),
        imports=f"{lines}\n" if lines else "",
        title=msgspec.json.encode(title).decode(),
        total=total,
    )
    return Ported(head + "".join(criteria), frozenset(by_hand), tuple(left))


def _by_hand(name: str, points: float, title: str, tests: str) -> str:
    quoted = msgspec.json.encode(title).decode()
    return f'\n{_comments(tests)}\nexercise.by_hand("{name}", points={points:g}, title={quoted})\n'


def _comments(tests: str) -> str:
    return "".join(f"\n# To port: {line}" for line in tests.splitlines() if line.strip())


def _question_of(tests: Tests, adopted: Adopted) -> tuple[str, set[str], int] | None:
    """The text of a criterion, the names that it uses, how many tests it leaves out."""
    try:
        tree = tree_of(tests.source)
    except (SyntaxError, ValueError, RecursionError):
        return None
    # A test can't replace a student's function from outside, nor catch what it raises by itself.
    if any(_changes(node, adopted.defined) or _catches(node) for node in ast.walk(tree)):
        return None
    asker = Asker(adopted.defined)
    kept = [made for node in tree.body for made in asker.statements(node)]
    if not asker.asked:
        return None
    names = {node.id for part in kept for node in ast.walk(part) if isinstance(node, ast.Name)}
    kept = [part for part in kept if not _is_idle_import(part, names)]
    bound = {
        n.id
        for part in kept
        for n in ast.walk(part)
        if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    own = sorted((names & adopted.defined) - bound)
    lines = [*(f"{name} = code.{name}" for name in own), "answers: dict[str, Any] = {}"]
    lines += [line for part in kept for line in ast.unparse(part).splitlines()]
    lines.append("return answers")
    lines += [f"# To port: {line}" for text in asker.left for line in text.splitlines()]
    about = ", ".join(f"`{name}`" for name in own) or "The code"
    verb = "do" if len(own) > 1 else "does"
    body = "\n".join(f"    {line}" for line in lines)
    text = _CRITERION.format(
        name=tests.name, points=tests.points, about=f"{about} {verb} what is asked for", body=body
    )
    return text, names - set(own), len(asker.left)


def _changes(node: ast.AST, names: frozenset[str]) -> bool:
    """Whether a node of a tree binds, deletes or declares one of the names."""
    if isinstance(node, ast.Name):
        return node.id in names and not isinstance(node.ctx, ast.Load)
    if isinstance(node, ast.Global):
        return bool(set(node.names) & names)
    return isinstance(node, ast.FunctionDef | ast.ClassDef) and node.name in names


def _catches(node: ast.AST) -> bool:
    """Whether it is a function with exceptions caught inside."""
    inside = ast.walk(node) if isinstance(node, ast.FunctionDef | ast.ClassDef) else ()
    return any(isinstance(part, ast.Try) for part in inside)


def _is_idle_import(node: ast.stmt, names: set[str]) -> bool:
    if not isinstance(node, ast.Import | ast.ImportFrom):
        return False
    return not any((a.asname or a.name.partition(".")[0]) in names for a in node.names)
