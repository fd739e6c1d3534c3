"""One notebook in its guest: cells that fail, guests that are lost, proxies that stay outside."""

import numpy as np
import pytest

from grader.assignment import Limits
from grader.errors import RubricError, StudentError
from grader.result import Status
from grader.sandbox import wire
from grader.sandbox.peer import GuestLostError
from grader.sandbox.session import Session
from grader.submission import Cell

AMPLE = Limits(cell_seconds=20.0, call_seconds=20.0, submission_seconds=60.0)
QUICK = Limits(cell_seconds=2.0, call_seconds=2.0, submission_seconds=60.0)  # where one is stopped


@pytest.fixture
def open_session(zygote):
    opened = []

    def open_session(*sources, limits=AMPLE):
        cells = [Cell(index, "code", source) for index, source in enumerate(sources)]
        opened.append(Session(zygote, cells, limits))
        return opened[-1]

    yield open_session
    for session in opened:
        session.close()


def test_cells_go_on_after_one_that_raises(open_session):
    runs = open_session("x = 1", "1 / 0", "x += 1\nprint(x)").run_notebook()
    assert [run.status for run in runs] == ["ok", "raised", "ok"]
    assert runs[1].trouble.type == "ZeroDivisionError"
    assert runs[2].outputs[0]["text"] == "2\n"


def test_a_cell_that_takes_the_guest_along_is_left_out_and_the_rest_runs(open_session):
    session = open_session("x = 5", "import os; os._exit(1)", "y = x + 1")
    runs = session.run_notebook()
    assert [run.status for run in runs] == ["ok", "crashed", "ok"]
    assert runs[1].note == "Ended its own process (exit code 1)."
    assert session.namespace().y == 6


def test_an_endless_cell_is_stopped_and_the_rest_runs(open_session):
    session = open_session("x = 5", "while True: pass", "y = x + 1", limits=QUICK)
    assert [run.status for run in session.run_notebook()] == ["ok", "timed out", "ok"]
    assert session.namespace().y == 6


def test_a_notebook_that_always_ends_its_process_is_given_up(open_session):
    runs = open_session(*["import os; os._exit(1)"] * 9).run_notebook()
    assert [run.status for run in runs] == ["crashed"] * 5 + ["not run"] * 4


def test_a_loss_says_in_which_call_it_happened(open_session):
    code = (
        "import os\nclass Model:\n    def run(self): os._exit(3)\ndef endless():\n    while True: 0"
    )
    session = open_session(code, limits=Limits(cell_seconds=9, call_seconds=0.3))
    names = session.namespace()
    with pytest.raises(GuestLostError) as lost:
        names.endless()
    assert lost.value.sentence.startswith("Stopped after 0.3 seconds")
    assert lost.value.sentence.endswith(" in `endless`.")
    with pytest.raises(GuestLostError) as lost:
        session.at_once(lambda: (model := names.Model(), model.run(), model.run()))
    assert lost.value.sentence.startswith("Ended its own process (exit code 3) in ")
    assert lost.value.sentence.endswith("`run`.")


def test_an_object_may_have_any_method(open_session):
    code = "class Model:\n    def knows(self): return 1\n    def handle(self): return 2"
    model = open_session(code).namespace().Model()
    assert (model.knows(), model.handle()) == (1, 2)


def test_time_for_everything_is_bounded(open_session):
    limits = Limits(cell_seconds=0.4, call_seconds=0.4, submission_seconds=1.0)
    session = open_session(*["while True: pass"] * 4, limits=limits)
    assert {run.status for run in session.run_notebook()} <= {"timed out", "not run"}
    with pytest.raises(GuestLostError) as lost:
        _ = session.namespace().anything
    assert lost.value.status is Status.TIMED_OUT
    assert "seconds for all were used up" in lost.value.sentence


def test_computing_time_is_bounded_over_all_guests_of_a_notebook(open_session):
    limits = Limits(60.0, 60.0, 60.0, cpu_seconds=1.0)
    session = open_session("x = 5", "while True: pass", "y = 6", limits=limits)
    runs = session.run_notebook()
    assert [run.status for run in runs] == ["ok", "timed out", "not run"]
    assert runs[1].note == "Stopped after 1 second of computing."
    with pytest.raises(GuestLostError) as lost:
        _ = session.namespace().x
    assert lost.value.status is Status.TIMED_OUT
    assert lost.value.sentence == "The 1 seconds of computing for all were used up."


def test_answers_take_bounded_memory_over_all_guests_of_a_notebook(open_session, monkeypatch):
    monkeypatch.setattr(wire, "MAX_WEIGHT", 3 * 2**20)
    code = "import os, numpy as np\ndef large(): return np.zeros(2**17)\ndef end(): os._exit(1)"
    session = open_session(code)
    names = session.namespace()
    assert names.large().shape == (2**17,)
    with pytest.raises(GuestLostError):
        names.end()
    names.large()
    for _ in range(2):
        with pytest.raises(GuestLostError, match="take too much memory, all together"):
            names.large()
    assert session._generation == 2


def test_a_closed_session_starts_no_guest(open_session):
    session = open_session("def make(): return [object()]")
    [made] = session.namespace().make()
    session.close()
    for ask in (lambda: session.namespace().make, lambda: made.value):
        with pytest.raises(GuestLostError, match="lost with its process"):
            ask()
    assert session._generation == 1


def test_numpy_asks_no_object_for_its_parts(open_session):
    code = "class Many:\n    def __len__(self): return 3\n    def __getitem__(self, i): return i"
    many = open_session(code).namespace().Many()
    assert list(many) == [0, 1, 2]
    for value in (many, [many]):
        with pytest.raises(TypeError, match="is no array"):
            np.array(value)


def test_no_guest_is_started_when_the_time_is_up(open_session):
    limits = Limits(cell_seconds=0.2, call_seconds=0.2, submission_seconds=0.3)
    session = open_session(*["while True: pass"] * 9, limits=limits)
    session.run_notebook()
    started = session._generation
    for _ in range(3):
        with pytest.raises(GuestLostError):
            _ = session.namespace().anything
    assert session._generation == started


def test_a_call_that_loses_the_guest_costs_that_call_only(open_session):
    session = open_session("import os\ndef leave(): os._exit(3)\ndef one(): return 1")
    session.run_notebook()
    with pytest.raises(GuestLostError) as lost:
        session.namespace().leave()
    assert lost.value.status is Status.CRASHED
    assert session.namespace().one() == 1


def test_a_call_that_never_ends_costs_that_call_only(open_session):
    code = "def stay():\n    while True: pass\ndef one(): return 1"
    session = open_session(code, limits=QUICK)
    session.run_notebook()
    with pytest.raises(GuestLostError) as lost:
        session.namespace().stay()
    assert lost.value.status is Status.TIMED_OUT
    assert session.namespace().one() == 1


def test_an_object_of_a_lost_guest_can_not_be_asked_any_more(open_session):
    session = open_session("import os\nclass A:\n    x = 1\ndef leave(): os._exit(3)")
    session.run_notebook()
    old = session.namespace().A()
    with pytest.raises(GuestLostError):
        session.namespace().leave()
    with pytest.raises(GuestLostError, match="lost with its process"):
        _ = old.x


def test_objects_stay_in_the_guest_and_plain_data_crosses(open_session):
    session = open_session(
        "import numpy as np\nclass A:\n    def __init__(self, n): self.n = n\n"
        "    def scale(self, x, by=1): return {'y': x * by, 'n': (self.n, None)}\n"
        "def n_of(a): return a.n"
    )
    session.run_notebook()
    names = session.namespace()
    model = names.A(3)
    assert repr(model) == "<A of the notebook>"
    answer = model.scale(np.arange(3.0), by=2)
    np.testing.assert_array_equal(answer["y"], [0.0, 2.0, 4.0])
    assert answer["n"] == [3, None]
    model.n = 7
    assert names.n_of(model) == 7


def test_a_named_tuple_stays_an_object_and_can_be_unpacked(open_session):
    session = open_session(
        "from collections import namedtuple\nPair = namedtuple('Pair', 'h c')\n"
        "def pair(): return Pair(1, [2])\ndef h_of(pair): return pair.h\n"
    )
    pair = session.namespace().pair()
    h, c = pair
    assert (h, c, len(pair), pair[-1], bool(pair)) == (1, [2], 2, [2], True)
    assert session.namespace().h_of(pair) == 1


@pytest.mark.parametrize("length", ["10**9", "-1", "'many'", "1 / 0"])
def test_an_object_that_lies_about_its_length_is_not_unpacked(open_session, length):
    session = open_session(f"class Odd:\n    def __len__(self): return {length}\nodd = Odd()")
    odd = session.namespace().odd
    with pytest.raises((TypeError, StudentError)):
        list(odd)


def test_only_plain_data_can_be_handed_in(open_session):
    session = open_session("def f(x): return 1")
    session.run_notebook()
    with pytest.raises(TypeError, match="only plain data"):
        session.namespace().f(object())


def test_the_last_definition_counts_whichever_cell_it_comes_from(open_session):
    session = open_session("def f(): return 1", "def g(): return f()", "def f(): return 2")
    session.run_notebook()
    assert session.namespace().g() == 2


def test_an_exception_leads_to_the_students_own_lines(open_session):
    session = open_session("", "import numpy as np\ndef f(x):\n    return np.linalg.inv(x)")
    session.run_notebook()
    with pytest.raises(StudentError) as error:
        session.namespace().f(np.zeros((2, 2)))
    (place,) = error.value.trouble.places
    assert (error.value.trouble.type, error.value.missing) == ("LinAlgError", False)
    assert (place.cell, place.line, place.function) == (1, 3, "f")
    assert place.source == "    return np.linalg.inv(x)"


def test_a_name_that_is_missing_is_told_from_one_that_raises(open_session):
    session = open_session("x = 1")
    session.run_notebook()
    with pytest.raises(StudentError) as error:
        _ = session.namespace().f
    assert error.value.missing


def test_seeding_makes_random_numbers_the_same(open_session):
    session = open_session("import numpy as np\nimport random")
    session.run_notebook()
    drawn = []
    for _ in range(2):
        session.seed(7)
        drawn.append((session.namespace().np.random.rand(), session.namespace().random.random()))
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize(
    "value", ["[object()]", "{1: 2}", "np.array([object()])", "lambda: 1", "{1, 2}"]
)
def test_what_is_no_plain_data_comes_as_a_handle_of_no_use_in_a_comparison(open_session, value):
    session = open_session(f"import numpy as np\ndef f(): return {value}")
    session.run_notebook()
    answer = session.namespace().f()
    found = answer[0] if isinstance(answer, list) else answer
    assert "of the notebook" in repr(found)
    assert found != 1


def test_an_error_class_of_the_students_own_is_still_what_it_is_derived_from(open_session):
    session = open_session(
        "class Own(RuntimeError): pass\ndef f(): raise Own('no')\n"
        "class KeyError(Exception): pass\ndef g(): raise KeyError('not the built-in one')"
    )
    with pytest.raises(StudentError) as own:
        session.namespace().f()
    assert own.value.trouble.type == "Own"
    assert own.value.is_a("RuntimeError")
    assert not own.value.is_a("ValueError")
    with pytest.raises(StudentError) as other:
        session.namespace().g()
    assert not other.value.is_a("LookupError")


STACK = (
    "class Stack:\n"
    "    def __init__(self): self.items = []\n"
    "    def push(self, x):\n"
    "        self.items = self.items + [x]\n"
    "        return self.items\n"
    "    def fail(self): raise ValueError('no')\n"
    "    def stay(self):\n"
    "        while True: pass\n"
    "stacks = []\n"
    "def make(): stacks.append(Stack()); return stacks[-1]\n"
    "def top(stack): return stack.items[-1]\n"
)


def test_questions_at_once_are_answered_as_one_by_one(open_session):
    session = open_session(STACK)
    names = session.namespace()

    def questions():
        stack = names.make()
        stack.push(1)
        items = stack.push(2)
        stack.items = [7, 8]
        return stack, [items, names.top(stack)], {"end": stack.push(items)}

    for ask in (lambda: session.at_once(questions), questions):
        stack, answers, last = ask()
        assert answers == [[1, 2], 8]
        assert last == {"end": [7, 8, [1, 2]]}
        assert stack.items == [7, 8, [1, 2]]


def test_after_a_question_that_raises_none_of_those_at_once_is_asked(open_session):
    session = open_session(STACK)
    names = session.namespace()

    def questions():
        stack = names.make()
        return stack.push(1), stack.fail(), stack.push(2)

    with pytest.raises(StudentError) as error:
        session.at_once(questions)
    assert error.value.trouble.type == "ValueError"
    assert names.make().push(3) == [3]
    assert names.stacks[0].items == [1]


def test_each_question_at_once_has_a_deadline_of_its_own(open_session):
    naps = STACK + "import time\ndef nap(seconds): time.sleep(seconds)\n"
    session = open_session(naps, limits=Limits(20.0, 2.0, 60.0))
    names = session.namespace()
    assert session.at_once(lambda: [names.nap(0.7) for _ in range(3)]) == [None] * 3
    with pytest.raises(GuestLostError) as lost:
        session.at_once(lambda: (names.nap(0), names.make().stay(), names.nap(0)))
    assert lost.value.status is Status.TIMED_OUT
    assert names.make().push(1) == [1]


def test_many_large_questions_at_once_do_not_block_each_other(open_session):
    session = open_session("def same(x): return x", limits=Limits(5.0, 5.0, 20.0))
    names = session.namespace()
    arrays = [np.full(30_000, n) for n in range(20)]
    answers = session.at_once(lambda: [names.same(array) for array in arrays])
    for sent, back in zip(arrays, answers, strict=True):
        np.testing.assert_array_equal(sent, back)


def test_an_answer_that_is_not_known_yet_can_not_be_looked_at(open_session):
    session = open_session(STACK)
    names = session.namespace()
    with pytest.raises(RubricError, match="isn't known yet"):
        session.at_once(lambda: names.make().push(1)[0])
    kept = []
    session.at_once(lambda: kept.append(names.make()))
    with pytest.raises(RubricError, match="did not return"):
        kept[0].push(1)


def test_a_seed_goes_before_the_next_question_and_lets_go_of_objects(open_session):
    session = open_session("import numpy as np\ndef draw(): return np.random.rand()")
    names = session.namespace()
    session.seed(7)
    first = session.at_once(lambda: [names.draw(), names.draw()])
    session.seed(7)
    assert [names.draw(), names.draw()] == first


@pytest.mark.parametrize(
    "body",
    [
        "__slots__ = ()",
        "f = 3",
        "__dict__ = property(lambda self: 1 / 0)",
        "__getattr__ = lambda self, name: 1 / 0",
    ],
)
def test_a_class_of_any_kind_can_be_asked(open_session, body):
    session = open_session(
        f"class Base:\n    def f(self): return 1\n    def g(self): return 2\n"
        f"class A(Base):\n    {body}\n"
    )
    made = session.namespace().A()
    assert made.g() == 2
    assert body != "f = 3" or made.f == 3


def test_objects_among_many_numbers_are_handed_over_unasked(open_session):
    source = """
class Proud:
    @property
    def size(self): raise RuntimeError("asked")
def f(): return [[0.5] * 2_000, Proud()]
"""
    numbers, proud = open_session(source).namespace().f()
    assert len(numbers) == 2_000
    assert repr(proud) == "<Proud of the notebook>"
