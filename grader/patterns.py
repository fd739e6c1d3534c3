"""Says what the cases that went wrong have in common, in the words that the cases bring along.

A case may have `traits`, phrases such as "one hidden unit", and `sizes`, such as
{"time steps": 7}. Both are the rubric's; nothing is known of them here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from grader.result import Finding
from grader.texts import own, say

NEARLY = 1e-6


def where_wrong(cases: Sequence[Any], right: Iterable[int], wrong: Iterable[int]) -> str:
    """A sentence on the one trait that tells wrong cases from right ones; "" if there is none.

    Args:
        cases: all of a criterion.
        right: indices of those that went right.
        wrong: indices of those that went wrong.
    """
    good = [set(getattr(cases[index], "traits", ())) for index in right]
    bad = [set(getattr(cases[index], "traits", ())) for index in wrong]
    if not good or not bad:
        return ""
    telling = set.intersection(*bad) - set.union(*good)
    if not telling:
        return ""
    trait = own(min(telling))
    return say("It goes wrong in all cases with {trait}, and in no others.", trait=trait)


def with_size(finding: Finding, case: Any) -> Finding:
    """The finding, its factor named after what the case has as many of."""
    factor = finding.factor
    if factor is None:
        return finding
    times = factor if factor > 1 else 1 / factor
    for name, size in getattr(case, "sizes", {}).items():
        if size > 1 and abs(times - size) <= NEARLY * size:
            said = {"sentence": finding.sentence[:-1], "name": own(name)}
            sentence = say("{sentence}: as many times as there are {name}.", **said)
            return msgspec.structs.replace(finding, sentence=sentence)
    return finding
