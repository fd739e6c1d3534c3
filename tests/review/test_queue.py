"""What waits for a person, in which order, and what does not."""

import msgspec
import pytest

from grader.decisions import Decisions, Verdict
from grader.errors import UsageError
from grader.review.queue import AGAIN, Queue, task_in

from .conftest import BASIS, result_of


def test_answers_wait_question_by_question(book):
    items = Queue(book).items
    assert [item.criterion for item in items] == ["explain"] * 4 + ["cost"] * 4
    assert [item.submission for item in items[:4]] == ["ann", "bob", "cem", "dan"]


def test_what_has_points_waits_no_longer_until_the_answer_changes(book):
    queue, decisions = Queue(book), Decisions(book)
    decisions.save(queue.items[1], Verdict(1.0), 0, "ada")
    decisions.save(queue.items[2], Verdict(comment="Hm."), 0, "ada")
    assert queue.waiting(decisions) == [0, 2, 3, 4, 5, 6, 7]
    book.add(BASIS, result_of("bob", "Another answer."))
    assert Queue(book).waiting(decisions) == list(range(8))


def test_what_can_not_be_read_or_does_not_count_or_is_of_another_class_does_not_wait(book):
    refused = {"refusal": "It is empty."}, {"fault": "No memory."}, {"counts": False}
    for name, more in zip(("ann", "bob", "cem"), refused, strict=True):
        book.add(BASIS, msgspec.structs.replace(result_of(name, "So."), **more))
    book.add(BASIS, result_of("eve", "So."))
    assert {item.submission for item in Queue(book).items} == {"dan"}
    with pytest.raises(UsageError, match=r"ann has no points to decide on: It is empty\."):
        task_in(book, "ann", "explain")


def test_an_answer_graded_before_answers_were_looked_for_is_said_to_be(book):
    book.add(BASIS, msgspec.structs.replace(result_of("ann", "So."), written=()))
    task = task_in(book, "ann", "explain")
    assert task.written.place == AGAIN
    assert [level.points for level in task.levels] == [0, 2]


def test_a_name_that_is_not_there_is_said_with_those_that_are(book):
    with pytest.raises(UsageError, match="no criterion 'explains', but solve, explain, cost"):
        task_in(book, "ann", "explains")
    with pytest.raises(UsageError, match="knows no submission 'zoe'"):
        task_in(book, "zoe", "explain")
