"""Says which of one person's submissions counts: the latest, where it is known which that is."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple

from grader.result import Origin
from grader.texts import say


class Attempt(NamedTuple):
    """What becomes of one submission."""

    counts: bool = True  # for one of its people at least
    later: str = ""  # the one that counts in place of this one, if it counts for nobody
    flags: tuple[str, ...] = ()  # what a person should know about that
    lost_for: tuple[int, ...] = ()  # which of its people it doesn't count for


class Attempts:
    """All submissions of a class, as those of one person after another.

    Args:
        origins: for each submission's name where it comes from.
        rows: for each submission's name the people on the roster that it belongs to.
        is_claim: whether nothing but the notebook itself says whose it is, by a submission's name.
        content: gives what was handed in under a name.
    """

    def __init__(
        self,
        origins: Mapping[str, Origin],
        rows: Mapping[str, tuple[int, ...]],
        is_claim: Callable[[str], bool],
        content: Callable[[str], bytes],
    ) -> None:
        self._content = content
        self._said: dict[str, Attempt] = {}
        groups: dict[object, list[str]] = defaultdict(list)
        people = {name: rows.get(name) or _own_keys(item) for name, item in origins.items()}
        for name, keys in people.items():
            for key in keys:
                groups[key].append(name)
        for key, names in groups.items():
            if len(names) < 2:
                continue
            known = [name for name in names if not is_claim(name)] or names
            for claim in names:
                if claim not in known:
                    self._leave_out(claim, known)
            if len(known) > 1:
                self._say(key, known, origins, people)

    def of(self, name: str) -> Attempt:
        """Return what becomes of a submission."""
        return self._said.get(name, Attempt())

    def _leave_out(self, claim: str, known: list[str]) -> None:
        """Let nobody take the place of somebody else by a name in their notebook."""
        text = say(
            "Only the notebook itself says whose it is, and there is {others}: doesn't count.",
            others=", ".join(known),
        )
        self._said[claim] = Attempt(counts=False, flags=(text,), lost_for=(0,))
        for name in known:
            text = say(
                "Another one says of itself that it is of the same person: {name}.", name=claim
            )
            before = self.of(name)
            self._said[name] = before._replace(flags=(*before.flags, text))

    def _say(
        self,
        key: object,
        names: list[str],
        origins: Mapping[str, Origin],
        people: Mapping[str, tuple[object, ...]],
    ) -> None:
        """Of one person's submissions: which counts."""
        latest = _latest({name: origins[name] for name in names}) or self._all_the_same(names)
        for name in names:
            if not latest:
                text = say(
                    "Handed in more than once (also {others}), and it isn't known which is the "
                    "latest: none counts. Give --times, or leave one.",
                    others=", ".join(other for other in names if other != name),
                )
            elif name == latest:
                times = len(names)
                text = say("Handed in {times} times; this is the latest and counts.", times=times)
            elif len(people[name]) > 1:
                text = say("For one of its people a later one counts: {name}.", name=latest)
            else:
                text = say("A later one counts: {name}.", name=latest)
            before = self.of(name)
            lost = (people[name].index(key),) if name != latest else ()
            lost_for = (*before.lost_for, *lost)
            counts = len(lost_for) < len(people[name])
            flags = tuple(dict.fromkeys((*before.flags, text)))
            later = before.later if name == latest else latest
            self._said[name] = Attempt(counts, later, flags, lost_for)

    def _all_the_same(self, names: list[str]) -> str:
        """The first, where the others are copies of it: it doesn't matter then which counts."""
        first, *others = sorted(names)
        content = self._content(first)
        return first if content and all(self._content(name) == content for name in others) else ""


def _latest(origins: Mapping[str, Origin]) -> str:
    """The name of the latest, or nothing where that isn't known."""
    if all(item.time for item in origins.values()):
        moments = {name: item.time for name, item in origins.items()}
        last = max(time for time in moments.values() if time)
        at_last = [name for name, time in moments.items() if time == last]
        if len(at_last) == 1:
            return at_last[0]
    orders = {name: item.order for name, item in origins.items()}
    one_platform = len({item.platform for item in origins.values()}) == 1
    if one_platform and all(orders.values()) and len(set(orders.values())) == len(orders):
        return max(orders, key=orders.__getitem__)
    return ""


def _own_keys(item: Origin) -> tuple[object, ...]:
    """What tells people apart where no roster does; nothing for files without a platform."""
    if item.platform == "Gradescope":
        return tuple((person.email or person.number or person.name) for person in item.people)
    return ((item.platform, item.identifier),) if item.platform else ()
