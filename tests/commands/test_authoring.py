"""The commands of instructors, from a new assignment to its proof: output and exit code."""

import zipfile


def test_generate_writes_the_skeleton_and_check_compares_it(grader, course):
    checked = grader("generate", "--check")
    assert checked.returncode == 1
    assert "+++ assignment/halves/halves.ipynb (from the solution)" in checked.stdout
    assert "is out of date: run `grader generate`" in checked.stderr
    written = grader("generate", "solution/halves")
    assert (written.returncode, written.stdout) == (0, "Wrote assignment/halves/halves.ipynb\n")
    again = grader("generate", "--check", cwd=course / "solution" / "halves")
    assert again.returncode == 0
    assert "is up to date" in again.stdout


def test_generate_says_file_and_line_of_a_broken_solution(grader, course):
    path = course / "solution" / "halves" / "halves.py"
    path.write_text(path.read_text().replace("    ### END SOLUTION\n", "", 1))
    done = grader("generate")
    assert done.returncode == 2
    assert "solution/halves/halves.py:13: this `### BEGIN SOLUTION` has no" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_skeleton_that_can_not_be_written_is_said_in_a_sentence(grader, course):
    (course / "assignment").write_text("a file where a folder should be")
    done = grader("generate")
    assert done.returncode == 2
    assert "assignment" in done.stderr
    assert "Traceback" not in done.stderr


def test_verify_proves_and_fails(grader, course):
    failed = grader("verify")
    assert failed.returncode == 1
    assert "FAILS  The committed skeleton" in failed.stdout
    grader("generate")
    done = grader("verify")
    assert done.returncode == 0, done.stdout
    assert done.stdout.count("holds  ") == len(done.stdout.splitlines()) >= 3


def test_all_assignments_are_listed_generated_and_verified(grader, two_assignments):
    listed = grader("list")
    assert listed.returncode == 0, listed.stderr
    assert [line.split()[:3] for line in listed.stdout.splitlines()] == [
        ["halves", "4", "points"],
        ["signs", "4", "points"],
    ]
    one_of_them = grader("generate")
    assert one_of_them.returncode == 2
    assert "Name one of them: solution/halves, solution/signs" in one_of_them.stderr
    assert grader("generate", "signs").stdout == "Wrote assignment/signs/signs.ipynb\n"
    checked = grader("generate", "--all", "--check")
    assert checked.returncode == 1
    assert "assignment/signs/signs.ipynb is up to date" in checked.stdout
    assert "assignment/halves/halves.ipynb is out of date" in checked.stderr
    assert grader("generate", "--all").returncode == 0
    assert grader("generate", "--all", "--check").returncode == 0
    done = grader("verify", "--all")
    assert done.returncode == 0, done.stdout
    assert [line for line in done.stdout.splitlines() if line.endswith(":")] == [
        "halves:",
        "signs:",
    ]
    (two_assignments / "assignment" / "signs" / "signs.ipynb").write_text("")
    assert grader("verify", "signs").returncode == 1
    both = grader("verify", "signs", "--all")
    assert both.returncode == 2
    assert "Give either --all or signs" in both.stderr


def test_a_new_assignment_is_ready_at_once(grader, tmp_path, write_notebook):
    empty = tmp_path / "empty"
    empty.mkdir()
    made = grader("new", "first", cwd=empty)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == [
        "Wrote solution/first",
        "Next: change its files, then `grader generate first`, `grader verify first`.",
    ]
    assert grader("generate", "first", cwd=empty).returncode == 0
    assert grader("verify", "first", cwd=empty).returncode == 0
    again = grader("new", "first", cwd=empty)
    assert again.returncode == 2
    assert "this is there already, and stays as it is" in again.stderr
    source = write_notebook("def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION")
    adopted = grader("new", "second", "--from", source, cwd=empty)
    assert adopted.returncode == 0
    assert "To do: `solution_by_hand` (1 point): a person grades it" in adopted.stdout
    for name, more in (("class", ()), ("third", ("--from", "nowhere.ipynb"))):
        wrong = grader("new", name, *more, cwd=empty)
        assert wrong.returncode == 2
        assert "Traceback" not in wrong.stderr


def test_packages_are_written_where_they_are_asked_for(grader, course):
    made = grader("package", "gradescope", "halves")
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.startswith("Wrote halves-gradescope.zip. It holds the solution: ")
    with zipfile.ZipFile(course / "halves-gradescope.zip") as packed:
        assert {"setup.sh", "run_autograder"} < set(packed.namelist())


def test_students_check_their_own_notebook(grader, course, submission):
    (course / "solution" / "halves" / "selfcheck.py").write_text(
        "from grader.selfcheck import SelfCheck\nselfcheck = SelfCheck()\n"
        "@selfcheck.question(hint='Add.')\ndef twice(code, case):\n"
        '    """Twice one is two."""\n    return {\'double(1)\': (code.double(1), 2)}\n'
    )
    written = grader("generate")
    assert written.stdout.splitlines()[1] == "Wrote assignment/halves/selfcheck.py"
    questions = ("--questions", "assignment/halves/selfcheck.py")
    done = grader("check", submission, *questions)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("holds          Twice one is two.\n1 of 1 hold.")
    skeleton = grader("check", "assignment/halves/halves.ipynb")
    assert (skeleton.returncode, skeleton.stdout[:13]) == (1, "not attempted")
