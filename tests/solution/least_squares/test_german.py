"""With `language = "de"` all that the rubric says is German in the report."""

import re
from pathlib import Path

import msgspec
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, writes

from grader.assignment import load_assignment
from grader.examiner import Examiner
from grader.grading import grade_handed_in
from grader.percent import Role, read_percent
from grader.report import render_instructor_page, render_report
from grader.sandbox.host import Zygote
from grader.submission import HandedIn
from tests import translating
from tests.test_report import Page

SOLUTION = Path(__file__).parents[3] / "solution" / "least_squares"
CATALOGUE = SOLUTION / "locale" / "de" / "LC_MESSAGES" / "messages.po"
GRADED = {"rubric.py", "misconceptions.py", "assignment.toml"}
FOLLOWS = " This here is what follows from it."  # the engine's own words
NO_ORTHOGONAL_Q = "\n\ndef qr(A):\n    return np.zeros(A.shape), np.eye(A.shape[1])"
FULL_Q = "\n\nown = qr\ndef qr(A):\n    Q, R = own(A)\n    return Q[:, ::-1], R"


def examiner_in(language):
    assignment = load_assignment(SOLUTION)
    settings = msgspec.structs.replace(assignment.settings, language=language)
    return Examiner(msgspec.structs.replace(assignment, settings=settings))


def notebook(source, addition=""):
    """A notebook of the reference's code with a slip in it, and an addition at its end."""
    code = [new_code_cell(cell.source) for cell in source if cell.kind == "code"]
    text = [new_markdown_cell(cell.source) for cell in source if cell.role is Role.QUESTION]
    cells = [*text, *code, new_code_cell(addition)]
    return writes(new_notebook(cells=cells)).encode()


@pytest.fixture(scope="module")
def contents(tmp_path_factory):
    """The reference, each known mistake, and what is followed through or refused credit."""
    examiner, path = examiner_in("en"), tmp_path_factory.mktemp("slips") / "slip.py"
    found = []
    for slip in (None, *examiner.misconceptions):
        path.write_text(slip.applied_to(examiner.source) if slip else examiner.source)
        found.append(notebook(read_percent(path)))
    right = read_percent(SOLUTION / "least_squares.py")
    return [*found, notebook(right, NO_ORTHOGONAL_Q), notebook(right, FULL_Q)]


@pytest.fixture(scope="module")
def results(contents):
    """Each graded in English and in German."""
    both = examiner_in("en"), examiner_in("de")
    with Zygote() as zygote:
        return [
            [grade_handed_in(one, zygote, HandedIn("a", "a.ipynb", content)) for one in both]
            for content in contents
        ]


@pytest.fixture(scope="module")
def sentences():
    catalogue = translating.read(CATALOGUE)
    return {message.id: message.string for message in translating.entries(catalogue)}


def said_by_the_rubric(result):
    """All that the assignment's own catalogue is asked for."""
    yield result.title
    for outcome in result.outcomes:
        yield from (outcome.part, outcome.title, outcome.hint, outcome.case, *outcome.notes)
        for one in outcome.mistakes:
            yield from (one.sentence, one.look, one.hint)
        yield from (finding.what for finding in outcome.findings if " " in finding.what)


def test_every_sentence_of_the_rubric_has_a_translation(results, sentences):
    found = {text for english, _ in results for text in said_by_the_rubric(english)} - {""}
    said = {text.removesuffix(FOLLOWS) for text in found}
    assert len(said) > 20
    assert said <= set(sentences)
    assert all(sentences.values())


def test_no_sentence_of_the_catalogue_is_said_by_nobody(sentences):
    written = "".join((SOLUTION / name).read_text(encoding="utf-8") for name in GRADED)
    for sentence in sentences:
        words = sentence.removesuffix(" matrix") if sentence.startswith("a ") else sentence
        assert words in written, sentence


@pytest.mark.parametrize("render", [render_report, render_instructor_page])
def test_no_english_sentence_of_the_rubric_is_in_a_german_report(results, sentences, render):
    for english, german in results:
        assert [o.earned for o in german.outcomes] == [o.earned for o in english.outcomes]
        page = render(german).partition('<section class="notebook"')[0]
        text = Page(page).text
        assert not [one for one in sentences if re.search(rf"\b{re.escape(one)}", text)]
        assert sentences[english.title] in text


def test_each_translation_that_a_student_may_read_is_read(results, sentences):
    pages = " ".join(Page(render_report(german)).text for _, german in results)
    assert sentences["Only the first n equations are used."] in pages
    assert sentences["Judged by your own Q and R."] in pages
    assert "Das Q aus qr lässt von b nichts übrig." in pages
    assert sentences["a tall matrix"] in pages


def test_the_compiled_catalogue_is_what_is_written():
    catalogue = translating.read(CATALOGUE)
    assert CATALOGUE.read_bytes() == translating.text_of(catalogue)
    assert CATALOGUE.with_suffix(".mo").read_bytes() == translating.compiled(catalogue)
