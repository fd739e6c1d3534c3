"""The page of a class: what it sums up, whom it names, and that it does so for any class."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.class_page import light
from grader.class_summary import bars_of, common_mistakes, shares_of
from grader.result import CellRun, Measurement, Mistake, PolicyFinding, Status, Student
from grader.similarity import Pair
from tests.reported import (
    HOSTILE,
    Page,
    assert_allows_only_its_own,
    assert_harmless,
    assert_headings_go_down,
    class_page,
    hostile_result,
    outcome,
    result,
)


def scored(earned, **changes):
    return result(outcome(points=10.0, earned=earned, status=Status.WRONG), **changes)


def hostile_class():
    attacked = outcome(
        criterion=HOSTILE, earned=0.0, status=Status.WRONG,
        mistakes=(Mistake(HOSTILE, HOSTILE, HOSTILE),),
    )  # fmt: skip
    stopped = CellRun(0, "code", HOSTILE, "crashed")
    return [
        hostile_result(),
        result(attacked, submission=HOSTILE, title=HOSTILE, cells=(stopped,), seconds=1e9),
        result(outcome(), submission="x"),
    ]


@pytest.mark.parametrize("changes", [{}, {"refusal": HOSTILE}, {"fault": HOSTILE}])
def test_nothing_hostile_runs_or_loads_from_any_field(changes):
    attacked = [msgspec.structs.replace(one, **changes) for one in hostile_class()]
    text = class_page(attacked, [Pair(HOSTILE, HOSTILE, 100.0, 1, 1)])
    assert_harmless(text)
    assert_allows_only_its_own(text)


def test_the_page_allows_exactly_its_own_style_and_script():
    assert_allows_only_its_own(class_page([result(outcome())]))


def test_the_same_results_give_the_same_bytes_however_long_they_took():
    first = result(outcome(), seconds=1.0)
    again = msgspec.structs.replace(first, seconds=97.0)
    assert class_page([first]) == class_page([again])


def test_headings_go_down_one_step_at_a_time():
    assert_headings_go_down(class_page(hostile_class(), [Pair("a", "b", 99.0, 9, 9)]))
    assert_headings_go_down(class_page([]))


def test_the_class_is_summed_up_without_those_who_have_no_fair_score():
    class_results = [
        result(outcome(points=1.0, earned=score, status=Status.WRONG)) for score in (0.0, 0.5, 1.0)
    ]
    class_results += [result(refusal="not JSON"), result(fault="rubric"), result(fault="rubric")]
    page = Page(class_page(class_results))
    assert "Median 0.5, mean 0.5, from 0 to 1 point" in page.text
    assert "6 submissions, 3 of them graded. 1 could not be read and has score 0." in page.text
    assert "2 have no score, because the grader failed." in page.text
    assert "50 %" in page.text
    assert "1 of 3" in page.text


def test_what_does_not_count_is_left_out_and_who_is_missing_is_named():
    of = {"students": (Student("Anna A"),)}
    first = scored(0.0, submission="first", counts=False, **of)
    second = scored(9.0, submission="second", **of)
    page = Page(class_page([first, second], missing=[Student("<b>Bea</b>"), Student("Cem C")]))
    assert "Median 9, mean 9, from 9 to 9 points" in page.text
    assert "1 is left out below, as another one counts or none does." in page.text
    assert "2 on the roster handed in nothing: <b>Bea</b>, Cem C." in page.text


def test_a_class_of_nobody_and_one_without_any_score_say_so():
    assert "There are no submissions yet." in Page(class_page([])).text
    for broken in (result(fault="x"), result(refusal="x")):
        page = Page(class_page([broken]))
        assert "No scores yet" in page.text
        assert not [a for a in page.all("svg") if a.get("class") == "histogram"]


def test_scores_fall_into_ranges_of_one_width_and_full_points_into_the_last():
    bars = bars_of([scored(earned) for earned in (0.0, 0.99, 1.0, 5.0, 5.0, 10.0)])
    assert [bar.low for bar in bars] == list(range(10))
    assert [bar.submissions for bar in bars] == [2, 1, 0, 0, 0, 2, 0, 0, 0, 1]
    assert bars[-1].high == 10


def test_the_histogram_says_in_words_what_it_shows():
    page = Page(class_page([scored(earned) for earned in (4.5, 4.5, 10.0)]))
    [drawn] = [a for a in page.all("svg") if a.get("class") == "histogram"]
    assert drawn["role"] == "img"
    assert drawn["aria-label"] == "Submissions by points: 2 with 4 to 5, 1 with 9 to 10."


@settings(max_examples=100)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.floats(1e-3, 1e6))
def test_every_score_is_in_one_bar_whatever_the_points(parts, whole):
    results = [
        result(outcome(points=whole, earned=part * whole, status=Status.WRONG)) for part in parts
    ]
    bars = bars_of(results)
    assert sum(bar.submissions for bar in bars) == len(parts)
    assert 1 <= len(bars) <= 12


def test_each_criterion_says_where_the_class_lost_its_points():
    kinds = [(1.5, Status.RIGHT), (0.5, Status.WRONG), (0.0, Status.WRONG)]
    kinds += [(0.0, Status.NOT_ATTEMPTED), (None, Status.PENDING)]
    [share] = shares_of([result(outcome(earned=e, status=s)) for e, s in kinds])
    assert (share.full, share.none, share.absent, share.decided) == (1, 2, 1, 4)
    assert share.lost == 4.0
    assert share.mean == pytest.approx(1 / 3)


def test_mistakes_in_common_are_counted_by_submission_the_most_frequent_first():
    sign, sums = Mistake("sign", "Wrong `sign`.", "it"), Mistake("sum", "No sum.", "it")
    lost = {"earned": 0.0, "status": Status.WRONG}
    results = [
        result(
            outcome(number="1.10", mistakes=(sums,), **lost),
            outcome(number="1.2", mistakes=(sums, sign), **lost),
        ),
        result(outcome(number="1.2", mistakes=(sign,), **lost)),
        result(outcome(number="1.3", mistakes=(sign,), **lost)),
    ]
    first, second = common_mistakes(results)
    assert (first.mistake, first.submissions, first.numbers) == (sign, 3, ("1.2", "1.3"))
    assert (second.mistake, second.submissions, second.numbers) == (sums, 1, ("1.2", "1.10"))
    text = Page(class_page(results)).text
    assert "Wrong sign. 3 submissions 4.5 points lost in 1.2, 1.3" in text


def test_a_person_is_told_whom_to_look_at_and_why():
    policy = (PolicyFinding("Not on the list.", "scipy", 0, 1),)
    stopped = CellRun(4, "code", "while True: pass", "timed out")
    class_results = [result(outcome(), submission=f"s{n}", seconds=1.0) for n in range(9)]
    class_results += [
        result(outcome(), submission="imports", policy=policy),
        result(submission="torn", refusal="It is not JSON."),
        result(submission="unlucky", fault="The rubric failed."),
        result(outcome(), submission="tired", late=True, flags=("Not on the roster.",)),
        result(outcome(), submission="endless", cells=(stopped,), seconds=61.4),
    ]
    text = Page(class_page(class_results, [Pair("s1", "s2", 87.4, 120, 14)])).text
    for said in (
        "1 submission: packages They reach beyond the packages that are allowed. imports scipy",
        "torn It is not JSON.",
        "unlucky The rubric failed.",
        "endless cell 5",
        "tired late",
        "tired Not on the roster.",
        "endless 61 s",
        "s1 87 %",
        "s1 s2 87 % 120 14",
        "endless 1.5 cells stopped slow",
    ):
        assert said in text


def test_nobody_is_slow_where_all_are_quick_or_all_take_as_long():
    for seconds in (0.001, 300.0):
        results = [result(outcome(), submission=f"s{n}", seconds=seconds) for n in range(3)]
        results.append(result(outcome(), submission="s3", seconds=2 * seconds))
        assert "slow" not in Page(class_page(results)).text


def test_every_submission_links_to_its_report():
    class_results = [result(outcome(), submission=name) for name in ("a b", "ü?#", "c")]
    links = [a["href"] for a in Page(class_page(class_results)).all("a")]
    assert links == ["a%20b/report.html", "%C3%BC%3F%23/report.html", "c/report.html"]


def test_the_page_needs_no_source_and_no_output():
    cells = (
        CellRun(0, "code", "x = 1", "ok", ({"output_type": "stream", "text": "1"},)),
        CellRun(1, "code", "while True: pass", "timed out"),
    )
    whole = result(outcome(), cells=cells)
    assert light(whole).cells == (CellRun(1, "code", "", "timed out"),)
    assert class_page([light(whole)]) == class_page([whole])
    assert class_page(list(map(light, hostile_class()))) == class_page(hostile_class())


def test_a_class_of_thousands_is_one_page_of_some_megabytes():
    found = tuple(outcome(criterion=f"c{n}", number=f"1.{n}") for n in range(15))
    results = [
        result(*found, submission=f"student-{n:05}", identity={"Name": f"A. Person {n}"})
        for n in range(5000)
    ]
    text = class_page(results)
    assert len(text.encode()) < 5_000_000
    assert text.count("<tr") == 1 + 15 + 1 + 5000
    assert text.count("<tr hidden>") == 4900


def test_what_the_class_measured_is_summed_up():
    one = Measurement("What a loop costs", ("loop", "array"), (1.0, 0.01))
    other = msgspec.structs.replace(one, seconds=(1.0, 0.1))
    class_ = [
        msgspec.structs.replace(result(submission=name), measurements=(measured,))
        for name, measured in (("a", one), ("b", other), ("c", one))
    ]
    page = Page(class_page(class_)).text
    assert "What a loop costs 3 submissions measured it: in the middle 100 times" in page
    assert "from 10 to 100 times" in page


def test_where_no_two_are_alike_that_is_said_where_the_links_lead():
    page = class_page([result(submission="a"), result(submission="b")])
    assert 'id="alike"' in page
    assert "No two have so much" in page
