"""Makes mutants of the reference: each differs from it by one small, systematic fault.

The operators are the usual ones (Jia and Harman, IEEE TSE 37(5), 2011) and those that matter for
matrices: a transposition more or less, an index beside, a sum that overwrites.
"""

import ast
from collections.abc import Iterator
from typing import TypeVar

import msgspec

from grader.percent import BEGIN, END

_SWAPPED: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Pow: (ast.Mult,),
}
_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
Item = TypeVar("Item")

_RENAMED = {"zeros": "ones", "ones": "zeros", "zeros_like": "ones_like", "ones_like": "zeros_like"}


class Mutant(msgspec.Struct, frozen=True):
    """The reference with one fault in it."""

    name: str  # "function: line as it was -> as it is": stable as long as the line is
    text: str  # of the whole file


def mutants_of(text: str) -> tuple[Mutant, ...]:
    """All mutants of what stands between the solution markers, each once.

    Args:
        text: the reference in percent format, which must be valid Python.
    """
    tree = ast.parse(text)
    meaning = ast.dump(tree)
    inside = _lines_inside(text)
    found: dict[str, Mutant] = {}
    for function, node in _nodes(tree, ""):
        if getattr(node, "lineno", 0) not in inside:
            continue
        for replacement in _replacements(node):
            mutant = _mutant(text, function, node, replacement)
            if mutant.text not in found and _differs(mutant.text, meaning):
                found[mutant.text] = mutant
    return tuple(found.values())


def _lines_inside(text: str) -> set[int]:
    """Numbers of the lines between the markers, 1-based."""
    inside, opened = set(), False
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip().startswith(END):
            opened = False
        elif opened:
            inside.add(number)
        elif line.strip().startswith(BEGIN):
            opened = True
    return inside


def _nodes(node: ast.AST, function: str) -> Iterator[tuple[str, ast.AST]]:
    """All nodes with the name of the function that they stand in."""
    for child in ast.iter_child_nodes(node):
        name = child.name if isinstance(child, ast.FunctionDef | ast.ClassDef) else ""
        inner = f"{function}.{name}".strip(".") if name else function
        yield inner, child
        yield from _nodes(child, inner)


def _differs(mutated: str, meaning: str) -> bool:
    """Whether a text is Python, and other than what means this."""
    try:
        return ast.dump(ast.parse(mutated)) != meaning
    except SyntaxError:
        return False


def _mutant(text: str, function: str, node: ast.AST, replacement: str) -> Mutant:
    lines = text.splitlines(keepends=True)
    first, last = node.lineno - 1, node.end_lineno - 1  # type: ignore[attr-defined]
    # Columns count bytes.
    head = lines[first].encode()[: node.col_offset].decode()  # type: ignore[attr-defined]
    tail = lines[last].encode()[node.end_col_offset :].decode()  # type: ignore[attr-defined]
    changed = f"{head}{replacement}{tail}"
    was = " ".join("".join(lines[first : last + 1]).split())
    now = " ".join(changed.split())
    mutated = "".join([*lines[:first], changed, *lines[last + 1 :]])
    return Mutant(f"{function}: {was} -> {now}", mutated)


def _replacements(node: ast.AST) -> Iterator[str]:
    """What could stand in the node's place, in brackets where it is part of something."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            pass  # a docstring does nothing
        case ast.Assign() | ast.AugAssign() | ast.Expr() | ast.Return():
            yield from _of_statement(node)
        case ast.BinOp():
            yield from (f"({ast.unparse(other)})" for other in _of_operation(node))
        case ast.Call():
            yield from _of_call(node)
        case ast.expr():
            yield from _of_expression(node)


def _of_expression(node: ast.expr) -> Iterator[str]:
    match node:
        case ast.UnaryOp(operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            other = ast.Compare(left, [_COMPARED[type(operator)]()], [right])
            yield f"({ast.unparse(other)})"
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            yield from _of_number(value)
        case ast.Dict(keys=keys, values=values):
            for place in range(len(keys)):
                yield ast.unparse(ast.Dict(_without(keys, place), _without(values, place)))
        case ast.Subscript(value=value, slice=ast.Name(id=name), ctx=ast.Load()):
            yield f"{ast.unparse(value)}[{name} - 1]"
            yield f"{ast.unparse(value)}[{name} + 1]"
        case ast.Attribute(value=value, attr="T"):
            yield ast.unparse(value)


def _without(items: list[Item], place: int) -> list[Item]:
    return items[:place] + items[place + 1 :]


def _of_statement(node: ast.Assign | ast.AugAssign | ast.Expr | ast.Return) -> Iterator[str]:
    yield "pass"
    if isinstance(node, ast.AugAssign):
        target, value = ast.unparse(node.target), ast.unparse(node.value)
        yield f"{target} = {value}"
        yield f"{target} -= {value}" if isinstance(node.op, ast.Add) else f"{target} += {value}"


def _of_operation(node: ast.BinOp) -> Iterator[ast.expr]:
    left, right = node.left, node.right
    yield left
    yield right
    for operator in _SWAPPED.get(type(node.op), ()):
        yield ast.BinOp(left, operator(), right)
    if isinstance(node.op, ast.Mult | ast.MatMult | ast.Div):
        yield ast.UnaryOp(ast.USub(), node)
    if isinstance(node.op, ast.MatMult):
        transposed = ast.Attribute(left, "T", ast.Load())
        yield ast.BinOp(transposed, ast.MatMult(), right)
    if isinstance(node.op, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
        yield ast.BinOp(right, node.op, left)


def _of_number(value: float) -> Iterator[str]:
    if isinstance(value, int):
        yield f"({value + 1})"
        yield f"({value - 1})"
    else:
        yield f"({2 * value})"
        yield "(0.0)"


def _of_call(node: ast.Call) -> Iterator[str]:
    function, arguments = node.func, node.args
    if len(arguments) >= 2:
        swapped = ast.Call(function, [arguments[1], arguments[0], *arguments[2:]], node.keywords)
        yield ast.unparse(swapped)
    if isinstance(function, ast.Name) and function.id == "range":
        for place, argument in enumerate(arguments):
            for change in ("+ 1", "- 1"):
                moved = [ast.unparse(other) for other in arguments]
                moved[place] = f"{ast.unparse(argument)} {change}"
                yield f"range({', '.join(moved)})"
    if isinstance(function, ast.Attribute):
        if function.attr in _RENAMED:
            other = ast.Attribute(function.value, _RENAMED[function.attr], ast.Load())
            yield ast.unparse(ast.Call(other, arguments, node.keywords))
        if len(arguments) == 1:
            yield f"({ast.unparse(arguments[0])})"
        if not arguments and not isinstance(function.value, ast.Name):
            yield ast.unparse(function.value)
