"""Turns tests that assert into questions that ask, statement by statement.

`assert squares(3) == [1, 4, 9]` becomes the question `squares(3)`: the reference knows the answer.
"""

import ast
import builtins
import re
from collections.abc import Iterator
from typing import Any

from grader.markers import AUTOTEST

_CLOSE = ("allclose", "isclose", "array_equal", "array_equiv", "assert_allclose", "assert_equal",
          "assertEqual", "assert_almost_equal", "assertAlmostEqual", "assert_array_equal",
          "assert_array_almost_equal", "eq_")  # fmt: skip
_ALL = ("all", "alltrue")
_RAISES = ("raises", "assert_raises", "assertRaises")
_ASK = "_ask"
_NEXT = 'answers[f"test {len(answers) + 1}"]'


def tree_of(source: str) -> ast.Module:
    """The tree of tests, in which lines of expressions to be asked are calls.

    Raises:
        SyntaxError: the tests are no Python, because of magics say.
        ValueError: as well.
    """
    return ast.parse(AUTOTEST.sub(_asserted, source))


def _asserted(line: re.Match[str]) -> str:
    """The statements that a line of expressions to be asked stands for."""
    asked = (part.strip() for part in line[2].split(";"))
    return line[1] + "; ".join(f"{_ASK}({part})" for part in asked if part)


class Asker:
    """Turns statements that assert into statements that ask.

    Args:
        defined: names that the notebook defines; what is made of them is a student's.
    """

    def __init__(self, defined: frozenset[str]) -> None:
        self._students = set(defined)
        self.asked = 0
        self.left: list[str] = []  # tests that could not be turned

    def statements(self, node: ast.stmt) -> Iterator[ast.stmt]:
        """What stands in the place of a statement."""
        match node:
            case ast.Assert(test=test):
                yield from self._answers(test)
            case ast.Expr(value=ast.Constant()):
                pass
            case ast.Expr(value=ast.Call() as call) if (made := self._of_call(call)) is not None:
                yield from made
            case ast.With(items=[ast.withitem(context_expr=ast.Call() as context)], body=[ast.Expr(
                value=ast.Call() as call)]) if _called(context) in _RAISES:  # fmt: skip
                yield self._raised(call)
            case ast.Try():
                yield from self._tried(node)
            case ast.For() | ast.While() | ast.If() | ast.With():
                yield self._block(node)
            case _:
                if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                    self._note(node)
                yield node

    def _of_call(self, call: ast.Call) -> list[ast.stmt] | None:
        """What stands in the place of a call that tests something; None if it doesn't."""
        match _called(call), call.args:
            case "print", _:
                return []
            case name, [value] if name == _ASK:
                return [self._answer(value)]
            case name, [_, function, *arguments] if name in _RAISES:
                return [self._raised(ast.Call(function, arguments, call.keywords))]
            case name, [_, _, *_] if name in _CLOSE:
                return list(self._answers(call))
        return None

    def _block(self, node: Any) -> Any:
        if isinstance(node, ast.For) and self._is_students(node.iter):
            self._students |= {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
        body = [made for part in node.body for made in self.statements(part)] or [ast.Pass()]
        changed = {**dict(ast.iter_fields(node)), "body": body}
        if getattr(node, "orelse", None):
            changed["orelse"] = [made for part in node.orelse for made in self.statements(part)]
        return ast.fix_missing_locations(type(node)(**changed))

    def _tried(self, node: ast.Try) -> Iterator[ast.stmt]:
        """`try: call(…)` with an exception that is expected, else an assertion that fails."""
        match node:
            case ast.Try(
                body=[ast.Expr(value=ast.Call() as call), *_], handlers=[handler], finalbody=[]
            ) if all(isinstance(part, ast.Pass) for part in handler.body):
                yield self._raised(call)
            case _:
                self.left.append(ast.unparse(node))

    def _answers(self, test: ast.expr) -> Iterator[ast.stmt]:
        parts = test.values if _is_and(test) else [test]  # type: ignore[attr-defined]
        for part in parts:
            yield self._answer(
                self._asked_by(part) or ast.Call(ast.Name("bool", ast.Load()), [part], [])
            )

    def _asked_by(self, test: ast.expr) -> ast.expr | None:
        """The side of a comparison that a student's code gives; None if there is no such."""
        match test:
            case ast.Compare(left=left, ops=[ast.Eq()], comparators=[right]):
                return self._one_of(left, right)
            case ast.Compare(left=ast.Call() as call, ops=[ast.Lt() | ast.LtE()]):
                inner = [n for n in ast.walk(call) if isinstance(n, ast.BinOp)]
                if inner and isinstance(inner[0].op, ast.Sub):
                    return self._one_of(inner[0].left, inner[0].right)
            case ast.Call(args=[left, right, *_]) if _called(test) in _CLOSE:
                return self._one_of(left, right)
            case ast.Call(args=[inner]) if _called(test) in _ALL:
                return self._asked_by(inner)
            case ast.Call(func=ast.Attribute(value=value), args=[]) if _called(test) in _ALL:
                return self._asked_by(value)
        return None

    def _one_of(self, left: ast.expr, right: ast.expr) -> ast.expr | None:
        theirs = [side for side in (left, right) if self._is_students(side)]
        odd = (ast.Set, ast.SetComp)
        if len(theirs) != 1 or any(isinstance(side, odd) for side in (left, right)):
            return None
        kind = _called(theirs[0]) if isinstance(theirs[0], ast.Call) else ""
        return None if kind in ("type", "set") else theirs[0]

    def _is_students(self, node: ast.AST) -> bool:
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        return bool(names & self._students)

    def _note(self, node: ast.stmt) -> None:
        """Remember what is assigned from something that is a student's."""
        if self._is_students(node):
            stored = (n for n in ast.walk(node) if isinstance(n, ast.Name) and _stores(n))
            self._students |= {name.id for name in stored} - set(dir(builtins))

    def _raised(self, call: ast.expr) -> ast.stmt:
        nothing = ast.arguments([], [], None, [], [], None, [])
        return self._answer(
            ast.Call(ast.Name("raised_by", ast.Load()), [ast.Lambda(nothing, call)], [])
        )

    def _answer(self, value: ast.expr) -> ast.stmt:
        self.asked += 1
        made = ast.parse(f"{_NEXT} = None").body[0]
        assert isinstance(made, ast.Assign)
        made.value = value
        return made


def _called(node: ast.expr) -> str:
    """The last part of the name of what is called."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _is_and(node: ast.expr) -> bool:
    return isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And)


def _stores(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Store)
