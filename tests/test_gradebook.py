"""A real SQLite file: what it remembers, and which files it leaves alone."""

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.gradebook import FILE, Basis, Gradebook
from grader.result import Outcome, Result, Status, Student
from tests.sandbox import ordinary

BASIS = Basis("file", "assignment", "1.0", "full")


def result_of(score=1.0, name="anna", **more):
    outcome = Outcome("c", "1.1", "part", "title", 2.0, score, Status.WRONG)
    return Result(name, f"{name}.ipynb", "halves", "Halves", "1", 2.0, (outcome,), **more)


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path) as book:
        yield book


def test_what_was_written_down_stands_when_the_file_is_opened_again(tmp_path):
    result = result_of(identity={"Name": "Anna"})
    with Gradebook(tmp_path) as book:
        book.add(BASIS, result)
    with Gradebook(tmp_path) as book:
        assert book.standing("anna", BASIS) == result
        assert book.standing("ben", BASIS) is None


@pytest.mark.parametrize("part", ["content", "assignment", "grader", "isolation"])
def test_a_result_stands_on_its_whole_basis_only(book, part):
    book.add(BASIS, result_of())
    assert book.standing("anna", msgspec.structs.replace(BASIS, **{part: "other"})) is None


def test_the_last_grading_counts_and_those_before_are_history(book):
    other = msgspec.structs.replace(BASIS, content="other")
    book.add(BASIS, result_of(1.0))
    book.add(other, result_of(2.0))
    assert book.standing("anna", BASIS) is None
    assert book.standing("anna", other).score == 2
    assert [grading.score for grading in book.history("anna")] == [1, 2]


def test_a_fault_never_stands(book):
    book.add(BASIS, result_of(fault="no memory"))
    assert book.standing("anna", BASIS) is None
    (grading,) = book.history("anna")
    assert (grading.score, grading.remark) == (None, "no memory")


@pytest.mark.parametrize(
    "word", ["anna_1", "Änna Muster", "änna muster ", "Muster, Änna", "K123", "k-123"]
)
def test_a_student_is_found_by_submission_name_or_number(book, word):
    book.add(BASIS, result_of(name="anna_1", identity={"Name": "Änna Muster", "Number": "k123"}))
    book.add(BASIS, result_of(name="ben", identity={"Name": "Ben", "Number": "k12"}))
    assert [grading.submission for grading in book.history(word)] == ["anna_1"]


@pytest.mark.parametrize("word", ["Änna Muster", "K123", "A.Muster@example.org"])
def test_a_student_is_found_by_what_the_roster_says(book, word):
    anna = Student("Änna Muster", "k123", "a.muster@example.org")
    book.add(BASIS, result_of(name="team_4", students=(Student("Ben"), anna)))
    book.add(BASIS, result_of(name="ben", students=(Student("Ben"),)))
    assert [grading.submission for grading in book.history(word)] == ["team_4"]


@settings(max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"])), st.floats(0, 2))
def test_any_text_and_any_number_come_back_as_they_were(tmp_path_factory, text, number):
    result = result_of(number, name=text, identity={text: text}, refusal=text)
    with Gradebook(tmp_path_factory.mktemp("book")) as book:
        book.add(BASIS, result)
        assert book.standing(text, BASIS) == result


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    (tmp_path / FILE).write_text("My grades, by hand." * 99)
    with pytest.raises(UsageError, match=r"gradebook\.db: can't be used as a gradebook"):
        Gradebook(tmp_path)
    assert (tmp_path / FILE).read_text().startswith("My grades")


def test_a_gradebook_that_another_program_holds_is_not_to_be_moved_away(tmp_path, monkeypatch):
    monkeypatch.setattr("grader.gradebook.SECONDS", 0.1)
    with Gradebook(tmp_path) as book, book.changing(), Gradebook(tmp_path) as other:
        with pytest.raises(UsageError, match="is in use by another program") as said:
            other.add(BASIS, result_of())
        assert "Move it away" not in str(said.value)


def test_a_full_disk_is_not_the_gradebooks_fault(tmp_path):
    with Gradebook(tmp_path) as book:
        book.rows("PRAGMA max_page_count = 1")
        with pytest.raises(UsageError, match="Is the disk full") as said:
            book.add(BASIS, result_of(refusal="x" * 1_000_000))
        assert "Move it away" not in str(said.value)


def test_a_full_disk_is_said_of_what_is_written_whole_too(tmp_path):
    with Gradebook(tmp_path) as book:
        book.rows("PRAGMA max_page_count = 1")
        with pytest.raises(UsageError, match="Is the disk full"), book.changing():
            book.rows("INSERT INTO snippet VALUES ('a', ?)", "x" * 1_000_000)
        assert book.rows("SELECT * FROM snippet") == []


def test_a_fingerprint_is_that_of_the_last_grading(book):
    assert book.fingerprint("anna") is None
    book.add(BASIS, result_of(), b"first")
    book.add(BASIS, result_of(name="ben"), b"")
    assert (book.fingerprint("anna"), book.fingerprint("ben")) == (b"first", b"")
    book.add(BASIS, result_of())
    assert book.fingerprint("anna") is None
    book.keep_fingerprint("anna", b"second")
    assert (book.fingerprint("anna"), book.fingerprint("ben")) == (b"second", b"")
    book.keep_fingerprint("nobody", b"stale")
    book.add(BASIS, result_of(name="cem"))
    assert book.fingerprint("cem") is None


def test_the_database_of_another_program_is_left_as_it_is(tmp_path):
    with sqlite3.connect(tmp_path / FILE) as other:
        other.execute("CREATE TABLE grading (x)")
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(UsageError, match="is a database of another program"):
        Gradebook(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_the_book_of_a_newer_grader_is_refused(tmp_path):
    Gradebook(tmp_path).__exit__(None, None, None)
    with sqlite3.connect(tmp_path / FILE) as book:
        book.execute("PRAGMA user_version = 9")
    with pytest.raises(UsageError, match=r"was written by a newer grader \(form 9"):
        Gradebook(tmp_path)


def test_the_book_of_an_older_grader_is_read_and_gets_what_it_lacks(tmp_path):
    with Gradebook(tmp_path) as book:
        book.add(BASIS, result_of())
    with sqlite3.connect(tmp_path / FILE) as old:
        for table in ("decision", "snippet", "kept", "fingerprint"):
            old.execute(f"DROP TABLE {table}")
        old.execute("PRAGMA user_version = 1")
    with Gradebook(tmp_path) as book:
        assert book.standing("anna", BASIS) == result_of()
        assert book.fingerprint("anna") is None
        book.keep("what", 1)
        assert book.kept("what", int) == 1
        with pytest.raises(UsageError, match="was written by another version"):
            book.kept("what", str)


def test_the_book_of_an_older_grader_stays_as_it_is_while_it_is_only_read(tmp_path):
    with Gradebook(tmp_path) as book:
        book.add(BASIS, result_of())
    with sqlite3.connect(tmp_path / FILE) as old:
        old.execute("DROP TABLE fingerprint")
        old.execute("PRAGMA user_version = 2")
    old.close()
    before = (tmp_path / FILE).read_bytes()
    with Gradebook(tmp_path, new=False, reading=True) as book:
        assert list(book.last_of_all(Result)) == [result_of()]
    assert (tmp_path / FILE).read_bytes() == before


def test_somebody_else_reads_what_was_written_last_while_it_is_written_and_after():
    with TemporaryDirectory() as place:
        with Gradebook(Path(place)) as book:
            book.add(BASIS, result_of())
            os.chmod(place, 0o555)
            assert history_for_somebody_else(place) == (0, 1)
            book.add(BASIS, result_of(2.0))
            assert history_for_somebody_else(place) == (0, 2)
        assert history_for_somebody_else(place) == (0, 2)
        os.chmod(place, 0o755)


def history_for_somebody_else(place):
    """Exit code of `grader history`, and how many lines it says, who may not write there."""
    as_nobody = [sys.executable, ordinary.__file__] if os.geteuid() == 0 else []
    command = [sys.executable, "-m", "grader", "history", "anna", "--output", place]
    done = subprocess.run([*as_nobody, *command], capture_output=True, check=False, timeout=60)
    return done.returncode, len(done.stdout.splitlines())


def test_what_fails_halfway_is_not_written_at_all(book):
    def fail_halfway():
        with book.changing():
            book.rows("INSERT INTO snippet VALUES ('a', 'b')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_halfway()
    assert book.rows("SELECT * FROM snippet") == []


def test_what_a_person_says_is_on_the_disk_when_it_is_saved_and_gradings_soon_after(book):
    on_commit = 2  # of PRAGMA synchronous: FULL
    with book.changing(lasting=True):
        assert book.first("PRAGMA synchronous") == (on_commit,)
    with book.changing():
        assert book.first("PRAGMA synchronous") == (on_commit - 1,)


def test_a_book_that_is_damaged_later_is_said_in_a_sentence(tmp_path):
    with Gradebook(tmp_path) as book:
        for number in range(300):
            book.add(BASIS, result_of(name=f"s{number}"))
    with (tmp_path / FILE).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * 40_000)
    with Gradebook(tmp_path) as book, pytest.raises(UsageError, match="can't be used as a grade"):
        book.standing("s7", BASIS)


def test_a_folder_in_which_no_book_can_be_made_is_said_to_be_that(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"can't be made there.*Choose another folder"):
        Gradebook(tmp_path / "file" / "reports")


def test_two_that_open_a_new_book_at_once_both_can(tmp_path):
    start = threading.Barrier(4)
    failures = []

    def open_and_add(name):
        start.wait()
        try:
            with Gradebook(tmp_path) as book:
                book.add(BASIS, result_of(name=name))
        except UsageError as error:
            failures.append(error)

    threads = [threading.Thread(target=open_and_add, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Gradebook(tmp_path) as book:
        assert failures == []
        assert all(book.standing(name, BASIS) for name in "abcd")


def test_looking_for_a_book_makes_none(tmp_path):
    with pytest.raises(UsageError, match="there is no gradebook"):
        Gradebook(tmp_path, new=False)
    assert list(tmp_path.iterdir()) == []
