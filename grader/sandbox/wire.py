"""The language between host and guest: plain data in bounded messages, checked on arrival.

A message is MessagePack. Numbers, strings, lists and dictionaries travel as themselves, arrays as
(dtype, shape, bytes) with a whitelisted dtype. Everything else stays where it is and is named by a
handle. Nothing is ever pickled.
"""

import functools
import math
import struct
from collections.abc import Callable
from typing import Annotated, Any

import msgspec
import numpy as np

from grader.sandbox.frames import MAX_FRAME, WireError
from grader.sandbox.messagepack import measure

__all__ = ["Decoder", "WireError", "encode", "flatten", "is_handle"]

MAX_DEPTH = 16
MAX_NODES = 200_000
MAX_DIMENSIONS = 8
MAX_WEIGHT = 384 * 2**20  # bytes of memory for all answers of a notebook, see Decoder
MAX_METHODS = 50  # whose names come with an object
MAX_CELL_OUTPUT = 1_000_000  # characters per cell, pictures as base64 included
MAX_PADDED = 2**24  # characters that NumPy makes of a list: each text as long as the longest
MAX_COMPLAINT = 200  # characters of what is wrong with a message
MAX_OUTPUT = 4_000_000  # characters per notebook
MAX_CELL_OUTPUTS = 1_000  # outputs per cell
MAX_OUTPUTS = 5_000  # outputs per notebook
REAL_DTYPES = ("|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8")
DTYPES = {code: np.dtype(code) for code in (*REAL_DTYPES, "<c8", "<c16")}
DOUBLE = {"f": np.dtype(float), "c": np.dtype(complex)}

_ARRAY, _HANDLE, _COMPLEX = 1, 2, 3
_COMPLEX_PARTS = struct.Struct(">dd")
_EXTENSIONS = frozenset((_ARRAY, _HANDLE, _COMPLEX))
# Of a message, what surrounds its values included; keys count as parts of their own.
_PARTS, _DEPTH = 2 * MAX_NODES + 100, MAX_DEPTH + 4
_WEIGHT_OF_PART, _WEIGHT_OF_EXTENSION = 64, 256  # bytes of memory, besides those of the message


class Place(msgspec.Struct, array_like=True):
    """A line of the notebook: cell (0-based), line (1-based), function, the line's text."""

    cell: int
    line: int
    function: str
    source: str


class Run(msgspec.Struct, array_like=True, tag="run"):
    """Asks the guest to run one cell."""

    id: int
    index: int
    source: str


class Get(msgspec.Struct, array_like=True, tag="get"):
    """Asks for a name of the notebook (owner None) or an attribute of a handle's object.

    Like Set and Call it is skipped if it `follows` one that raised or was skipped. The value also
    stays behind the handle `keep`, if that is not 0, for requests that are sent before this one is
    answered; such handles are negative, those that the guest gives are not.
    """

    id: int
    owner: int | None
    name: str
    follows: bool = False
    keep: int = 0


class Set(msgspec.Struct, array_like=True, tag="set"):
    """Sets an attribute of the object behind a handle."""

    id: int
    owner: int
    name: str
    value: Any
    follows: bool = False


class Call(msgspec.Struct, array_like=True, tag="call"):
    """Calls the object behind a handle, or what it (or the notebook: None) has under a name."""

    id: int
    owner: int | None
    args: list[Any]
    kwargs: dict[str, Any]
    name: str | None = None
    follows: bool = False
    keep: int = 0


class Seed(msgspec.Struct, array_like=True, tag="seed"):
    """Seeds the guest's global generators and forgets all handles."""

    id: int
    seed: int


class Value(msgspec.Struct, array_like=True, tag="value"):
    """The answer to Get, Set, Call and Seed.

    Where the value is a handle, `methods` are names that its class has for functions: they need
    not be asked for before they are called.
    """

    id: int
    value: Any
    methods: Annotated[list[str], msgspec.Meta(max_length=MAX_METHODS)] = []


class Raised(msgspec.Struct, array_like=True, tag="raised"):
    """The student's code raised; `missing` when it never defined the name asked for.

    `bases` are the names of the built-in exceptions that this one is derived from.
    """

    id: int
    kind: str
    message: str
    places: list[Place]
    missing: bool
    bases: list[str] = []


class Ran(msgspec.Struct, array_like=True, tag="ran"):
    """The answer to Run: nbformat outputs, whether some were cut, the exception if one came."""

    id: int
    outputs: list[dict[str, Any]]
    cut: bool
    error: Raised | None


Question = Get | Set | Call
Request = Run | Question | Seed
Reply = Value | Raised | Ran


def flatten(value: Any, handle_of: Callable[[Any], tuple[int, str]]) -> Any:
    """Turn a value into what MessagePack can carry.

    Args:
        value: anything.
        handle_of: gives (handle, type name) for what isn't plain data; may raise WireError.

    Raises:
        WireError: too deep, too many parts or too large for a frame.
    """
    return _Flattener(handle_of).flatten(value, MAX_DEPTH)


class _Flattener:
    """Walks one value, counting its parts and bytes."""

    def __init__(self, handle_of: Callable[[Any], tuple[int, str]]) -> None:
        self.handle_of = handle_of
        self.nodes = MAX_NODES
        self.bytes = MAX_FRAME

    def flatten(self, value: Any, depth: int) -> Any:
        if depth == 0:
            raise WireError("the value is nested too deeply, or contains itself")
        self.nodes -= 1
        if self.nodes < 0:
            raise WireError("the value has too many parts")
        kind = type(value)
        if kind is list or kind is tuple:
            return [self.flatten(item, depth - 1) for item in value]
        if issubclass(kind, dict):
            flat = self._named_values(value, depth)
            if flat or not dict.__len__(value):
                return flat
        if issubclass(kind, str):
            return self._text(value)
        if kind in (type(None), bool, float) or (kind is int and -(2**63) <= value < 2**63):
            return value
        return self._extension(value)

    def _named_values(self, value: Any, depth: int) -> dict[str, Any]:
        """The entries of a dictionary whose keys are texts; only those can be said.

        A subclass of dict or str is read without any method of its own.
        """
        return {
            self._text(key): self.flatten(item, depth - 1)
            for key, item in dict.items(value)
            if issubclass(type(key), str)
        }

    def _extension(self, value: Any) -> msgspec.msgpack.Ext:
        if type(value) is complex:
            return msgspec.msgpack.Ext(_COMPLEX, _COMPLEX_PARTS.pack(value.real, value.imag))
        if isinstance(value, (np.ndarray, np.generic)):
            array = _in_double(np.asarray(value))
            code = _code_of(array.dtype)
            if code in DTYPES and array.ndim <= MAX_DIMENSIONS:
                return self._array(array, code)
        handle, name = self.handle_of(value)
        return msgspec.msgpack.Ext(_HANDLE, msgspec.msgpack.encode([handle, name[:100]]))

    def _text(self, text: str) -> str:
        self._spend(str.__len__(text))
        return str.encode(text, "utf-8", "replace").decode("utf-8")

    def _array(self, array: Any, code: str) -> msgspec.msgpack.Ext:
        self._spend(array.nbytes)
        content = array.astype(DTYPES[code], copy=False).tobytes()
        return msgspec.msgpack.Ext(_ARRAY, msgspec.msgpack.encode([code, array.shape, content]))

    def _spend(self, count: int) -> None:
        self.bytes -= count
        if self.bytes < 0:
            raise WireError(f"the value is larger than {MAX_FRAME // 2**20} MiB")


@functools.lru_cache(maxsize=100)
def _code_of(dtype: Any) -> str:
    return str(dtype.newbyteorder("<").str)


def _in_double(array: Any) -> Any:
    """Numbers of extended precision, which differs from machine to machine, in double precision."""
    if array.dtype.kind not in "fc" or array.dtype.itemsize <= DOUBLE[array.dtype.kind].itemsize:
        return array
    with np.errstate(over="ignore"):
        return array.astype(DOUBLE[array.dtype.kind])


def is_handle(flat: Any) -> bool:
    """Whether a flattened value is an object that stays where it is."""
    return isinstance(flat, msgspec.msgpack.Ext) and flat.code == _HANDLE


def encode(message: Request | Reply) -> bytes:
    """One message as bytes.

    Raises:
        WireError: it doesn't fit into a frame.
    """
    content = msgspec.msgpack.encode(message)
    if len(content) > MAX_FRAME:
        raise WireError(f"the value is larger than {MAX_FRAME // 2**20} MiB")
    return content


_Size = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
_Sizes = Annotated[list[_Size], msgspec.Meta(max_length=MAX_DIMENSIONS)]
_ARRAYS = msgspec.msgpack.Decoder(tuple[str, _Sizes, bytes])
_HANDLES = msgspec.msgpack.Decoder(tuple[int, str])


class Decoder:
    """Reads messages of one kind; whatever the bytes are, only WireError ever comes out.

    Args:
        kind: Request or Reply.
        object_of: gives the object for (handle, type name).
        trusting: what arrives isn't measured first, as nothing hostile can have written it.

    Attributes:
        weight: bytes of memory that all that was read takes, about; unknown when trusting.
    """

    def __init__(
        self, kind: Any, object_of: Callable[[int, str], Any], *, trusting: bool = False
    ) -> None:
        self._object_of, self._trusting = object_of, trusting
        self.weight = 0
        self._decoder = msgspec.msgpack.Decoder(kind, ext_hook=self._extension)

    def decode(self, content: bytes) -> Any:
        """The message that the bytes hold.

        Raises:
            WireError: they hold none.
        """
        try:
            if not self._trusting:
                parts = measure(content, _PARTS, _DEPTH, _EXTENSIONS)
                self.weight += len(content) + _WEIGHT_OF_PART * parts
            message = self._decoder.decode(content)
            if isinstance(message, Value) and len(content) ** 2 > MAX_PADDED:
                _require_unpadded(message.value)
            return message
        except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, MemoryError) as error:
            # The error may quote what the guest sent.
            raise WireError(f"not a message: {str(error)[:MAX_COMPLAINT]}") from None

    def _extension(self, code: int, content: memoryview) -> Any:
        self.weight += _WEIGHT_OF_EXTENSION
        if code == _HANDLE:
            return self._object_of(*_HANDLES.decode(content))
        if code == _COMPLEX:
            if len(content) != _COMPLEX_PARTS.size:
                raise ValueError("a complex number of the wrong size")
            return complex(*_COMPLEX_PARTS.unpack(content))
        if code == _ARRAY:
            return self._read_array(*_ARRAYS.decode(content))
        raise ValueError(f"unknown extension {code}")

    def _read_array(self, code: str, shape: list[int], content: bytes) -> Any:
        dtype = DTYPES.get(code)
        if dtype is None:
            raise ValueError("a dtype that is not allowed")
        if math.prod(shape) * dtype.itemsize != len(content):
            raise ValueError("an array whose size is not what it says")
        return np.frombuffer(content, dtype).reshape(shape).copy()


def _require_unpadded(value: Any) -> tuple[tuple[int, ...] | None, int]:
    """Make sure that no list becomes gigabytes where a rubric makes an array of it.

    Returns:
        The shape that NumPy makes of a value, None where it makes none or one of objects, whose
        texts it doesn't pad; and how long its longest text is.

    Raises:
        ValueError: a list would.
    """
    if isinstance(value, dict):
        for item in value.values():
            _require_unpadded(item)
        return None, 0
    if not isinstance(value, list):
        plain = isinstance(value, str | int | float | complex)
        shape = value.shape if isinstance(value, np.ndarray) else () if plain else None
        return shape, len(value) if isinstance(value, str) else 0
    items = [_require_unpadded(item) for item in value]
    shapes, longest = {shape for shape, _ in items}, max((size for _, size in items), default=0)
    inner = shapes.pop() if len(shapes) == 1 else None
    if inner is None:
        return None, longest
    if len(value) * math.prod(inner) * longest > MAX_PADDED:
        raise ValueError("a list of a long text and many other values")
    return (len(value), *inner), longest
