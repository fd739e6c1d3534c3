"""Pictures attached to text: which are taken, under which names, and how many."""

import base64
import re
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.attached import LARGEST, is_picture, taken
from grader.markdown import markdown


def png(content=bytes(20)):
    return base64.b64encode(b"\x89PNG\r\n\x1a\n" + content).decode()


JPEG = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(20)).decode()


def test_a_picture_is_named_by_what_it_holds():
    source, pictures = taken(
        "See ![it](attachment:image.png).", {"image.png": {"image/png": png()}}
    )
    [(name, address)] = pictures.items()
    assert source == f"See ![it](attachment:{name})."
    assert address == f"data:image/png;base64,{png()}"
    assert re.fullmatch("[0-9a-f]{16}", name)


def test_pictures_of_one_name_in_two_cells_are_two_and_of_one_content_are_one():
    text = "![](attachment:image.png)"
    first = taken(text, {"image.png": {"image/png": png(b"one")}})
    second = taken(text, {"image.png": {"image/png": png(b"two")}})
    assert first[0] != second[0]
    assert first == taken(text.replace("image", "a"), {"a.png": {"image/png": png(b"one")}})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("![x](attachment:my%20plot%20%281%29.png)", "my plot (1).png"),
        ("![x](<attachment:my plot.png>)", "my plot.png"),
        ('<img src="attachment:my plot.png" width="300">', "my plot.png"),
        ('![x](attachment:a.png "a title")', "a.png"),
        ("![x](attachment:attachment)", "attachment"),
    ],
)
def test_it_is_found_however_jupyter_writes_its_name(text, name):
    source, pictures = taken(text, {name: {"image/jpeg": [JPEG[:9] + "\n", JPEG[9:]]}})
    assert len(pictures) == 1
    assert source.replace(*pictures, name) in (text, text.replace(quote(name), name))
    assert 'src="data:image/jpeg;base64,' in markdown(source, pictures)


@pytest.mark.parametrize(
    "attachments",
    [
        3,
        [],
        {"a": 3},
        {"a": {"image/png": 3}},
        {"a": {"image/png": "PHN2Zz4="}},
        {"a": {"image/png": JPEG}},
        {"a": {"image/svg+xml": "<svg onload='x()'/>"}},
        {"a": {"image/gif": "R0lGODlh"}},
        {"a": {"text/html": "<script>x()</script>"}},
        {"a": {"image/png": png(bytes(LARGEST))}},
        {"b": {"image/png": png()}},
    ],
)
def test_what_is_no_picture_that_pages_show_is_left_out(attachments):
    text = "![it](attachment:a)"
    assert taken(text, attachments) == (text, {})
    assert "[picture not shown: it]" in markdown(text)


def test_a_name_with_many_spellings_is_looked_up_once():
    class Once(dict):
        def get(self, kind):
            self.seen = getattr(self, "seen", 0) + (kind == "image/png")
            return super().get(kind)

    forms = Once({"image/png": png()})
    text = "![](attachment:ab) ![](attachment:%61b) ![](attachment:a%62) ![](attachment:%61%62)"
    source, pictures = taken(text, {"ab": forms})
    assert source.count(*pictures) == 4
    assert forms.seen == 1


def test_what_the_text_does_not_show_is_left_out():
    assert taken("No picture.", {"a": {"image/png": png()}}) == ("No picture.", {})


def test_there_is_room_for_so_much_and_no_more():
    both = {"a": {"image/png": png(b"1")}, "b": {"image/png": png(b"2")}}
    text = "![](attachment:a) ![](attachment:b) ![](attachment:a)"
    room = len("data:image/png;base64,") + len(png(b"1"))
    source, pictures = taken(text, both, room)
    assert len(pictures) == 1
    assert (source.count(*pictures), source.count("attachment:b")) == (2, 1)


def test_a_whole_picture_is_one_and_others_are_none():
    assert is_picture(f"data:image/png;base64,{png()}")
    assert not is_picture(f"data:image/png;base64,{png()}=")
    assert not is_picture("https://example.org/a.png")


@given(st.text(st.sampled_from("attachment:<>\"'()[]! %2")), st.dictionaries(st.text(), st.none()))
def test_any_text_stays_as_it_is_without_pictures(source, attachments):
    assert taken(source, attachments) == (source, {})
