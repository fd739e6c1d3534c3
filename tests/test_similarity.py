"""Which submissions are alike, which are not, and how long it takes to know."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

import hypothesis
import jupytext
import pytest
from hypothesis import strategies as st

from grader import similarity
from grader.fingerprint import GRAM, fingerprint, given_by
from grader.similarity import LEAST_COMMON, LEAST_SHARE, LEAST_TOKENS, MOST_PAIRS, similar
from grader.submission import read_submission

PROJECT = Path(__file__).parent.parent
RIGHT = PROJECT / "tests" / "corpus" / "right"


def code_of(path):
    if path.suffix == ".py":
        cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
        return [cell.source for cell in cells if cell.cell_type == "code"]
    return [cell.source for cell in read_submission(path, "x", ()).cells if cell.kind == "code"]


@pytest.fixture(scope="module")
def skeleton():
    return code_of(PROJECT / "assignment" / "numpy_rnn" / "numpy_rnn.ipynb")


@pytest.fixture(scope="module")
def given(skeleton):
    return given_by(skeleton)


def disguised(sources):
    """The same program: other names, comments and layout, its cells the other way round."""
    names = {"a": "hidden", "x_t": "step", "y": "result", "grads": "slopes", "eps": "delta"}
    changed = []
    for source in reversed(sources):
        text = re.sub(r'"""[\s\S]*?"""', '"""I wrote this."""', source)
        for old, new in names.items():
            text = re.sub(rf"\b{old}\b", new, text)
        text = re.sub(r" = ", "  =  ", text).replace("    ", "  ").replace(", ", " ,")
        changed.append(re.sub(r"\n", "   # mine\n\n", text))
    return changed


def test_a_renamed_and_reformatted_copy_is_found(skeleton, given):
    original = code_of(RIGHT / "einsum_everywhere.py")
    class_of_two = {
        "one": fingerprint([*skeleton, *original], given),
        "two": fingerprint([*disguised(original), *skeleton], given),
    }
    [pair] = similar(class_of_two)
    assert (pair.first, pair.second) == ("one", "two")
    assert pair.share > 90
    assert pair.tokens > 400
    assert pair.lines > 40


def test_a_copy_is_found_in_a_class_of_honest_ones_and_nobody_else_is(skeleton, given):
    # Notebooks of the corpus share code with its other files, and `unicode_identifiers` too.
    honest = sorted(RIGHT.glob("*.py"))
    prints = {path.stem: fingerprint([*skeleton, *code_of(path)], given) for path in honest}
    assert similar(prints) == []
    prints["copy"] = fingerprint(disguised(code_of(RIGHT / "closures.py")), given)
    assert [pair[:2] for pair in similar(prints)] == [("closures", "copy")]


def test_what_the_skeleton_gives_makes_nobody_alike(skeleton, given):
    touched = [*skeleton, "print('hello')", "x = 1"]
    prints = {
        name: fingerprint(cells, given)
        for name, cells in zip("abc", [skeleton, skeleton, touched], strict=True)
    }
    assert similar(prints) == []
    as_if_own = {
        name: fingerprint(cells)
        for name, cells in zip("abc", [skeleton, skeleton, touched], strict=True)
    }
    assert [pair[:2] for pair in similar(as_if_own)] == [("a", "b"), ("a", "c")]


def test_a_part_that_was_copied_is_measured_against_the_one_with_less_code():
    functions = [
        f"def f{n}(x):\n    return np.m{n}(x) ** {n} + x.k{n} - np.r{n}(x, {n})" for n in range(40)
    ]
    half, whole = "\n".join(functions[:20]), "\n".join(functions)
    [pair] = similar({"b": fingerprint([whole]), "a": fingerprint([half])})
    assert pair == ("a", "b", pair.share, pair.tokens, 40, ((0,), (0,)))
    assert pair.share > 95


def test_a_pair_says_in_which_cells_of_each_it_is():
    copied = "\n".join(f"a{n} = np.f{n}(b, {n}) + c.d{n}" for n in range(30))
    own = "\n".join(f"w{n} = np.other{n}([{n}], k={n}) - {n}" for n in range(5))
    [pair] = similar({"a": fingerprint(["", copied]), "b": fingerprint([own, "", "", copied])})
    assert pair.cells == ((1,), (3,))
    [same] = similar({"a": fingerprint(["", copied]), "b": fingerprint([copied])})
    assert (same.share, same.cells) == (100, ((1,), (0,)))
    [given] = similar(
        {"a": fingerprint([own, copied], given_by([own])), "b": fingerprint([copied])}
    )
    assert given.cells == ((1,), (0,))


def test_what_many_wrote_is_no_evidence():
    idiom = [f"out[{n}] = np.dot(W.T, x[{n}]) + np.sum(b, axis={n})" for n in range(30)]
    own = {
        f"s{student}": [
            f"y{n} = np.g{student}_{n}(x, {student}) * {n} - {student}" for n in range(20)
        ]
        for student in range(30)
    }
    prints = {name: fingerprint(["\n".join(idiom + lines)]) for name, lines in own.items()}
    assert similar(prints) == []
    two = {name: prints[name] for name in ("s1", "s2")}
    assert len(similar(two)) == 1  # of two, half of their code is no common idiom


def test_a_ring_of_copies_is_named_once_each():
    code = "\n".join(f"a{n} = np.f{n}(b, {n}) + c.d{n}" for n in range(30))
    prints = {f"s{n:03}": fingerprint([code]) for n in range(100)}
    pairs = similar(prints)
    assert [pair.first for pair in pairs] == ["s000"] * 99
    assert {pair.second for pair in pairs} == {f"s{n:03}" for n in range(1, 100)}
    assert {pair.share for pair in pairs} == {100.0}


def test_nobody_is_like_themselves_and_many_attempts_crowd_nobody_out():
    code = "\n".join(f"a{n} = np.f{n}(b, {n}) + c.d{n}" for n in range(30))
    own = [code.replace("np.f", f"np.s{n}_") for n in range(MOST_PAIRS + 1)]
    twice = {f"s{n:03}-{turn}": fingerprint([one]) for n, one in enumerate(own) for turn in "12"}
    people = {name: (name[:4],) for name in twice}
    assert similar(twice, people) == []
    twice["t"] = fingerprint([own[-1] + "\nx = 1"])
    assert {pair[:2] for pair in similar(twice, people)} == {(f"s{MOST_PAIRS}-1", "t")}


def program(*numbers):
    """One line for each number, of its own words."""
    return fingerprint(["\n".join(f"a{n} = np.f{n}(b, {n}) + c.d{n}" for n in numbers)])


def test_what_one_student_handed_in_often_is_not_what_many_wrote():
    attempts = {f"ann-{turn}": program(*range(40), 100 + turn) for turn in range(LEAST_COMMON + 5)}
    people = dict.fromkeys(attempts, ("ann",))
    pairs = similar({**attempts, "ben": program(*range(40), 99)}, people)
    assert [pair.second for pair in pairs] == ["ben"] * len(attempts)


def test_attempts_take_no_place_of_those_that_are_looked_at_closely(monkeypatch):
    monkeypatch.setattr(similarity, "MOST_CHECKED", 5)
    attempts = {
        f"s{student}-{turn}": program(*range(100 * student, 100 * student + 50), 5_000 + turn)
        for student in range(5)
        for turn in range(4)
    }
    people = {name: (name[:2],) for name in attempts}
    copied = {
        "t1": program(*range(900, 930), *range(930, 940)),
        "t2": program(*range(900, 930), *range(940, 950)),
    }
    assert [pair[:2] for pair in similar(attempts | copied, people)] == [("t1", "t2")]


def test_two_with_the_code_of_a_joint_submission_are_named_with_each_other():
    people = {"1": ("ann", "ben"), "2": ("ann",), "3": ("ben",)}
    [pair] = similar(dict.fromkeys(people, program(*range(30))), people)
    assert (pair.first, pair.second, pair.share) == ("2", "3", 100)


lines = st.lists(st.integers(0, 30), min_size=12, max_size=40)


@hypothesis.given(st.lists(lines, min_size=2, max_size=6), st.integers(1, 6))
@hypothesis.settings(max_examples=60)
def test_all_pairs_are_found_that_a_comparison_of_all_with_all_finds(class_of_lines, few):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similarity, "LEAST_COMMON", few)
        prints = {f"s{n}": program(*numbers) for n, numbers in enumerate(class_of_lines)}
        found = {pair[:4] for pair in similar(prints)}
    long = [one for one in prints.values() if len(covered(one.tokens.tolist())) >= LEAST_TOKENS]
    many = Counter(gram for one in long for gram in one.hashes.tolist())
    distinct = {one.hashes.tobytes() for one in prints.values()}
    if len(distinct) == len(prints):  # the same throughout are compared whole, common or not
        rare = {
            name: {
                gram: start
                for gram, start in zip(one.hashes.tolist(), one.tokens.tolist(), strict=True)
                if many[gram] <= few
            }
            for name, one in prints.items()
        }
        compared = {by_hand(rare, *names) for names in combinations(prints, 2)}
        assert found == compared - {None}


def by_hand(rare, first, second):
    """The pair as `similar` should give it, counted token by token."""
    whole = {name: covered(rare[name].values()) for name in (first, second)}
    less, more = sorted((first, second), key=lambda name: len(whole[name]))
    shared = covered(start for gram, start in rare[less].items() if gram in rare[more])
    if min(map(len, whole.values())) < LEAST_TOKENS or len(shared) < LEAST_TOKENS:
        return None
    share = round(100 * len(shared) / len(whole[less]), 1)
    return (first, second, share, len(shared)) if share >= LEAST_SHARE else None


def covered(starts):
    return {token for start in starts for token in range(start, start + GRAM)}


def test_the_order_of_the_class_does_not_matter():
    prints = {path.stem: fingerprint(code_of(path)) for path in sorted(RIGHT.iterdir())}
    backwards = dict(reversed(prints.items()))
    assert similar(prints) == similar(backwards) != []


def test_an_empty_class_has_no_pairs():
    assert similar({}) == []
    assert similar({"a": fingerprint([])}) == []


@pytest.mark.parametrize(("at_once", "some"), [(20, 1), (1_000, 7), (3_000, 1_000)])
def test_an_index_made_part_by_part_finds_the_same(monkeypatch, at_once, some):
    prints = {path.stem: fingerprint(code_of(path)) for path in sorted(RIGHT.iterdir())[:40]}
    prints["copy"] = fingerprint(disguised(code_of(RIGHT / "closures.py")))
    whole = similar(prints)
    monkeypatch.setattr(similarity, "AT_ONCE", at_once)
    monkeypatch.setattr(similarity, "SOME", some)
    assert similar(prints) == whole != []
