"""nbgrader: folders in, its export out."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from grader.result import Origin, Student


def test_folders_give_the_student_and_the_time(download):
    found = download(
        {
            "course/submitted/anna/ps1/x.ipynb": "{}",
            "course/submitted/anna/ps1/timestamp.txt": "2026-11-30 22:58:23.948203 UTC",
            "course/submitted/ben/ps1/x.ipynb": "{}",
            "course/submitted/ben/ps1/timestamp.txt": "2026-11-30 23:58:23 Europe/Vienna\n",
            "course/submitted/cem/ps1/x.ipynb": "{}",
            "course/submitted/cem/ps1/timestamp.txt": "yesterday ../../etc/passwd",
        }
    )

    def of(student, time):
        return Origin("nbgrader", student, (Student(number=student),), student, time)

    assert {name: origin for name, (_, origin) in found.items()} == {
        "anna": of("anna", datetime(2026, 11, 30, 22, 58, 23, tzinfo=UTC)),
        "ben": of("ben", datetime(2026, 11, 30, 23, 58, 23, tzinfo=ZoneInfo("Europe/Vienna"))),
        "cem": of("cem", None),
    }
