"""Who is let in to the page of those who grade, over real connections."""

import http.client
import re

import msgspec
import pytest

from grader.decisions import Decisions
from grader.errors import UsageError
from grader.review.queue import task_in
from grader.review.serving import bound

OWN = {"x-grader": "review", "content-type": "application/json"}
STATE = '{"version": 0, "subject": "x", "points": 1, "comment": ""}'


@pytest.fixture
def sitting(sit, graded):
    return sit(graded, "ada")


class Answer:
    def __init__(self, response):
        self.status, self.text = response.status, response.read().decode()
        self.headers = {name.lower(): value for name, value in response.getheaders()}


def ask(sitting, path, method="GET", body=None, **headers):
    host = sitting.home.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=10)
    named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    connection.request(method, path, body, named)
    answer = Answer(connection.getresponse())
    connection.close()
    return answer


@pytest.fixture
def cookie(sitting):
    entered = ask(sitting, sitting.link.removeprefix(sitting.home))
    assert entered.status == 200
    return entered.headers["set-cookie"].partition(";")[0]


def test_without_the_link_nobody_is_let_in(sitting):
    for path in (
        "/",
        "/items/ann/explain",
        "/review.js",
        "/reports/ann",
        "/enter/",
        "/enter/guess",
    ):
        answer = ask(sitting, path)
        assert answer.status == 403
        assert "det" not in answer.text


def test_the_link_works_once_and_its_cookie_from_then_on(sitting, cookie):
    assert ask(sitting, "/", cookie=cookie).status == 200
    link = sitting.link.removeprefix(sitting.home)
    again = ask(sitting, link)
    assert (again.status, "used already" in again.text) == (403, True)
    assert "set-cookie" not in again.headers
    assert ask(sitting, link, cookie=cookie).status == 200
    assert ask(sitting, "/", cookie=cookie[:-1] + "?").status == 403


def test_the_cookie_is_for_this_server_and_no_script_and_no_other_site(sit, graded):
    cookies = []
    for sitting in (sit(graded, "ada"), sit(graded, "ben")):
        entered = ask(sitting, sitting.link.removeprefix(sitting.home))
        cookies.append(entered.headers["set-cookie"])
    assert all(re.search("httponly; path=/; samesite=strict", one, re.I) for one in cookies)
    assert len({one.partition("=")[0] for one in cookies}) == 2


@pytest.mark.parametrize("host", ["localhost", "evil.example", "127.0.0.1", "127.0.0.1:1"])
def test_another_name_of_this_machine_is_refused(sitting, cookie, host):
    assert ask(sitting, "/", cookie=cookie, host=host).status == 421


@pytest.mark.parametrize(
    "other",
    [
        {"x_grader": None},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec_fetch_site": "same-site"},
        {"content_type": "text/plain"},
    ],
)
def test_nothing_is_saved_that_another_page_sends(sitting, cookie, other):
    own = {"x_grader": "review", "content_type": "application/json", "cookie": cookie} | other
    assert ask(sitting, "/decide/ann/explain", "POST", STATE, **own).status == 403


def test_what_is_too_long_or_no_request_of_the_page_is_refused_with_a_sentence(sitting, cookie):
    own = {"x_grader": "review", "content_type": "application/json", "cookie": cookie}
    assert ask(sitting, "/undo", "POST", "x" * 200_001, **own).status == 413
    assert ask(sitting, "/undo", "DELETE", **own).status == 405
    answer = ask(sitting, "/decide/ann/explain", "POST", '{"version": "1"}', **own)
    assert (answer.status, answer.text[:34]) == (400, "The page sent what can't be read: ")
    answer = ask(sitting, "/decide/zoe/explain", "POST", STATE, **own)
    assert (answer.status, "no submission 'zoe'" in answer.text) == (422, True)
    assert ask(sitting, "/items/zoe/explain", cookie=cookie).status == 404
    assert ask(sitting, "/reports/..%2f..%2fetc", cookie=cookie).status == 404


def test_what_could_not_be_undone_is_undone_when_the_gradebook_is_free_again(
    sitting, cookie, graded, book, monkeypatch
):
    own = {"x_grader": "review", "content_type": "application/json", "cookie": cookie}
    item = task_in(book, "ann", "explain").item
    for version, points in enumerate((1, 2)):
        said = {"version": version, "subject": item.subject, "points": points, "comment": ""}
        decided = ask(sitting, "/decide/ann/explain", "POST", msgspec.json.encode(said), **own)
        assert decided.status == 200, decided.text
    monkeypatch.setattr("grader.gradebook.SECONDS", 0.1)
    with book.changing():
        assert "in use" in ask(sitting, "/undo", "POST", "", **own).text
    for left in (1, None):
        assert ask(sitting, "/undo", "POST", "", **own).status == 200
        assert Decisions(book).last(item).verdict.points == left
    assert "nothing to undo" in ask(sitting, "/undo", "POST", "", **own).text


def test_every_answer_forbids_what_no_page_of_ours_needs(sitting, cookie, graded):
    (graded / "ann").mkdir()
    (graded / "ann" / "instructor.html").write_text("<p>", encoding="utf-8")
    for path in ("/", "/items/ann/explain", "/review.js"):
        headers = ask(sitting, path, cookie=cookie).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'"
        )
        assert headers["x-content-type-options"] == "nosniff"
    report = ask(sitting, "/reports/ann", cookie=cookie)
    assert report.headers["content-security-policy"].startswith("sandbox allow-scripts;")


def test_only_this_machine_is_listened_to_and_a_taken_port_is_said():
    with bound(0) as listening:
        address, port = listening.getsockname()
        assert address == "127.0.0.1"
        with pytest.raises(UsageError, match=f"Port {port} can't be used"):
            bound(port)
