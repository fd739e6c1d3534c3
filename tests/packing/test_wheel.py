"""The running grader as a wheel: pip takes it, and it is whole."""

import subprocess
import sys
import zipfile

from grader.packing.wheel import build_wheel, wheel_name


def test_pip_installs_it_and_it_grades_from_there(tmp_path, course):
    wheel = tmp_path / wheel_name()
    wheel.write_bytes(build_wheel())
    place = tmp_path / "installed"
    pip = ["-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--target", place, wheel]
    subprocess.run([sys.executable, *map(str, pip)], check=True, capture_output=True)
    script = (
        f"import sys; sys.path.insert(0, {str(place)!r})\n"
        "import grader; assert grader.__file__.startswith(sys.path[0])\n"
        "from grader.cli import main; main(['generate'])"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", script],
        cwd=course,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (course / "assignment" / "halves" / "halves.ipynb").is_file()
    assert (place / "grader" / "templates" / "package" / "gradescope" / "setup.sh").is_file()


def test_it_holds_the_grader_alone_and_is_the_same_every_time(tmp_path):
    content = build_wheel()
    assert content == build_wheel()
    (tmp_path / "w.whl").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "w.whl") as wheel:
        assert {name.split("/")[0].split("-")[0] for name in wheel.namelist()} == {
            "grader",
            "notebook_grader",
        }
