"""Puts an assignment's own words into what was found out, in the language that holds.

Titles, hints and the like stand in the rubric in one language. Where the assignment has a catalogue
for another one, they are looked up in it when a submission has been graded, so that whoever writes
the report again needs no solution.
"""

from msgspec.structs import replace

from grader.result import Finding, Outcome, Result
from grader.texts import own


def in_own_words(result: Result) -> Result:
    """Return a result with the assignment's own words in the language that holds."""
    return replace(
        result,
        title=own(result.title),
        outcomes=tuple(map(_outcome, result.outcomes)),
        measurements=tuple(
            replace(one, title=own(one.title), names=(own(one.names[0]), own(one.names[1])))
            for one in result.measurements
        ),
        written=tuple(
            replace(one, levels=tuple(replace(s, sentence=own(s.sentence)) for s in one.levels))
            for one in result.written
        ),
        evidence=tuple(
            replace(
                one,
                cases=tuple(
                    replace(case, values=tuple(replace(v, what=own(v.what)) for v in case.values))
                    for case in one.cases
                ),
            )
            for one in result.evidence
        ),
    )


def _outcome(outcome: Outcome) -> Outcome:
    return replace(
        outcome,
        part=own(outcome.part),
        title=own(outcome.title),
        hint=own(outcome.hint),
        case=own(outcome.case),
        reason=own(outcome.reason),
        notes=tuple(map(own, outcome.notes)),
        mistakes=tuple(
            replace(one, sentence=own(one.sentence), look=own(one.look), hint=own(one.hint))
            for one in outcome.mistakes
        ),
        findings=tuple(map(_finding, outcome.findings)),
        pictures=tuple(replace(one, what=own(one.what)) for one in outcome.pictures),
    )


def _finding(finding: Finding) -> Finding:
    """A finding under the own name of the part that it is about."""
    what = own(finding.what)
    sentence = finding.sentence.replace(f"`{finding.what}`", f"`{what}`")
    return replace(finding, what=what, sentence=sentence)
