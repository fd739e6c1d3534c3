"""What is the same for all submissions of an assignment."""

import numpy as np
import pytest

from grader.assignment import load_assignment
from grader.errors import AuthoringError
from grader.examiner import Examiner

FIXED = {
    "initialisation": 0.5,
    "forward.single": 1,
    "forward.multi": 1,
    "backward.single": 1,
    "backward.multi": 1,
    "bias_gradients.single": 0.5,
    "bias_gradients.multi": 0.5,
    "update": 0.5,
    "written_bias_gradients": 1,
    "numerical_gradient.single": 0.5,
    "numerical_gradient.multi": 0.5,
    "analytical_gradient": 0.5,
    "gradient_check.single": 0.75,
    "gradient_check.multi": 0.75,
}


def test_the_first_assignment_has_its_fixed_identifiers_and_points(examiner):
    assert {c.identifier: c.points for c in examiner.rubric.criteria} == FIXED


def test_cases_come_from_the_seed_of_the_assignment_alone(halves):
    first, again = Examiner(halves), Examiner(halves)
    for criterion in first.rubric.criteria[:2]:
        pairs = zip(first.cases(criterion), again.cases(criterion), strict=True)
        assert all(np.array_equal(*pair) for pair in pairs)
    half, double = first.rubric.criteria[:2]
    assert not np.array_equal(first.cases(half)[0], first.cases(double)[0])


def test_criteria_drawn_alike_are_asked_about_the_same_objects(examiner):
    by_name = {one.identifier: one for one in examiner.rubric.criteria}
    drawn, first = by_name["bias_gradients.multi"], by_name["backward.multi"]
    assert examiner.cases(drawn) is examiner.cases(first)
    assert examiner.seed(drawn, 2) == examiner.seed(first, 2)


def test_another_seed_gives_other_cases(course, halves):
    criterion = Examiner(halves).rubric.criteria[0]
    path = halves.folder / "assignment.toml"
    path.write_text(path.read_text().replace("seed = 1", "seed = 2"))
    other = Examiner(load_assignment(halves.folder))
    assert not np.array_equal(Examiner(halves).cases(criterion)[0], other.cases(criterion)[0])


def test_what_the_reference_prints_is_not_the_graders_output(halves, capsys):
    text = halves.notebook_source.read_text().replace("return x / 2", "print(x)\n    return x / 2")
    halves.notebook_source.write_text(text)
    examiner = Examiner(halves)
    examiner.right_answer(examiner.rubric.criteria[0], 0)
    assert capsys.readouterr().out == ""


def test_a_reference_that_writes_into_what_it_is_given_does_not_change_the_case(halves):
    text = halves.notebook_source.read_text().replace("return x / 2", "x /= 2\n    return x")
    halves.notebook_source.write_text(text)
    examiner = Examiner(halves)
    criterion = examiner.rubric.criteria[0]
    before = examiner.cases(criterion)[0].copy()
    np.testing.assert_array_equal(examiner.right_answer(criterion, 0), before / 2)
    np.testing.assert_array_equal(examiner.cases(criterion)[0], before)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("first.by_hand(", "rubric = None\nfirst.by_hand(", "defines no `rubric = Rubric"),
        ("total=4", "total=5", "The rubric says 5 points; its criteria add up to 4"),
        ('"""Half of every entry."""', "", "needs a docstring"),
        ("after=[half]", "after=[halve]", "NameError"),
    ],
)
def test_a_rubric_that_breaks_a_rule_is_named_with_its_file(halves, old, new, sentence):
    halves.rubric_source.write_text(halves.rubric_source.read_text().replace(old, new))
    with pytest.raises(AuthoringError, match=sentence) as error:
        Examiner(halves)
    assert error.value.file == halves.rubric_source


def test_only_so_many_answers_of_mistakes_are_kept_the_newest(examiner, monkeypatch):
    monkeypatch.setattr(examiner, "_answers_with", {})
    monkeypatch.setattr("grader.examiner.MOST_ANSWERS", 3)
    criterion, slip = examiner.rubric.criteria[1], next(iter(examiner.misconceptions))
    for index in range(5):
        examiner.answer_with((slip,), criterion, index)
    assert [index for *_, index in examiner._answers_with] == [2, 3, 4]


def test_tolerances_say_why(examiner):
    for criterion in examiner.rubric.criteria:
        if criterion.question:
            assert len(criterion.tolerance.reason) > 20
            for second in criterion.question.follow_throughs:
                assert len(second.tolerance.reason) > 20
