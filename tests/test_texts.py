"""The engine says everything in the language of the assignment, and leaves no sentence out."""

import ast
import gettext
import json
import re
import string
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest

from grader import texts
from grader.assignment import Limits, load_assignment
from grader.decisions import Decisions, Verdict
from grader.examiner import Examiner
from grader.exchange.gradescope import results_of
from grader.gradebook import Gradebook
from grader.grading import grade
from grader.lateness import Deadline
from grader.report import TEMPLATES, render_instructor_page, render_report, style_words
from grader.result import Adjustment, Origin, Student
from grader.review.pages import item_page, list_page
from grader.review.queue import Queue, task_in
from grader.rules import Placement, apply_rules
from grader.similarity import Pair
from grader.texts import languages, listed, moment, number, own, say, say_count, speaking
from tests import translating
from tests.reported import class_page
from tests.review.conftest import ANSWERS, result_of, write_class

ROOT = Path(__file__).parent.parent
SUBMISSIONS = ROOT / "tests" / "submissions"
CATALOGUES = translating.catalogues()


def key_of(message):
    return message.context, message.id


# The catalogues


def test_there_is_english_and_german():
    assert languages() == ("de", "en")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_a_catalogue_holds_exactly_what_the_code_says(path):
    held = {key_of(message) for message in translating.entries(translating.read(path))}
    assert held == {key_of(message) for message in translating.entries(translating.said())}
    assert "#~" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_everything_in_a_catalogue_is_translated_for_sure(path):
    for message in translating.entries(translating.read(path)):
        assert all(translating.strings_of(message)), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_a_catalogue_is_as_it_is_written_by_make_texts(path):
    catalogue = translating.read(path)
    catalogue.update(translating.said(), no_fuzzy_matching=True, update_header_comment=False)
    assert path.read_bytes() == translating.text_of(catalogue)
    assert path.with_suffix(".mo").read_bytes() == translating.compiled(catalogue)


def parts_of(sentence):
    """What a translation has to keep: values, markup, code, and spaces at the ends."""
    braces = [name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None]
    kept = braces + re.findall(r"%\(\w+\)s|%%|<[^>]+>|`[^`]*`|--\w+|%[YmdHM]", sentence)
    ends = sentence[: len(sentence) - len(sentence.lstrip())], sentence[len(sentence.rstrip()) :]
    return sorted(kept), ends


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parents[1].name)
def test_translations_keep_values_and_markup(path):
    for message in translating.entries(translating.read(path)):
        originals = message.id if isinstance(message.id, tuple) else (message.id,)
        for place, translated in enumerate(translating.strings_of(message)):
            original = originals[min(place, len(originals) - 1)]
            assert parts_of(translated) == parts_of(original), translated


def said_in(path):
    """The calls of what says sentences, in a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            count = {"say": 1, "later": 1, "say_count": 2}.get(node.func.id, 0)
            yield from ((node, argument) for argument in node.args[:count])


@pytest.mark.parametrize("path", sorted((ROOT / "grader").rglob("*.py")), ids=lambda p: p.name)
def test_sentences_are_literals_so_that_they_are_found(path):
    """What is no literal was marked by `later`: a constant, or a word out of a table of those."""
    unmarked = {"word", "sentence", "lost.sentence", "outcome.sentence", "self._isolation"}
    for call, argument in said_in(path):
        if isinstance(argument, ast.Constant):
            continue
        name = argument.value if isinstance(argument, ast.Subscript) else argument
        written = ast.unparse(name)
        assert written.isupper() or written in unmarked, ast.unparse(call)


def test_scripts_hold_no_sentence():
    for path in TEMPLATES[1].glob("*.js"):
        code = re.sub(r"//.*", "", path.read_text(encoding="utf-8")).replace('"use strict"', "")
        for text in re.findall(r"\"[^\"\n]*\"|`[^`]*`", code):
            assert not re.search(r"[A-Za-z]{2,} [a-z]{2,}", text), text


def test_the_style_holds_no_word():
    for path in TEMPLATES[1].glob("*.css"):
        for rule in re.findall(r"content:[^;}]*", path.read_text(encoding="utf-8")):
            for text in re.findall('"([^"]*)"', rule):
                assert not re.search("[a-z]{2}", text), rule
    with speaking("de"):
        assert '--word-more: "mehr "' in style_words()


# Languages


def test_german_is_spoken_within_and_english_again_afterwards():
    with speaking("de"):
        assert say("Output") == "Ausgabe"
        assert say_count("{points} point", "{points} points", 2, points="2") == "2 Punkte"
        with speaking("en"):
            assert say("Output") == "Output"
        assert texts.language() == "de"
    assert say("Output") == "Output"


def test_numbers_dates_and_lists_read_as_the_language_has_them():
    at = datetime(2026, 11, 3, 8, 5, tzinfo=UTC)
    assert (number(0.25), number(12345.678, ".1f"), moment(at)) == (
        "0.25",
        "12345.7",
        "2026-11-03 08:05",
    )
    with speaking("de"):
        assert (number(0.25), number(1e-9), moment(at)) == ("0,25", "1e-09", "03.11.2026, 08:05")
        assert listed(["0,1", "0,3"]) == "0,1; 0,3"


def test_a_value_is_never_read_as_a_sentence():
    assert say("Note: {note}", note="{hint} %s") == "Note: {hint} %s"


def test_what_no_catalogue_has_stays_as_it_is():
    with speaking("de"):
        assert say("Never said before.") == own("Never said before.") == "Never said before."
        assert own("") == ""


# Every page, with a catalogue that marks whatever comes out of it

WITHOUT_WORDS = {"s", "ms", "µs", "ns", "MiB", "e", "NumPy", "Python", "Markdown", "numpy", "rnn"}


class Marking(gettext.NullTranslations):
    """Translates into a language in which all sentences stand in brackets."""

    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"

    def pgettext(self, context, message):
        return message


class Unmarked(HTMLParser):
    """The words of a page outside all brackets, but for code and for what people wrote."""

    PEOPLE = ("script", "style", "pre", "code", "bdi", "kbd")
    TOLD = ("aria-label", "placeholder", "alt", "label")

    def __init__(self, page):
        super().__init__()
        self.found, self._depth, self._skipped = [], 0, 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._skipped += tag in self.PEOPLE
        attributes = dict(attrs)
        for name in self.TOLD:
            self._look(attributes.get(name) or "", 0)
        for text in json.loads(attributes.get("data-texts") or "{}").values():
            self._look(text, 0)

    def handle_endtag(self, tag):
        self._skipped -= tag in self.PEOPLE

    def handle_data(self, data):
        if not self._skipped:
            self._depth = self._look(data, self._depth)

    def _look(self, text, depth):
        outside = []
        for char in text:
            depth += (char == "⟦") - (char == "⟧")
            outside.append(" " if depth or char == "⟧" else char)
        words = set(re.findall(r"[^\W\d_]+", "".join(outside)))
        self.found += sorted(words - WITHOUT_WORDS)
        return depth


@pytest.fixture(scope="module")
def marked():
    """Whatever is said comes out in brackets."""
    with pytest.MonkeyPatch.context() as patch:
        voice = texts.Voice("de", Marking(), Marking())
        patch.setattr(texts, "_voice", lambda *_: voice)
        yield


# What never ends is stopped soon: only how it is told matters here.
QUICK = Limits(cell_seconds=1.0, call_seconds=0.5, submission_seconds=10.0)
ENDS_ITSELF = "import os\nos._exit(3)"


@pytest.fixture(scope="module")
def results(marked, zygote, tmp_path_factory):
    """Wrong and right submissions, graded; their own text and names are digits."""
    assignment = load_assignment(ROOT / "solution" / "numpy_rnn")
    settings = msgspec.structs.replace(assignment.settings, limits=QUICK)
    examiner = Examiner(msgspec.structs.replace(assignment, settings=settings))
    paths = sorted(SUBMISSIONS.glob("*.ipynb"))
    crashing = tmp_path_factory.mktemp("crashing") / "crashing.ipynb"
    notebook = json.loads((SUBMISSIONS / "right.ipynb").read_bytes())
    last = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"].append({**last, "source": ENDS_ITSELF})
    notebook["cells"].append({**last, "source": "while True: pass"})
    notebook["cells"].append({**last, "source": "print('1' * 10**6)"})
    crashing.write_text(json.dumps(notebook), encoding="utf-8")
    graded = [grade(examiner, zygote, path, f"{n}") for n, path in enumerate([*paths, crashing])]
    return [without_names(result) for result in graded]


def without_names(result):
    cells = tuple(
        run if run.kind == "code" else msgspec.structs.replace(run, source="1")
        for run in result.cells
    )
    return msgspec.structs.replace(result, cells=cells)


def changed_by_people(result, settings):
    """A result that is late, uses forbidden packages, and has been read by a person."""
    at = datetime(2026, 11, 30, tzinfo=UTC)
    rules = {"deadline": Deadline(at, percent_per_day=10, at_most_percent=50)}
    origin = Origin("7", time=datetime(2026, 12, 2, tzinfo=UTC))
    placement = Placement(origin, due=at, counts=False)
    settings = msgspec.structs.replace(settings, on_violation="cap", **rules)
    return apply_rules(result, placement, settings)


def states(results, examiner):
    """The results, and more states of some than notebooks bring about."""
    settings = examiner.assignment.settings
    yield from results
    yield from (changed_by_people(result, settings) for result in results)
    yield msgspec.structs.replace(results[0], fault="1", outcomes=())
    line = Adjustment("lateness", "1", 0.5)
    yield msgspec.structs.replace(results[0], late=True, counts=False, later="1")
    yield msgspec.structs.replace(results[0], adjustments=(line,), flags=("1",))


@pytest.mark.parametrize("render", [render_report, render_instructor_page])
def test_no_sentence_of_a_report_is_left_untranslated(results, examiner, render):
    for result in states(results, examiner):
        assert Unmarked(render(result)).found == [], result.file


def test_no_sentence_of_the_class_is_left_untranslated(results, examiner):
    everyone = [
        msgspec.structs.replace(result, submission=f"{n}", seconds=99.0 * (n == 3))
        for n, result in enumerate(states(results, examiner))
    ]
    pairs = [Pair("1", "2", 90.0, 100, 12)]
    assert Unmarked(class_page(everyone, pairs, [Student("7")])).found == []
    assert Unmarked(class_page([])).found == []


def test_no_sentence_of_what_gradescope_shows_is_left_untranslated(results, examiner):
    for result in states(results, examiner):
        said = results_of(result)
        outputs = [said["output"], *(test["output"] for test in said["tests"])]
        for line in "\n".join(outputs).splitlines():
            trouble = ": " in line and "⟦" not in line  # what an exception says
            assert trouble or Unmarked(line.replace("<", "")).found == []


def authors_words(result):
    """What the assignment says itself, in a result that wasn't graded."""
    said = [result.title, *(outcome.title for outcome in result.outcomes), "solve explain cost"]
    said += [one.question + one.model for one in result.written]
    said += [level.sentence for one in result.written for level in one.levels]
    said += [finding.sentence for outcome in result.outcomes for finding in outcome.findings]
    return set(re.findall(r"[^\W\d_]+", " ".join(said)))


def test_no_sentence_of_the_reviewing_page_is_left_untranslated(marked, tmp_path):
    folder = write_class(tmp_path / "1", dict.fromkeys(map(str, range(len(ANSWERS))), "1"))
    with Gradebook(folder) as book:
        queue = Queue(book)
        task = task_in(book, "0", "explain")
        scored = task_in(book, "0", "solve")
        decisions = Decisions(book)
        pages = [list_page(book, queue, "1"), item_page(book, queue, task, "1")]
        decisions.save(task.item, Verdict(1.0, "", "7"), 0, "1")
        decisions.save(scored.item, Verdict(1.0, "", "7"), 0, "1")
        decisions.save(task_in(book, "1", "explain").item, Verdict(None, "", "7"), 0, "1")
        pages += [list_page(book, queue, "1"), item_page(book, queue, task, "1")]
        pages.append(item_page(book, queue, scored, "1"))
    for page in pages:
        assert set(Unmarked(page).found) <= authors_words(result_of("0", "1"))


def test_a_sentence_that_is_left_would_be_seen(results):
    page = render_report(results[0])
    assert page.count("⟦") > 100
    assert "Bericht" in Unmarked(page.replace("⟦Report⟧", "Bericht")).found
    assert "Bericht" in Unmarked(page.replace('aria-label="⟦', 'aria-label="Bericht ⟦')).found
