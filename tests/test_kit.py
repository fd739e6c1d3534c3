"""An assignment as luggage: what belongs to it, and that it arrives whole."""

import shutil

import pytest

from grader.errors import GradingFault
from grader.examiner import Examiner
from grader.kit import Kit


def test_any_change_in_the_folder_makes_another_digest(halves):
    digests = {Kit.of(halves).digest}
    for name, text in (("cases.py", "A = 1"), ("data/x.csv", "1,2"), ("cases.py", "A = 2")):
        (halves.folder / name).parent.mkdir(exist_ok=True)
        (halves.folder / name).write_text(text)
        digests.add(Kit.of(halves).digest)
    (halves.folder / "cases.py").rename(halves.folder / "other.py")
    assert len(digests | {Kit.of(halves).digest}) == 5


def test_what_python_and_jupyter_leave_there_makes_none(halves):
    before = Kit.of(halves).digest
    for folder in ("__pycache__", ".ipynb_checkpoints"):
        (halves.folder / folder).mkdir()
        (halves.folder / folder / "rubric.py").write_text("")
    assert Kit.of(halves).digest == before


def test_rules_that_change_no_outcome_make_none(halves):
    before = Kit.of(halves).digest
    settings = halves.folder / "assignment.toml"
    text = settings.read_text()
    settings.write_text(f"{text}\n[deadline]\nat = 2026-11-30T23:59:00Z\n")
    assert Kit.of(halves).digest == before
    settings.write_text(text.replace("seed = ", "seed = 1"))
    assert Kit.of(halves).digest != before


def test_a_carried_kit_arrives_whole(halves, tmp_path):
    (halves.folder / "data").mkdir()
    (halves.folder / "data" / "x.bin").write_bytes(bytes(range(256)))
    kit = Kit.of(halves, carried=True)
    there = kit.unpack(tmp_path / "there")
    assert there.settings == halves.settings
    assert Kit.of(there).digest == kit.digest
    assert (there.folder / "data" / "x.bin").read_bytes() == bytes(range(256))


def test_misconceptions_in_files_of_their_own_travel_and_count(halves, tmp_path):
    slips = halves.folder / "slips"
    slips.mkdir()
    known = """
from grader.misconceptions import Misconceptions

misconceptions = Misconceptions()
misconceptions.slip("third", "A third.", look="it", patch={"x / 2": "x / 3"}, costs=["half"])
"""
    (slips / "forward.py").write_text(known)
    halves.misconceptions_source.write_text("from .slips.forward import misconceptions\n")
    kit = Kit.of(halves, carried=True)
    shutil.rmtree(slips)
    there = Examiner(kit.unpack(tmp_path / "there"))
    assert [slip.name for slip in there.misconceptions] == ["third"]
    (there.assignment.folder / "slips" / "forward.py").write_text(known.replace("A third", "Third"))
    assert Kit.of(there.assignment).digest != kit.digest


def test_a_kit_whose_folder_has_changed_is_refused(halves, tmp_path):
    kit = Kit.of(halves)
    halves.rubric_source.write_text("")
    with pytest.raises(GradingFault, match="give the same command again"):
        kit.unpack(tmp_path)
