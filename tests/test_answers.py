"""Which part of a notebook answers which question, however students rearranged it."""

import pytest

from grader.answers import ELSEWHERE, LONGEST, Questions
from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.submission import Cell

QUESTIONS = """
# %% [markdown]
# # Waves
#
# Read this first.

# %% [markdown] role="fill_in"
# Please fill in:
#
# - **Name:**

# %% [markdown] role="question" grade_id="why" points=1
# ### Why? (1 point)
#
# Say why, with $x^2$.

# %% [markdown] role="answer"
# Because.

# %% [markdown] role="answer"
# And so on.

# %% [markdown] role="question" grade_id="how" points=2
# ### How? (2 points)

# %% [markdown] role="answer"
# Like this.

# %%
def half(x):
    return x / 2
"""
RUBRIC = '''
"""How waves are scored."""
from grader.rubric import Rubric
rubric = Rubric("Waves", total=3)
part = rubric.part("Exercise 1", points=3)
part.by_hand("why", points=1, title="Why.")
part.by_hand("how", points=2, title="How.", levels={0: "No.", 0.5: "Begun.", 2: "Yes."})
'''
TITLE = "# Waves\n\nRead this first."
NAME = "Please fill in:\n\n- **Name:** Ann"
WHY, HOW = "### Why? (1 point)\n\nSay why, with $x^2$.", "### How? (2 points)"


@pytest.fixture
def questions(halves):
    halves.notebook_source.write_text(QUESTIONS.lstrip())
    halves.rubric_source.write_text(RUBRIC.lstrip())
    return Examiner(load_assignment(halves.folder)).questions


def answers(questions, *texts):
    """What stands in a notebook of Markdown cells, and code where a text begins with `def`."""
    kinds = ["code" if text.startswith("def") else "markdown" for text in texts]
    cells = [Cell(n, kind, text) for n, (kind, text) in enumerate(zip(kinds, texts, strict=True))]
    return [written.answer for written in questions.answered(cells)]


@pytest.mark.parametrize(
    ("cells", "why", "how"),
    [
        ((TITLE, NAME, WHY, "As $1$.", HOW, "So.", "def f(): ..."), "As $1$.", "So."),
        ((WHY, "As.", "And.", HOW, "So."), "As.\n\nAnd.", "So."),
        ((HOW, "So.", WHY, "As."), "As.", "So."),
        ((WHY, "As.", "def f(): ...", "Far below.", HOW, "So."), "As.", "So."),
        ((WHY.replace("\n\n", "\r\n \r\n"), "As.", HOW, "So."), "As.", "So."),
        ((WHY + "\n\n**As.**", "", HOW + "\nSo.", ""), "**As.**", "So."),
        (
            ("### Why? (1 point)\n\nBecause I say so.", HOW, "So."),
            "### Why? (1 point)\n\nBecause I say so.",
            "So.",
        ),
        ((WHY, "", HOW, ""), "", ""),
        ((TITLE, NAME, "def f(): ..."), "", ""),
    ],
    ids=[
        "as asked",
        "in two cells",
        "the other way round",
        "code ends it",
        "other line ends",
        "in the question's cell",
        "in place of the question",
        "nothing",
        "no questions",
    ],
)
def test_an_answer_is_what_stands_below_its_question(questions, cells, why, how):
    assert answers(questions, *cells) == [why, how]


def test_an_answer_that_stands_elsewhere_is_found_and_said_to_be(questions):
    cells = [
        Cell(n, "markdown", text)
        for n, text in enumerate((TITLE, NAME, WHY, "", HOW, "So.", TITLE, "My thoughts."))
    ]
    why, how = questions.answered(cells)
    assert (why.answer, why.place) == ("My thoughts.", ELSEWHERE)
    assert (how.answer, how.place) == ("So.", "")


def test_model_answers_and_levels_go_along(questions):
    why, how = questions.answered([])
    assert (why.question, why.model) == (WHY, "Because.\n\nAnd so on.")
    assert [level.points for level in why.levels] == [0, 0.5, 1]
    assert [(level.points, level.sentence) for level in how.levels] == [
        (0, "No."),
        (0.5, "Begun."),
        (2, "Yes."),
    ]


def test_an_endless_answer_is_cut(questions):
    assert len(answers(questions, WHY, "x" * 3 * LONGEST)[0]) == LONGEST


def test_the_reference_answers_the_question_of_the_first_assignment(numpy_rnn, examiner):
    (written,) = Questions(numpy_rnn, examiner.rubric.criteria).answered([])
    assert written.model.startswith("**Output bias.**")
    assert [level.points for level in written.levels] == [0, 0.25, 0.5, 0.75, 1]
