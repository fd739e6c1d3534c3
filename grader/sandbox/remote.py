"""The proxies of a notebook's objects: asked like the objects, they put questions to the guest."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from grader.errors import RubricError, StudentError
from grader.sandbox import wire

MAX_ITEMS = 1_000  # of an object that is unpacked, a named tuple say
MakeQuestion = Callable[[bool, int], wire.Question]  # from whether it follows, and its number


class Asker(Protocol):
    """Who puts questions to the guest: a session."""

    def ask(self, make: MakeQuestion, generation: int | None = None) -> Any:
        """Ask the guest and return the value."""

    def apart(self) -> AbstractContextManager[None]:
        """Ask now and wait, also where questions are collected."""


class Namespace:
    """The names that a notebook defined, as attributes."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._callables: set[str] = set()  # names that stood for objects when they were asked for

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in self._callables:
            return Member(self._asker, None, None, name)
        with self._asker.apart():
            found = _get(self._asker, None, None, name)
        if isinstance(found, Remote):
            self._callables.add(name)
        return found


class Remote:
    """An object in the guest: attributes are read, set and called over there."""

    __slots__ = ("_asker", "_generation", "_handle", "_methods", "_type_name")

    def __init__(self, asker: Asker, generation: int | None, handle: int, type_name: str) -> None:
        methods: dict[str, Any] = {}
        names = ("_asker", "_generation", "_handle", "_type_name", "_methods")
        for name, value in zip(names, (asker, generation, handle, type_name, methods), strict=True):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name not in self._methods:
            found = _get(self._asker, self._generation, self._handle, name)
            if not isinstance(found, Remote):
                return found
            # A method stays what it is; data may be another one the next time.
            self._methods[name] = found
        return self._methods[name]

    def __setattr__(self, name: str, value: Any) -> None:
        self._methods.pop(name, None)
        _set(self._asker, self._generation, self._handle, name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call the object over there; arguments are plain data or other objects of the guest."""
        return _call(self._asker, self._generation, (self._handle, None), args, kwargs)

    def __len__(self) -> int:
        length = self._special("__len__")
        if type(length) is not int or not 0 <= length <= MAX_ITEMS:
            raise TypeError(f"{self!r} has no length, or a very large one")
        return int(length)

    def __getitem__(self, key: Any) -> Any:
        return self._special("__getitem__", key)

    def __iter__(self) -> Iterator[Any]:
        return (self[index] for index in range(len(self)))

    def __array__(self, *_: Any, **__: Any) -> Any:
        """Refuse: NumPy would ask for all parts of it, and for theirs."""
        raise TypeError(f"{self!r} is no array")

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return f"<{self._type_name} of the notebook>"

    def _special(self, name: str, *args: Any) -> Any:
        with self._asker.apart():
            try:
                method = _get(self._asker, self._generation, self._handle, name)
            except StudentError:
                raise TypeError(f"{self!r} has no parts") from None
            return method(*args)


def tell_methods(remote: Remote, methods: Sequence[str]) -> None:
    """Let an object know which names are functions of its class, not to be asked for.

    No method of the proxy: an object of the notebook may have one of any name.
    """
    for name in methods:
        remote._methods[name] = Member(remote._asker, remote._generation, remote._handle, name)


class Member:
    """What is there under a name: called at once, and fetched when anything else is done."""

    __slots__ = ("_asker", "_generation", "_name", "_owner")

    def __init__(self, asker: Asker, generation: int | None, owner: int | None, name: str) -> None:
        self._asker, self._generation, self._owner, self._name = asker, generation, owner, name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call it over there."""
        return _call(self._asker, self._generation, (self._owner, self._name), args, kwargs)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.fetched(), name)

    def fetched(self) -> Any:
        """The object itself."""
        return _get(self._asker, self._generation, self._owner, self._name)

    def __repr__(self) -> str:
        return f"<{self._name} of the notebook>"


class Plan:
    """Questions that are collected to be sent at once."""

    def __init__(self, asker: Asker) -> None:
        self.makes: list[MakeQuestion] = []
        self.generation: int | None = None
        self.answers: list[Any] | None = None  # when they have come
        self._asker = asker

    def add(self, make: MakeQuestion, generation: int | None) -> "Later":
        """Take one more question; its answer comes later."""
        place = len(self.makes)

        def keeping(follows: bool, number: int) -> wire.Question:
            question = make(follows, number)
            if not isinstance(question, wire.Set):
                question.keep = -1 - place
            return question

        self.makes.append(keeping)
        self.generation = self.generation or generation
        return Later(self, self._asker, place)


class Later:
    """An answer that is not there yet; other questions may be about it or have it in them."""

    __slots__ = ("_asker", "_place", "_plan")
    _place: int
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, plan: Plan, asker: Asker, place: int) -> None:
        for name, value in (("_plan", plan), ("_asker", asker), ("_place", place)):
            object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            self._refuse()
        return Member(self._asker, None, self.handle(), name)

    def __setattr__(self, name: str, value: Any) -> None:
        _set(self._asker, None, self.handle(), name, value)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Call what it will be."""
        return _call(self._asker, None, (self.handle(), None), args, kwargs)

    def handle(self) -> int:
        """Behind which it will be in the guest, for as long as the questions are collected."""
        if self._plan.answers is not None:
            raise RubricError("An answer is used after `at_once` that it did not return.")
        return -1 - self._place

    def _refuse(self, *_: Any) -> Any:
        raise RubricError("An answer is looked at within `at_once`, where it isn't known yet.")

    __bool__ = __iter__ = __len__ = __getitem__ = __array__ = __float__ = __eq__ = _refuse


def known(answer: Any) -> Any:
    """The answer with those in it that came later."""
    if isinstance(answer, Later):
        assert answer._plan.answers is not None
        return answer._plan.answers[answer._place]
    if type(answer) in (list, tuple):
        return type(answer)(map(known, answer))
    if type(answer) is dict:
        return {key: known(value) for key, value in answer.items()}
    return answer


def _get(asker: Asker, generation: int | None, owner: int | None, name: str) -> Any:
    return asker.ask(lambda follows, number: wire.Get(number, owner, name, follows), generation)


def _set(asker: Asker, generation: int | None, owner: int, name: str, value: Any) -> None:
    flat = wire.flatten(value, _handle_of)
    asker.ask(lambda follows, number: wire.Set(number, owner, name, flat, follows), generation)


def _call(
    asker: Asker,
    generation: int | None,
    called: tuple[int | None, str | None],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    owner, name = called
    flat_args = wire.flatten(args, _handle_of)
    flat_kwargs = wire.flatten(kwargs, _handle_of) if kwargs else {}
    return asker.ask(
        lambda follows, number: wire.Call(number, owner, flat_args, flat_kwargs, name, follows),
        generation,
    )


def _handle_of(value: Any) -> tuple[int, str]:
    if isinstance(value, Member):
        value = value.fetched()
    if isinstance(value, Remote):
        return value._handle, value._type_name
    if isinstance(value, Later):
        return value.handle(), ""
    raise TypeError(f"a {type(value).__name__} can't be handed to a notebook, only plain data can")
