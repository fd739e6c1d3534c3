"""The language between host and guest."""

import contextlib
from collections import OrderedDict, defaultdict
from datetime import UTC

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.sandbox import wire


def no_handles(value):
    raise wire.WireError(f"not plain: {type(value).__name__}")


def there_and_back(value):
    frame = wire.encode(wire.Value(1, wire.flatten(value, no_handles)))
    return wire.Decoder(wire.Reply, lambda handle, name: (handle, name)).decode(frame).value


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.complex_numbers(allow_nan=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner, max_size=4)
    ),
    max_leaves=20,
)
arrays = hnp.arrays(
    st.sampled_from([np.dtype(code) for code in sorted(wire.DTYPES)] + [np.dtype(">f8")]),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)


@given(plain)
def test_plain_data_comes_back_as_it_was(value):
    assert there_and_back(value) == value


@given(arrays)
def test_arrays_come_back_with_dtype_shape_and_every_bit(array):
    back = there_and_back(array)
    assert back.dtype == array.dtype.newbyteorder("<")
    assert back.shape == array.shape
    np.testing.assert_array_equal(back, array)


@given(st.binary(max_size=200))
@settings(max_examples=500)
def test_arbitrary_bytes_give_a_message_or_the_documented_error(content):
    for kind in (wire.Reply, wire.Request):
        try:
            wire.Decoder(kind, lambda handle, name: (handle, name)).decode(content)
        except wire.WireError:
            continue


@given(st.integers(-128, 127), st.binary(max_size=60))
@settings(max_examples=500)
def test_arbitrary_extensions_give_a_value_or_the_documented_error(code, content):
    frame = msgspec.msgpack.encode(["value", 1, msgspec.msgpack.Ext(code, content)])
    try:
        wire.Decoder(wire.Reply, lambda handle, name: (handle, name)).decode(frame)
    except wire.WireError:
        return


class Shouting(dict):
    def __getitem__(self, key):
        return "!"

    items = keys = values = __iter__ = None


def test_a_dictionary_of_another_kind_crosses_as_what_it_holds():
    assert there_and_back(OrderedDict(a=1, b=[2])) == {"a": 1, "b": [2]}
    assert there_and_back(defaultdict(int, {np.str_("c"): 3})) == {"c": 3}
    assert there_and_back(Shouting(d=4)) == {"d": 4}


odd = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text()
    | st.binary(max_size=30) | st.datetimes(timezones=st.just(UTC))
    | st.builds(msgspec.msgpack.Ext, st.integers(-128, 127), st.binary(max_size=30)),
    lambda inner: (
        st.lists(inner, max_size=20)
        | st.dictionaries(st.text() | st.integers(-9, 9) | st.none(), inner, max_size=5)
    ),
    max_leaves=30,
)  # fmt: skip
TAGS = ["value", "raised", "ran", "run", "get", "set", "call", "seed", 3, None]


def plain_data(value):
    """Whether a value is what the language promises, down to its smallest part."""
    if type(value) is list:
        return all(map(plain_data, value))
    if type(value) is dict:
        return all(type(key) is str and plain_data(inner) for key, inner in value.items())
    return type(value) in (type(None), bool, int, float, complex, str, np.ndarray, Handle)


class Handle:
    def __init__(self, handle, name):
        pass


@given(st.sampled_from(TAGS), st.lists(odd, max_size=6), st.booleans())
@settings(max_examples=500)
def test_arbitrary_frames_give_plain_data_or_the_documented_error(tag, parts, numbered):
    content = msgspec.msgpack.encode([tag, *([1] if numbered else []), *parts])
    for kind in (wire.Reply, wire.Request):
        try:
            message = wire.Decoder(kind, Handle).decode(content)
        except wire.WireError:
            continue
        assert plain_data(getattr(message, "value", None))


HEADS = [b"\xdd", b"\xdf", b"\xdb", b"\xc6", b"\xc9", b"\xdc", b"\xde", b"\xd9", b"\xc7", b"\xda"]


@given(
    st.sampled_from(HEADS), st.binary(min_size=1, max_size=5), st.binary(max_size=50), st.booleans()
)
@settings(max_examples=500)
def test_lengths_that_are_lies_give_a_message_or_the_documented_error(head, length, rest, inside):
    lie = head + length + rest
    content = b"\x93\xa5value\x01" + lie
    if inside:
        array = b"\x93\xa3<f8" + lie
        extension = b"\xc8" + len(array).to_bytes(2, "big") + b"\x01" + array
        content = b"\x93\xa5value\x01" + extension
    with contextlib.suppress(wire.WireError):
        wire.Decoder(wire.Reply, Handle).decode(content)


@pytest.mark.parametrize(
    ("code", "shape", "size"),
    [
        ("|O", [1], 8),
        ("<U4", [1], 16),
        ("<f8", [2], 8),
        ("<f8", [-1], 8),
        ("<f8", [2**40, 2**40], 0),
        ("<f8", [1] * 9, 8),
        ("<f8", [0, 2**62], 0),
        ("nonsense", [1], 8),
    ],
)
def test_an_array_that_lies_about_itself_is_refused(code, shape, size):
    content = msgspec.msgpack.encode([code, shape, bytes(size)])
    frame = msgspec.msgpack.encode(["value", 1, msgspec.msgpack.Ext(1, content)])
    with pytest.raises(wire.WireError):
        wire.Decoder(wire.Reply, lambda *_: None).decode(frame)


def test_brackets_nested_a_hundred_thousand_deep_are_refused():
    with pytest.raises(wire.WireError):
        wire.Decoder(wire.Reply, lambda *_: None).decode(b"\x91" * 100_000)


def test_a_list_that_contains_itself_is_refused():
    loop = []
    loop.append(loop)
    with pytest.raises(wire.WireError, match="contains itself"):
        wire.flatten(loop, no_handles)


def test_an_array_larger_than_a_frame_is_refused_before_it_is_copied():
    huge = np.broadcast_to(np.float64(0), (10**6, 10**6))
    with pytest.raises(wire.WireError, match="larger than"):
        wire.flatten(huge, no_handles)


class Pretender(np.ndarray):
    def __eq__(self, other):
        return True

    __hash__ = None


@pytest.mark.parametrize(
    "value",
    [object(), {1: 2}, 2**70, np.array([object()]), np.array(["a"]), print, b"bytes", {"a"}],
)
def test_what_is_not_plain_data_stays_behind_a_handle(value):
    kept = []

    def keep(thing):
        kept.append(thing)
        return 7, "thing"

    frame = wire.encode(wire.Value(1, wire.flatten(value, keep)))
    back = wire.Decoder(wire.Reply, lambda handle, name: (handle, name)).decode(frame)
    assert back.value == (7, "thing")
    assert kept[0] is value


@pytest.mark.parametrize("kind", [OrderedDict, lambda items: defaultdict(int, items)])
def test_dictionaries_of_the_standard_library_arrive_as_dictionaries(kind):
    assert wire.flatten(kind({"a": 1}), lambda _: (0, "")) == {"a": 1}


def test_a_subclass_of_ndarray_arrives_as_a_plain_array():
    back = there_and_back(np.arange(3.0).view(Pretender))
    assert type(back) is np.ndarray
    assert back.tolist() == [0, 1, 2]


class Liar(dict):
    def items(self):
        return [("a", "a lie")]

    def __len__(self):
        return 0


class Name(str):
    def encode(self, *_):
        return b"a lie"

    def __str__(self):
        return "a lie"


def test_a_subclass_of_dict_or_of_its_keys_says_what_is_in_it_not_what_its_methods_say():
    back = there_and_back(Liar({Name("W"): 1, np.str_("R"): Liar(V=Name("b"))}))
    assert back == {"W": 1, "R": {"V": "b"}}
    assert type(back) is dict
    assert {type(key) for key in back} == {str}


def test_of_a_dictionary_the_entries_under_texts_arrive():
    assert there_and_back({"W": 1, 0: 2, (1, 2): 3, None: 4}) == {"W": 1}


def test_a_dictionary_that_contains_itself_is_refused():
    loop = Liar()
    loop["again"] = loop
    with pytest.raises(wire.WireError, match="contains itself"):
        wire.flatten(loop, no_handles)


@pytest.mark.parametrize(("kind", "double"), [(np.longdouble, float), (np.clongdouble, complex)])
def test_extended_precision_arrives_in_double_precision(kind, double):
    back = there_and_back(np.array([1, 2], kind) / 3)
    assert back.dtype == double
    assert back.tolist() == (np.array([1.0, 2.0]) / 3).tolist()


def test_a_lone_surrogate_in_a_text_does_not_break_the_frame():
    assert there_and_back("a\ud800b") == "a?b"


@pytest.mark.parametrize(
    "value",
    [
        ["x" * 1_000_000, *[""] * 700],
        {"a": [["x" * 100_000], *[[0.0]] * 1_000]},
        [{"b": ["x" * 100_000, *[0] * 999]}],
        [["x" * 3_000, *[""] * 999], *[np.zeros(1_000, np.int8)] * 1_000],
        [[1, 2], ["x" * 100_000, *[0] * 999]],
    ],
)
def test_a_list_that_would_become_gigabytes_as_an_array_is_no_message(value):
    decoder = wire.Decoder(wire.Reply, lambda handle, name: None)
    with pytest.raises(wire.WireError, match="a long text and many other values"):
        decoder.decode(wire.encode(wire.Value(1, wire.flatten(value, None))))


def test_long_texts_and_long_lists_beside_each_other_are_no_trouble():
    value = {"text": "x" * 1_000_000, "numbers": [0.5] * 100_000, "words": ["ab"] * 10_000}
    value["no shape"] = ["x" * 1_000, [0.5] * 50_000, {"y": None}]
    decoder = wire.Decoder(wire.Reply, lambda handle, name: None)
    assert decoder.decode(wire.encode(wire.Value(1, value))).value == value
    named = wire.flatten(["x" * 1_000, np.zeros(100_000)], None)
    assert len(decoder.decode(wire.encode(wire.Value(1, named))).value[1]) == 100_000
