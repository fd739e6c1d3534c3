"""The authoring guide: every snippet in it runs, or stands where it says."""

import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import numpy as np
import pytest

from grader.assignment import Settings, load_module
from grader.errors import StudentError
from grader.result import Trouble
from grader.rubric import Code, NoCredit, PassOver
from grader.verify import Equivalents

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", GUIDE, re.M | re.S)
QUOTED = re.compile(r"# ((?:solution|tests)/\S+)\n")


def blocks(language):
    return [text for found, text in BLOCKS if found == language]


def refusing(name):
    raise StudentError(Trouble(name, "no"))


@pytest.fixture(scope="module")
def guide(tmp_path_factory):
    """All that its Python defines, run from top to bottom as one rubric."""
    path = tmp_path_factory.mktemp("guide") / "rubric.py"
    own = [text for text in blocks("python") if not QUOTED.match(text)]
    path.write_text("\n\n".join(own), encoding="utf-8")
    return load_module(path)


def horner(c, x):
    if not len(c):
        refusing("ValueError")
    return float(np.polynomial.polynomial.polyval(x, c))


POLYNOMIALS = {"evaluate": horner, "derivative": lambda c: c[1:] * np.arange(1, len(c))}


def code(**changes):
    return Code(SimpleNamespace(**{**POLYNOMIALS, **changes}))


def case_of(guide, degree=3):
    return list(guide.polynomials(np.random.default_rng(0), degree))[1]


def test_every_block_is_one_that_is_tested_here():
    assert {language for language, _ in BLOCKS} == {"console", "toml", "python", "po"}
    assert len(BLOCKS) == GUIDE.count("```") / 2 > 15


@pytest.mark.parametrize("text", [text for _, text in BLOCKS if QUOTED.match(text)])
def test_what_it_quotes_stands_in_that_file(text):
    path, quoted = QUOTED.match(text)[1], text.partition("\n")[2]
    assert quoted in (ROOT / path).read_text(encoding="utf-8")


def test_its_commands_print_what_it_says(tmp_path):
    (text,) = blocks("console")
    for step in text.split("$ grader ")[1:]:
        command, _, printed = step.partition("\n")
        words = [sys.executable, "-m", "grader", *command.split()]
        done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, printed), done.stderr


def test_its_settings_and_its_list_of_mutants_are_those_of_the_example():
    settings, equivalents = blocks("toml")
    folder = ROOT / "solution" / "least_squares"
    assert settings == (folder / "assignment.toml").read_text(encoding="utf-8")
    assert equivalents == (folder / "equivalent_mutants.toml").read_text(encoding="utf-8")
    assert msgspec.toml.decode(settings, type=Settings).name == "least_squares"
    assert len(msgspec.toml.decode(equivalents, type=Equivalents).equivalent) == 1


def test_its_rubric_adds_up(guide):
    guide.rubric.check()
    assert [c.identifier for c in guide.rubric.criteria] == [
        "evaluate.low",
        "evaluate.high",
        "refusal",
        "derivative",
        "horner",
    ]


def test_every_word_of_the_language_is_explained(guide):
    from grader import gradients, rubric, slopes, spread

    types = {"Code", "Criterion", "Part", "Question", "RubricError"}  # that authors needn't name
    words = {word for module in (gradients, rubric, slopes, spread) for word in module.__all__}
    for word in words - types:
        assert hasattr(guide, word), word
    for word in ("code", "part", "by_hand", "follow_through", "code.note", "hint", "traits"):
        assert word in GUIDE


def test_its_questions_tell_right_from_wrong(guide):
    case = case_of(guide)
    assert guide.evaluate(code(), case) == horner(case.c, case.x)
    assert all(guide.refusal(code(), case).values())
    silent = code(evaluate=lambda c, x: 0.0)
    assert guide.refusal(silent, case)["no coefficients raise a ValueError"] is False
    right = guide.derivative(code(), case)
    turned = code(
        evaluate=lambda c, x: horner(c[::-1], x),
        derivative=lambda c: POLYNOMIALS["derivative"](c[::-1])[::-1],
    )
    assert np.allclose(guide.derivative(turned, case), right)
    assert "highest power" in turned.take_notes()[0]
    broken = code(evaluate=lambda c, x: refusing("TypeError"))
    assert np.allclose(guide.derivative(broken, case), right)


def test_its_follow_through_goes_by_the_students_own_polynomial(guide):
    from grader.compare import compare

    case, ask = case_of(guide), guide.slope_of_own_polynomial
    doubled = code(evaluate=lambda c, x: 2 * horner(c, x))
    answer, due = ask(doubled, code(), case)
    assert not compare(due, answer, guide.SLOPE)
    wrong = code(evaluate=doubled.evaluate, derivative=lambda c: c[1:])
    assert compare(*reversed(ask(wrong, code(), case)), guide.SLOPE)
    with pytest.raises(NoCredit):
        ask(code(evaluate=lambda c, x: 3.0), code(), case)
    with pytest.raises(PassOver):
        ask(code(evaluate=lambda c, x: refusing("TypeError")), code(), case)


def test_its_shared_follow_through_asks_both_questions_at_one(guide):
    from grader.compare import compare

    for question in (guide.refusal, guide.derivative):
        ask = question.follow_throughs[-1].ask
        right, due = ask(code(), code(), case_of(guide))
        assert not compare(due, right, guide.ROUNDING)
        with pytest.raises(PassOver):
            ask(code(), code(), case_of(guide).but(x=0.0))


def test_its_gradients_are_read_in_the_asked_shapes(guide):
    student = code()
    assert guide.read(student, guide.found)["d_b"].shape == (3,)
    assert student.take_notes()


@pytest.mark.parametrize("name", re.findall(r"\]\(#([\w-]+)\)", GUIDE))
def test_its_links_lead_to_sections(name):
    headings = re.findall(r"^#+ (.*)$", GUIDE, re.M)
    assert name in {heading.lower().replace(" ", "-") for heading in headings}
