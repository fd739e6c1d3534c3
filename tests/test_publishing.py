"""Reports, table and page written again from the gradebook alone, with what persons decided."""

import base64
import csv
import json
import shutil
from datetime import UTC, datetime

import msgspec
import nbformat
import pytest

from grader.assignment import load_assignment
from grader.batch import Batch
from grader.confirmations import (
    Confirmation,
    OnViolation,
    Ruling,
    add_confirmation,
    confirmation_of,
    rule_in,
)
from grader.decisions import Decisions, Verdict
from grader.errors import UsageError
from grader.exchange.graded import read_one
from grader.fingerprint import given_by
from grader.gradebook import Gradebook
from grader.intake import Intake, Sources
from grader.lateness import Deadline
from grader.publishing import Shelf, publish_again
from grader.result import Origin, Result, Student
from grader.review.pages import item_page
from grader.review.queue import Queue, task_in
from grader.reviewing import items_of

RIGHT = ("import numpy as np", "def half(x): return x / 2", "def double(x): return x + x")
WRONG = ("import numpy as np", "import scipy", "def half(x): return x / 3", RIGHT[2])
LATE = Origin(
    # In the first day after the deadline, which has 25 hours, as clocks go back.
    "Moodle",
    people=(Student("Ann", "7"),),
    time=datetime(2026, 10, 25, 22, 30, tzinfo=UTC),
    late=True,
)


class Graded:
    """A class of two, graded: one who is late and uses a forbidden package, one who isn't known."""

    def __init__(self, halves, write_notebook, folder):
        deadline = Deadline(datetime(2026, 10, 24, 23, 59), "Europe/Vienna", points_per_day=0.5)
        rules = {"deadline": deadline, "on_violation": OnViolation.CAP}
        self.settings = msgspec.structs.replace(halves.settings, **rules)
        self.assignment = msgspec.structs.replace(halves, settings=self.settings)
        self.folder, self.write = folder, write_notebook
        self.names = {self.notebook("a"): "a", self.notebook("b", RIGHT, "#md Why?"): "b"}
        self.grade()

    def notebook(self, name, cells=WRONG, *answer):
        texts = answer or ("#md Why?", f"#md Because of {name}.")
        return self.write(*cells, *texts, name=f"{name}.ipynb")

    def grade(self, **more):
        (late, _) = self.names
        intake = Intake(self.names, {late: LATE}, self.settings, Sources(), self.folder)
        batch = Batch(self.assignment, self.names, self.folder, intake=intake, **more)
        return {graded.result.submission: graded for graded in batch.grade()}

    def decide(self, submission, criterion, points, comment=""):
        with Gradebook(self.folder) as book:
            _, result = book.last(submission, Result)
            (item,) = [item for item, _ in items_of(result) if item.criterion == criterion]
            decisions = Decisions(book)
            last = decisions.last(item)
            version = last.version if last else 0
            decisions.save(item, Verdict(points, "Yes.", comment), version, "Ada")

    def files(self):
        files = (
            path for path in self.folder.rglob("*") if path.suffix in (".html", ".json", ".csv")
        )
        return {path: path.read_bytes() for path in files}


@pytest.fixture
def graded(halves, write_notebook, tmp_path):
    return Graded(halves, write_notebook, tmp_path / "reports")


def test_without_a_decision_nothing_changes_and_no_file_but_the_gradebook_is_needed(
    graded, course, tmp_path
):
    before = graded.files()
    shutil.rmtree(course)
    for path in graded.names:
        path.unlink()
    for path in before:
        path.unlink()
    assert [result.submission for result in publish_again(graded.folder)] == ["a", "b"]
    assert graded.files() == before
    with Gradebook(graded.folder) as book:
        assert len(list(book.history("a"))) == 1


def test_totals_reports_table_and_exports_follow_and_rules_count_on_the_new_points(graded):
    assert read_one(graded.folder / "a").score == pytest.approx(1.5)  # 2 less half a point
    graded.decide("a", "why", 1.0, "Short and right.")
    graded.decide("a", "half", 1.0, "A typo in the sheet.")
    confirmed = Confirmation("a", Ruling.CONFIRMED, frozenset({"scipy"}), "Ada", "Not allowed.")
    add_confirmation(graded.folder, confirmed)
    (a, _) = publish_again(graded.folder)
    assert (a.earned, a.pending, a.score) == (4, 0, 2)  # late: 3.5; at most half of the total
    assert [line.points for line in a.adjustments] == [0.5, 1.5]
    page = (graded.folder / "a" / "report.html").read_text()
    assert "Read by Ada: Yes." in page
    assert "Short and right." in page
    assert not [path for path, content in graded.files().items() if b"Because." in content]
    assert read_one(graded.folder / "a").score == 2
    assert json.loads((graded.folder / "a" / "results.json").read_text())["score"] == 2
    with (graded.folder / "grades.csv").open(newline="") as file:
        row, _ = csv.DictReader(file)
    assert (row["score"], row["pending"], row["why"], row["half"]) == ("2", "0", "1", "1")
    assert row["student"] == "Ann"
    with Gradebook(graded.folder) as book:
        assert [grading.score for grading in book.history("a")] == [1.5, 2]


def test_a_decision_holds_for_the_notebook_that_was_looked_at_and_no_other_of_that_name(graded):
    with Gradebook(graded.folder) as book:
        decided = confirmation_of(book, "a", "Ada", "Seen.", dismiss=False)
        assert rule_in(book) is OnViolation.CAP
    add_confirmation(graded.folder, decided)
    assert [line.points for line in next(publish_again(graded.folder)).adjustments] == [0.5, 0.0]
    graded.decide("a", "why", 1.0)
    assert (
        next(publish_again(graded.folder))
        .adjustments[1]
        .sentence.startswith("Uses `scipy`, as was confirmed by Ada: Seen.")
    )
    graded.notebook("a", (*WRONG, "print('of somebody else')"))
    line = graded.grade()["a"].result.adjustments[1]
    assert "holds only if a person confirms it" in line.sentence


def test_it_writes_what_the_grading_command_would_write(graded):
    graded.decide("a", "why", 0.5)
    graded.decide("b", "why", 0.0, "Nothing is written.")
    list(publish_again(graded.folder))
    published = graded.files()
    for path in published:
        path.unlink()
    assert {one.before for one in graded.grade().values()} == {True}
    assert graded.files() == published


def test_what_was_graded_in_german_stays_german(halves, write_notebook, tmp_path):
    settings = halves.folder / "assignment.toml"
    settings.write_text('language = "de"\n' + settings.read_text())
    graded = Graded(load_assignment(halves.folder), write_notebook, tmp_path / "reports")
    (graded.folder / "a" / "report.html").unlink()
    graded.decide("a", "why", 1.0, "Kurz und richtig.")
    (a, _) = publish_again(graded.folder)
    assert [line.sentence for line in a.adjustments] == [
        "Abgegeben 25.10.2026, 23:30 (Europe/Vienna): Seit der Frist, 24.10.2026, "
        "23:59 (Europe/Vienna), hat 1 Tag begonnen. Für jeden werden 0,5 Punkte abgezogen.",
        "Verwendet `scipy`. Die Regel dafür (höchstens 2 Punkte) gilt nur, wenn eine Person das "
        "bestätigt; bis dahin wird nichts abgezogen.",
    ]
    for name in ("a/report.html", "a/instructor.html", "index.html"):
        assert '<html lang="de">' in (graded.folder / name).read_text()
    page = (graded.folder / "a" / "report.html").read_text()
    assert "2,5 von 4 Punkten" in page
    assert "Gelesen von Ada: Yes." in page  # the level is the assignment's own word
    assert "1,5 von 3 Punkten" not in page
    assert "2.5 of 4 points" not in page
    said = json.loads((graded.folder / "a" / "results.json").read_text())
    assert said["output"].startswith("2,5 von 4 Punkten.")
    assert said["extra_data"]["language"] == "de"


def test_a_regrade_keeps_the_review_of_an_unchanged_answer_and_asks_again_for_another(graded):
    graded.decide("a", "why", 1.0)
    graded.decide("a", "half", 1.0, "A typo.")
    graded.notebook("a", RIGHT)
    a = graded.grade()["a"].result
    assert (a.earned, a.pending) == (4, 0)
    assert a.flags == (
        "The notebook has changed since Ada changed the points of half to 1: they hold no longer.",
    )
    graded.notebook("a", RIGHT, "#md Why?", "#md Because of another reason.")
    assert graded.grade()["a"].result.pending == 1
    with Gradebook(graded.folder) as book:
        assert [one.verdict.points for one in Decisions(book).of("a")] == [1, 1]


def test_a_picture_in_an_answer_is_kept_and_another_one_waits_again(graded):
    def hand_in(content):
        picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + content).decode()
        (path, _) = graded.names
        notebook = nbformat.read(graded.notebook("a", RIGHT, "#md Why?", "#md !"), as_version=4)
        cell = notebook.cells[-1]
        cell.source = "See ![it](attachment:image.png)."
        cell.attachments = {"image.png": {"image/png": picture}}
        nbformat.write(notebook, path)
        return f'src="data:image/png;base64,{picture}" alt="it"'

    shown = hand_in(b"one")
    assert graded.grade()["a"].result.pending == 1
    for file in ("report.html", "instructor.html"):
        assert shown in (graded.folder / "a" / file).read_text()
    with Gradebook(graded.folder) as book:
        assert shown in item_page(book, Queue(book), task_in(book, "a", "why"), "Ada")
    graded.decide("a", "why", 1.0)
    assert graded.grade()["a"].result.pending == 0
    hand_in(b"two")
    assert graded.grade()["a"].result.pending == 1


def test_a_regrade_with_the_same_outcome_writes_the_review_into_the_report_again(graded):
    graded.decide("b", "why", 1.0, "Well put.")
    assert graded.grade(regrade=True)["b"].result.pending == 0
    assert "Well put." in (graded.folder / "b" / "report.html").read_text()


def test_who_was_not_graded_yet_is_named(graded):
    with Gradebook(graded.folder) as book:
        book.rows("DELETE FROM grading WHERE submission = ?", "a")
    name, b = publish_again(graded.folder)
    assert (name, b.submission) == ("a", "b")


def test_a_gradebook_of_an_older_grader_is_said_to_be_one(graded):
    with Gradebook(graded.folder) as book:
        book.rows("DELETE FROM kept")
    with pytest.raises(UsageError, match="of an older grader"):
        list(publish_again(graded.folder))


def test_two_graders_do_not_write_the_same_files_at_once(graded):
    shelf = Shelf(graded.folder, given_by(()))
    with shelf.alone():
        with pytest.raises(UsageError, match="another grader is writing there"):
            list(publish_again(graded.folder))
        with pytest.raises(UsageError, match="another grader is writing there"):
            graded.grade()
    assert len(list(publish_again(graded.folder))) == 2


LONG = tuple(f"def f{n}(a, b): return [a * {n}, b ** {n}, (a + b) / {n}]" for n in "123456")


def test_who_is_alike_is_known_again_where_no_fingerprint_was_kept(graded):
    files = {graded.notebook(name, (RIGHT[0], *LONG, *RIGHT[1:])): name for name in ("one", "two")}
    list(Batch(graded.assignment, files, graded.folder).grade())
    before = graded.files()
    assert b'<table class="pairs">' in before[graded.folder / "index.html"]
    for spoil in ("DELETE FROM fingerprint", "UPDATE fingerprint SET packed = x'00'"):
        with Gradebook(graded.folder) as book:
            kept = book.fingerprint("one")
            book.rows(spoil)
        list(publish_again(graded.folder))
        assert graded.files() == before
        with Gradebook(graded.folder) as book:
            assert book.fingerprint("one") == book.fingerprint("two") == kept


def test_two_people_of_one_name_can_be_alike(graded):
    def origin(number):
        return Origin("Moodle", "x", (Student("Ann"),), number)

    files = {graded.notebook(name, (RIGHT[0], *LONG, *RIGHT[1:])): name for name in ("one", "two")}
    for numbers, paired in ((("1", "2"), True), (("3", "3"), False)):
        found = dict(zip(files, map(origin, numbers), strict=True))
        intake = Intake(files, found, graded.settings, Sources(), graded.folder)
        list(Batch(graded.assignment, files, graded.folder, intake=intake).grade())
        page = (graded.folder / "index.html").read_text()
        assert ('<table class="pairs">' in page) == paired
