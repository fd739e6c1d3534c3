import warnings
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import grader
from grader.policy import MAX_FINDINGS, check_policy
from grader.submission import Cell

ALLOWED = ["typing", "numpy"]


def check(*sources, kind="code", packages=ALLOWED):
    cells = [Cell(index, kind, source) for index, source in enumerate(sources)]
    return check_policy(cells, packages)


def found(*sources):
    """What was found where: (package, cell, line)."""
    return [(finding.package, finding.cell, finding.line) for finding in check(*sources)]


@pytest.mark.parametrize(
    "rest",
    [
        "(" * 100_000,
        "-" * 100_000 + "1",
        "a" + ".a" * 90_000,
        "1" + "+1" * 90_000,
        "[" * 150 + "]" * 150,
        "9" * 10_000,
        "\x00",
        "'\udc80'",
        "f'{'",
        "'''never closed",
        "def f(:",
        "if x:\n\tpass\n        pass",
        "elif x:\n pass\n" * 10_000,
        "x" * 150_000 + " ?",
        "a?b " * 30_000 + "?",
        '"""' * 50_000 + "?",
        "%time " * 20_000,
        "%time x\n" * 15_000,
        "x = !\n" * 600,
        "!" + "pip " * 700_000,
        "x = %",
        "x\n" * 150_000,
    ],
    ids=lambda rest: repr(rest[:12]),
)
def test_no_source_stops_the_check_or_hides_an_import_before_it(rest, recwarn):
    assert ("scipy", 0, 2) in found(f"x = 1\nimport scipy\n{rest}")
    assert not recwarn.list


def test_the_source_of_a_whole_large_notebook_is_searched_or_said_not_to_be():
    rows = found("import scipy", *["x = 1\n" * 30_000] * 40, "import torch")
    assert rows[0] == ("scipy", 0, 1)
    (last,) = check("import numpy\n" * 1_500_000, "import torch")
    assert last.sentence == (
        "The notebook is so long that imports from this cell on were not looked for."
    )


def test_at_most_fifty_are_listed_and_the_first_ones():
    rows = found(*[f"import a{i}, b{i}" for i in range(1000)])
    assert len(rows) == MAX_FINDINGS
    assert rows[-1] == ("b24", 24, 1)


@given(st.text(alphabet=st.characters() | st.sampled_from("%!?\n\\ '\"()=:;,./>#{}impotfrs")))
@example("x = %")
@example("%%\n")
@example("%%x?")
@example("a = !")
@example(">>> import scipy\n...")
def test_any_text_is_checked_without_error_or_warning(source):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for finding in check(source):
            assert finding.sentence.endswith(".")
            finding.sentence.encode()
            assert 1 <= finding.line <= source.count("\n") + len(source.splitlines()) + 1


BLOCKS = st.sampled_from(
    [
        "x = 1\n",
        "\n",
        "%time x = 2\n",
        "!ls \\\n  -la\n",
        "def f(:\n",
        "print?\n",
        "%matplotlib inline\n",
        "   z\n",
        ")\n",
    ]
)


@given(st.lists(BLOCKS, max_size=5), st.lists(BLOCKS, max_size=5))
def test_an_import_is_found_whatever_stands_around_it(before, after):
    start = "".join(before)
    line = start.count("\n") + 1
    assert ("scipy", 0, line) in found(f"{start}import scipy\n{''.join(after)}")


def test_what_is_allowed_is_not_found():
    assert (
        check("import numpy as np, typing\nfrom numpy.linalg import norm\nimport numpy.fft") == ()
    )
    assert check("from __future__ import annotations\n%matplotlib inline\n%time np.zeros(3)") == ()
    assert check("'''\nimport scipy\n%pip install x\n'''  # import os") == ()
    assert check("import scipy", "!ls", kind="markdown") == ()
    assert check("100 !=3\nx = '%d' % 3\nx %= 2", "%%html\n<script>import x") == ()


def test_a_finding_says_where_and_what_the_assignment_allows():
    (finding,) = check("x = 1", "import numpy\n\nfrom scipy.stats import norm")
    assert (finding.package, finding.cell, finding.line) == ("scipy", 1, 3)
    assert finding.sentence == (
        "`scipy` is not among the packages of this assignment (typing, numpy)."
    )
    (finding,) = check("import os", packages=[])
    assert finding.sentence == "`os` is not among the packages of this assignment (none)."


def test_a_package_is_found_once_in_a_cell_at_its_first_line():
    source = (
        "def f():\n    import os.path\n    import os\nx = 1\nimport os, sys\nfrom os import path"
    )
    assert found(source, "import os") == [("os", 0, 2), ("sys", 0, 5), ("os", 1, 1)]


@pytest.mark.parametrize(
    "source",
    [
        "import scipy.stats as st",
        "import numpy, scipy",
        "from scipy import *",
        "if True: import scipy",
        "x = 1; import scipy",
        "class A:\n  def f(self):\n    from scipy import stats",
        "try:\n    import scipy\nexcept ImportError: pass",
        "__import__('scipy.stats')",
        "f = lambda: __import__(name='scipy')",
        "builtins.__import__('scipy')",
        "import_module('scipy')",
        "__ｉmport__('scipy')",
        "numpy.importlib.import_module(\n    'scipy')",
        ">>> import scipy\n>>> x",
        "  import scipy\n  x = 1",
        "In [1]: import scipy",
        "await f()\nimport scipy",
        "%time import scipy",
        "%timeit -n 10 -r3 import scipy",
        "x = %time import scipy",
        "%%time\nimport scipy",
        "%%timeit -n 5 import scipy\nx = 1",
        "%%capture --no-stderr out\n%time import scipy",
        "%%capture\n%%time\n\nimport scipy",
        "get_ipython().run_line_magic('time', 'import scipy')",
        "import scipy oops\nimport scipy",
        "def f(:\n  x; import scipy",
        "(\nfrom scipy.stats import norm",
        "(\n__import__( 'scipy' ",
    ],
)
def test_every_way_to_import_is_found(source):
    assert "scipy" in {finding.package for finding in check(source)}


def test_a_name_that_only_running_shows_is_said_to_be_hidden():
    (finding,) = check("\n__import__('sci' + 'py')")
    assert finding.line == 2
    assert "`__import__` is called with a name that only running" in finding.sentence


def test_a_file_beside_the_notebook_is_said_not_to_be_handed_in():
    rows = check(
        "from . import a\nfrom .tools import b\nfrom ..c.d import e\n", "(\nfrom .f import g"
    )
    assert [row.package for row in rows] == [".", ".tools", "..c.d", ".f"]
    assert all("file beside the notebook" in row.sentence for row in rows)


@pytest.mark.parametrize(
    ("source", "package", "sentence"),
    [
        ("%pip install torch", "%pip", "`%pip install torch` installs a package"),
        ("!pip install -q torch", "!pip", "`!pip install -q torch` installs"),
        ("%conda install torch", "%conda", "`%conda install torch` installs"),
        ("pip install torch", "pip", "`pip install torch` installs"),
        ("!{sys.executable} -m pip install a", "!{sys.executable}", "installs a package"),
        ("get_ipython().system('pip install a')", "!pip", "`!pip install a` installs"),
        ("!ls -la", "!ls", "`!ls -la` reaches outside"),
        ("!!ls", "!ls", "`!ls` reaches outside"),
        ("files = !ls", "!ls", "`!ls` reaches outside"),
        ("if True:\n    !ls", "!ls", "`!ls` reaches outside"),
        ("def f(:\n!ls", "!ls", "`!ls` reaches outside"),
        ("def f(:\nx = !ls", "!ls", "`!ls` reaches outside"),
        ("get_ipython().system(command)", "!", "`!` reaches outside"),
        ("%%bash\nimport scipy", "%%bash", "`%%bash` reaches outside"),
        ("%%!\nls", "%%!", "`%%!` reaches outside"),
        ("%%writefile a.py\nimport scipy", "%%writefile", "`%%writefile a.py` reaches outside"),
        ("%run other.ipynb", "%run", "`%run other.ipynb` reaches outside"),
        ("%load_ext cython", "%load_ext", "`%load_ext cython` reaches outside"),
        ("%system ls", "%system", "`%system ls` reaches outside"),
    ],
)
def test_installing_and_leaving_python_are_found(source, package, sentence):
    (finding,) = check(source)
    assert finding.package == package
    assert sentence in finding.sentence


def test_lines_are_those_of_the_cell_after_magics_of_several_lines():
    source = "\n\n!ls \\\n  -a\nimport a\n%time \\\n  b\n\nx = !ls \\\n\nimport c\n"
    assert found(source) == [("!ls", 0, 3), ("a", 0, 5), ("c", 0, 11)]
    assert found("%%time\n\n\n%time 1\nimport a") == [("a", 0, 5)]


def test_a_hostile_name_is_shown_short_and_plain():
    name = "a`b\u202ec\n" + "d" * 1000
    (finding,) = check(f"__import__({name!r})")
    assert finding.package == "a b c " + "d" * 53 + "…"
    assert len(check("!" + "x" * 100_000)[0].sentence) < 200


def test_in_the_grader_itself_imports_are_found_and_no_magics():
    sources = [path.read_text() for path in sorted(Path(grader.__file__).parent.glob("*.py"))]
    packages = {finding.package for source in sources for finding in check(source)}
    assert {"ast", "re", "msgspec"} <= packages
    assert not [package for package in packages if package[0] in "!%"]
