"""Prints how often the grader is right: `make accuracy`. Ends with 1 when a goal is missed."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from grader.sandbox.host import Zygote
from tests.corpus import labelled

NAMED_AT_LEAST = 0.9


@dataclass
class Counts:
    """Over all submissions of the corpus."""

    lost_rightly: int = 0
    kept_rightly: int = 0
    not_found: list[str] = field(default_factory=list)
    unfair: list[str] = field(default_factory=list)
    named_rightly: int = 0
    nameable: int = 0
    not_named: list[str] = field(default_factory=list)
    named_wrongly: list[str] = field(default_factory=list)

    def add(self, one: labelled.Labelled, outcomes: tuple[labelled.Outcome, ...]) -> None:
        """Count one submission."""
        criteria = [outcome.criterion for outcome in outcomes if outcome.earned is not None]
        due, lost = one.lost_of(criteria), labelled.lost_by(outcomes)
        self.lost_rightly += len(due & lost)
        self.kept_rightly += len(set(criteria) - due - lost)
        self.not_found += [f"{one.name}: {criterion}" for criterion in sorted(due - lost)]
        self.unfair += [f"{one.name}: {criterion}" for criterion in sorted(lost - due)]
        named = labelled.named_in(outcomes)
        self.nameable += len(one.named)
        self.named_rightly += len(named & one.named)
        self.not_named += [f"{one.name}: {name}" for name in sorted(one.named - named)]
        self.named_wrongly += [f"{one.name}: {name}" for name in sorted(named - one.named)]


def graded(pile: list[labelled.Labelled]) -> list[tuple[labelled.Outcome, ...]]:
    """Grade some submissions, in a process of its own."""
    examiner = labelled.load()
    with Zygote() as zygote:
        return [labelled.outcomes_of(examiner, zygote, one.path) for one in pile]


def main() -> int:
    """Grade the corpus and print the table."""
    counts = Counts()
    corpus = [*labelled.corpus("right"), *labelled.corpus("wrong")]
    jobs = os.cpu_count() or 1
    piles = [corpus[first::jobs] for first in range(jobs)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for pile, found in zip(piles, pool.map(graded, piles), strict=True):
            for one, outcomes in zip(pile, found, strict=True):
                counts.add(one, outcomes)
    share = counts.named_rightly / counts.nameable if counts.nameable else 1.0
    right = len(labelled.corpus("right"))
    print(f"{right} right and {len(corpus) - right} wrong submissions")
    print()
    print("| criterion      | lost | kept |")
    print("|----------------|-----:|-----:|")
    print(f"| should be lost | {counts.lost_rightly:4} | {len(counts.not_found):4} |")
    print(f"| should be kept | {len(counts.unfair):4} | {counts.kept_rightly:4} |")
    print()
    print(f"Faults not found: {len(counts.not_found)}. Unfair losses: {len(counts.unfair)}.")
    print(
        f"Mistakes named rightly: {counts.named_rightly} of {counts.nameable} ({share:.0%}); ",
        end="",
    )
    print(f"named wrongly: {len(counts.named_wrongly)}.")
    for title in ("not_found", "unfair", "not_named", "named_wrongly"):
        for line in getattr(counts, title):
            print(f"  {title.replace('_', ' ')}: {line}")
    missed = counts.not_found or counts.unfair or counts.named_wrongly or share < NAMED_AT_LEAST
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
