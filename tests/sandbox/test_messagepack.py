"""A message is measured before anything is made of it."""

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox.messagepack import measure

SHAPES = {  # name: a message of many small parts
    "nothings": b"\xdd\x00\x7f\xff\x00" + b"\xc0" * 0x7FFF00,
    "empty lists": b"\xdd\x00\x7f\xff\x00" + b"\x90" * 0x7FFF00,
    "empty maps": b"\xdd\x00\x7f\xff\x00" + b"\x80" * 0x7FFF00,
    "handles": b"\xdd\x00\x0f\xff\x00" + b"\xc7\x03\x02\x92\x00\xa0" * 0x0FFF00,
}


def check(content, nodes=100, depth=5, extensions=frozenset([1, 2])):
    measure(content, nodes, depth, extensions)


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=40) | st.dictionaries(st.text(), inner, max_size=40),
    max_leaves=30,
)


def parts(value):
    if isinstance(value, list):
        return 1 + sum(map(parts, value))
    if isinstance(value, dict):
        return 1 + sum(1 + parts(inner) for inner in value.values())
    return 1


def depth_of(value):
    if isinstance(value, list | dict):
        inner = value.values() if isinstance(value, dict) else value
        return 1 + max(map(depth_of, inner), default=0)
    return 0


@given(plain)
def test_parts_and_depth_are_counted_as_they_are(value):
    content = msgspec.msgpack.encode(value)
    check(content, parts(value), depth_of(value))
    with pytest.raises(ValueError, match="too many parts"):
        check(content, parts(value) - 1, depth_of(value))
    if depth_of(value):
        with pytest.raises(ValueError, match=r"nested too deeply"):
            check(content, parts(value), depth_of(value) - 1)


@given(plain, st.data())
def test_half_a_message_is_refused(value, data):
    content = msgspec.msgpack.encode(value)
    end = data.draw(st.integers(0, len(content) - 1))
    with pytest.raises(ValueError):
        check(content[:end], 10_000, 50)


@given(st.binary(max_size=100))
@settings(max_examples=500)
def test_what_passes_is_read_by_the_library_too(content):
    try:
        check(content, extensions=frozenset())
    except ValueError:
        return
    try:
        msgspec.msgpack.decode(content)
    except msgspec.DecodeError as error:
        assert "utf-8" in str(error).lower()  # noqa: PT017 - texts are the library's to check
    except UnicodeDecodeError:
        pass


@pytest.mark.parametrize("content", SHAPES.values(), ids=SHAPES)
def test_few_bytes_that_stand_for_millions_of_objects_are_refused(content):
    with pytest.raises(ValueError, match="too many parts"):
        check(content, nodes=1000)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ends in the middle"),
        (b"\xdd\xff\xff\xff\xff", "ends in the middle"),
        (b"\xdb\xff\xff\xff\xff", "not one whole message"),
        (b"\xc0\xc0", "not one whole message"),
        (b"\x81\x01\x02", "a key that is no text"),
        (b"\x81\x90\x02", "a key that is no text"),
        (b"\x81\xd4\x01\x00\x02", "a key that is no text"),
        (b"\xdf\xff\xff\xff\xff", "a key that is no text"),
        (b"\xc4\x01x", "of a kind that is not allowed"),
        (b"\xc1", "of a kind that is not allowed"),
        (b"\xd6\xff\x00\x00\x00\x01", "extension of a kind"),
        (b"\xd4", "extension of a kind"),
        (b"\x91" * 100_000, "nested too deeply"),
        (b"\x81\xa0" * 100_000, "nested too deeply"),
    ],
)
def test_what_is_no_plain_message_is_refused(content, words):
    with pytest.raises(ValueError, match=words):
        check(content, nodes=1000)
