import base64
import json
import os
import socket
import stat
import warnings
from pathlib import Path

import nbformat
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.attached import MOST, PREFIX
from grader.errors import Refusal
from grader.submission import (
    MAX_BYTES,
    MAX_CELLS,
    Cell,
    one_line,
    read_submission,
)

FIELDS = ["Name", "Student number"]
SAME_FOLDER = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def code(source="x = 1", **more):
    return {"cell_type": "code", "source": source, **more}


def markdown(source, **more):
    return {"cell_type": "markdown", "metadata": {}, "source": source, **more}


def notebook(*cells, **more):
    plain = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells) or [code()]}
    return {**plain, **more}


@pytest.fixture
def read(tmp_path):
    """Write the content to a file and read it as a submission."""

    def read(content, fields=FIELDS):
        if not isinstance(content, str | bytes):
            content = json.dumps(content)
        path = tmp_path / "handed in.ipynb"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_submission(path, "anna", fields)

    return read


VALID = json.dumps(notebook(code("a\nb"), markdown("**Name:** Ada")))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\xef\xbb\xbf\n", "empty"),
        (bytes(5000), "empty"),
        (b" " * (MAX_BYTES + 1), "larger than 20 MiB"),
        (b"PK\x03\x04\xff\xfe\x80", "isn't UTF-8"),
        (VALID.encode("utf-16"), "isn't UTF-8"),
        (VALID.replace("Ada", "\x00").encode() + b"\xed\xa0\x80", "isn't UTF-8"),
        (VALID[:-1], "ends in the middle"),
        (VALID[:50], "ends in the middle"),
        (VALID.replace("[", "\n<<<<<<< HEAD\n[", 1), "damaged in line 2"),
        ("<!DOCTYPE html><title>Notebook</title>", "isn't a Jupyter notebook"),
        ("import numpy as np", "isn't a Jupyter notebook"),
        ("[" * 200_000, "nested too deep"),
        ('{"a":' * 200_000, "nested too deep"),
        ("[" * 200_000 + "]" * 200_000, "nested too deep"),
        ("9" * 100_000, "too long"),
        ("7", "isn't a Jupyter notebook"),
        ("1e999999", "isn't a Jupyter notebook"),
        ("NaN", "isn't a Jupyter notebook"),
        ("[]", "isn't a Jupyter notebook"),
        ('"text"', "isn't a Jupyter notebook"),
        ("{}", "isn't a Jupyter notebook"),
        ({"nbformat": 4}, "isn't a Jupyter notebook"),
        (notebook(nbformat="4"), "isn't a Jupyter notebook"),
        (notebook(nbformat=True), "isn't a Jupyter notebook"),
        (notebook(nbformat=-1), "isn't a Jupyter notebook"),
        (notebook(nbformat=1), "isn't a Jupyter notebook"),
        (notebook(nbformat=5), "newer than the grader reads (nbformat 5)"),
        (notebook(nbformat=10**4000), "newer than the grader reads"),
        (notebook(nbformat=3), "no cells"),
        (notebook(cells=[]), "no cells"),
        (notebook(cells={}), "no cells"),
        (notebook(cells={"cell_type": "code"}), "no cells"),
        (notebook(cells=None), "no cells"),
        (notebook(markdown("only words")), "no code cells"),
        (notebook(*[code()] * (MAX_CELLS + 1)), "more than 2000 cells"),
        (notebook(code(), code("#" * 1_000_001)), "Cell 2 holds more than 1000000 characters"),
        (notebook(code(), 5), "Cell 2 isn't code"),
        (notebook({"source": "x"}), "Cell 1 isn't code"),
        (notebook({"cell_type": ["code"], "source": "x"}), "Cell 1 isn't code"),
        (notebook({"cell_type": "sql", "source": "x"}), "Cell 1 isn't code"),
        (notebook({"cell_type": "heading", "source": "x"}), "Cell 1 isn't code"),
        (notebook(code(7)), "Cell 1 holds something else than text"),
        (notebook(code(False)), "Cell 1 holds something else than text"),
        (notebook(code({"x": 1})), "Cell 1 holds something else than text"),
        (notebook(code(["x = ", 1])), "Cell 1 holds something else than text"),
        (notebook(code([["x"]])), "Cell 1 holds something else than text"),
        (notebook(metadata={"kernelspec": {"language": "R"}}), "set to R, not to Python"),
        (notebook(metadata={"language_info": {"name": "julia"}}), "set to julia"),
        ({"nbformat": 3, "worksheets": 5}, "no cells"),
        ({"nbformat": 3, "worksheets": [{"cells": 5}, 7]}, "no cells"),
        ({"nbformat": 2, "worksheets": [{"cells": [{"cell_type": "code", "input": 3}]}]}, "Cell 1"),
    ],
)
def test_what_cannot_be_graded_is_refused_in_one_sentence(read, content, reason):
    with pytest.raises(Refusal) as refused:
        read(content)
    sentence = str(refused.value)
    assert reason in sentence
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize(
    "path", ["missing.ipynb", "a\x00b.ipynb", "long" * 1000, "folder/", "loop"]
)
def test_a_path_without_a_readable_file_is_refused(tmp_path, path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(Refusal):
        read_submission(tmp_path / path, "anna", FIELDS)


def test_a_pipe_a_socket_and_a_device_are_refused_without_waiting(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a socket's path has to be short
    os.mkfifo("pipe.ipynb")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.ipynb")
        for path in ("pipe.ipynb", "socket.ipynb", "/dev/zero"):
            with pytest.raises(Refusal, match="isn't a file"):
                read_submission(Path(path), "anna", FIELDS)


def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(tmp_path, monkeypatch):
    os.mkfifo(tmp_path / "pipe.ipynb")
    monkeypatch.setattr(stat, "S_ISREG", lambda mode: True)
    with pytest.raises(Refusal):
        read_submission(tmp_path / "pipe.ipynb", "anna", FIELDS)


@SAME_FOLDER
@given(st.binary() | st.text().map(lambda text: text.encode("utf-8", "replace")))
@example(b"\xef\xbb\xbf{")
def test_bytes_of_any_kind_are_read_or_refused(read, content):
    with pytest.raises(Refusal):
        read(content)


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["nbformat", "cells", "metadata", "cell_type", "source", "name"])
            | st.text(max_size=5),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


def read_or_refused(read, content):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            submission = read(content)
        except Refusal:
            return
    for index, cell in enumerate(submission.cells):
        assert (cell.index, cell.kind in ("code", "markdown", "raw")) == (index, True)
        cell.source.encode()
    assert list(submission.identity) == FIELDS
    for short in (*submission.identity.values(), submission.assignment, submission.version):
        assert len(short) <= 100
        short.encode()


@SAME_FOLDER
@given(ANY_JSON)
def test_json_of_any_kind_is_read_or_refused(read, content):
    read_or_refused(read, content)


COMPLETE = [
    notebook(
        code(["a\n", "b"], id="a", metadata={}, outputs=[], execution_count=1),
        markdown("- **Name:** Ada"),
        metadata={
            "kernelspec": {"language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "grader": {"assignment": "rnn", "version": "1"},
        },
    ),
    {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "cells": [
                    {"cell_type": "heading", "level": 2, "source": ["Title"]},
                    {"cell_type": "code", "input": ["a"], "outputs": [], "language": "python"},
                ]
            }
        ],
    },
]


def places(value, path=()):
    yield path
    for key, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if value else ()
    ):
        yield from places(inner, (*path, key)) if isinstance(inner, dict | list) else [(*path, key)]


@SAME_FOLDER
@given(st.data(), st.sampled_from(COMPLETE), ANY_JSON | st.just("delete"))
def test_a_notebook_with_one_part_replaced_is_read_or_refused(read, data, complete, new):
    changed = json.loads(json.dumps(complete))
    *way, last = data.draw(st.sampled_from([path for path in places(changed) if path]))
    part = changed
    for key in way:
        part = part[key]
    if new == "delete":
        del part[last]
    else:
        part[last] = new
    read_or_refused(read, changed)


@SAME_FOLDER
@given(st.data(), st.sampled_from(COMPLETE), st.binary(max_size=5))
def test_a_notebook_with_damaged_bytes_is_read_or_refused(read, data, complete, new):
    content = json.dumps(complete).encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 10)))
    read_or_refused(read, content[:start] + new + content[end:])


def test_faults_that_do_not_matter_are_repaired_without_a_warning(read, caplog, capsys):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        submission = read(
            notebook(
                code("a", id="same", outputs="none", execution_count="?"),
                code(["b\n", "c"], id="same", metadata=[]),
                {"cell_type": "raw"},
                code(None, id=7, colab={"x": 1}, attachments=3),
                metadata=["nothing"],
                nbformat_minor="five",
                colab={"name": "x"},
            )
        )
    assert submission.cells == (
        Cell(0, "code", "a"),
        Cell(1, "code", "b\nc"),
        Cell(2, "raw", ""),
        Cell(3, "code", ""),
    )
    assert not caplog.records
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("minor", [0, 1, 2, 3, 4, 5, 6, None])
def test_every_minor_version_of_format_four_is_read(read, minor):
    assert read(notebook(code("a"), nbformat_minor=minor)).cells == (Cell(0, "code", "a"),)


@pytest.mark.parametrize("version", [2, 3])
def test_worksheets_of_old_formats_become_cells(read, version, caplog):
    sheets = [
        [
            {"cell_type": "heading", "level": 2, "source": "Title"},
            {"cell_type": "heading", "level": {}, "source": "Odd"},
            {"cell_type": "code", "input": ["a", "b"], "outputs": [{}], "language": "python"},
        ],
        [{"cell_type": "html", "source": "<b>x</b>"}, {"cell_type": "code"}],
    ]
    old = {"nbformat": version, "worksheets": [{"cells": cells} for cells in sheets]}
    cells = read(old).cells
    assert [cell.source for cell in cells] == ["## Title", "# Odd", "a\nb", "<b>x</b>", ""]
    assert [cell.kind for cell in cells] == ["markdown", "markdown", "code", "markdown", "code"]
    assert not caplog.records


def test_what_nbformat_writes_is_read_as_it_was(read):
    written = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell("a = 1\n\nb"), nbformat.v4.new_markdown_cell("ä\n")]
    )
    cells = read(nbformat.writes(written)).cells
    assert [cell.source for cell in cells] == ["a = 1\n\nb", "ä\n"]


def test_pictures_attached_to_text_are_kept_as_long_as_there_is_room(read):
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(MOST // 2)).decode()[: MOST // 2 - 100]
    kinds = [{"image/png": png[:n]} for n in (len(png), len(png) - 4, len(png) - 8)]
    texts = [
        markdown("![](attachment:image.png)", attachments={"image.png": kind}) for kind in kinds
    ]
    cells = read(notebook(code(), *texts, markdown("none", attachments=3))).cells
    assert [len(cell.attached) for cell in cells] == [0, 1, 1, 0, 0]
    for cell in cells[1:3]:
        assert cell.source == f"![]({PREFIX}{next(iter(cell.attached))})"
    assert cells[3].source == "![](attachment:image.png)"


def test_a_byte_order_mark_is_accepted(read):
    assert read(b"\xef\xbb\xbf" + VALID.encode()).cells[0].source == "a\nb"


def test_half_a_character_is_replaced_and_a_null_kept(read):
    content = json.dumps(notebook(code(["\ud83d", "\ude00 \ud800 \x00 \ude00"])))
    assert read(content).cells[0].source == "\U0001f600 \ufffd \x00 \ufffd"


def test_a_notebook_that_was_moved_to_a_python_kernel_is_python(read):
    moved = {"language_info": {"name": "R"}, "kernelspec": {"language": "python"}}
    assert read(notebook(metadata=moved)).cells
    assert read(notebook(metadata={"language_info": {"name": "ipython"}})).cells
    assert read(notebook(metadata={"language_info": 7, "kernelspec": {"language": []}})).cells


def test_the_assignment_and_its_version_are_read_from_the_metadata(read):
    submission = read(notebook(metadata={"grader": {"assignment": "rnn", "version": "1.0"}}))
    assert (submission.name, submission.assignment, submission.version) == ("anna", "rnn", "1.0")


@pytest.mark.parametrize(
    "hostile", [5, ["rnn"], {"assignment": {}, "version": 1}, {"assignment": "\n\u202e\x00 "}]
)
def test_an_assignment_that_is_no_text_is_ignored(read, hostile):
    submission = read(notebook(metadata={"grader": hostile}))
    assert (submission.assignment, submission.version) == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "**Name:** Ada",
        "**Name**: Ada",
        "- Name: Ada",
        "* __name:__   *Ada*",
        "NAME : Ada",
        "1. **Name：** Ada",
        "> ### Name: Ada  ",
        "<b>Name:</b> Ada<br>",
        "Name: `Ada`\\",
        "intro\n\nName:\tAda\r\nName: Ben",
    ],
)
def test_what_the_student_filled_in_is_found_and_plain(read, line):
    assert read(notebook(code("Name: Eve"), markdown(line))).identity["Name"] == "Ada"


@pytest.mark.parametrize("name", ["Todo Aoi", "Your Highness", "Fillin Ada"])
def test_a_name_that_begins_like_a_placeholder_is_a_name(read, name):
    assert read(notebook(code(), markdown(f"**Name:** {name}"))).identity["Name"] == name


@pytest.mark.parametrize(
    "value",
    [
        *("", "…", "...", "___", r"\_\_\_", "-", "**", "<br>", "\u202e\u200b"),
        *("<name>", "<your name>", "[your name]", "*(your name here)*"),
        *("your name", "TODO", "Fill in your name", "todo", "Todo: name", "Your student number"),
    ],
)
def test_a_placeholder_counts_as_not_filled_in(read, value):
    assert read(notebook(code(), markdown(f"**Name:** {value}\nnext"))).identity["Name"] == ""


def test_every_label_is_a_key_and_only_its_own_line_fills_it(read):
    text = "Full name: Eve\nName of the network: RNN\nStudent  Number: 0123\nsee Name: Eve"
    assert read(notebook(code(), markdown(text))).identity == {
        "Name": "",
        "Student number": "0123",
    }


def test_the_first_line_counts_even_in_a_raw_cell(read):
    cells = {"cell_type": "raw", "source": "Name: Ada"}, markdown("Name: Ben")
    assert read(notebook(code(), *cells)).identity["Name"] == "Ada"


def test_a_name_keeps_what_belongs_to_it_and_loses_what_is_unseen(read):
    for name in ("O'Brien-Şahin, J. (exchange)", "Анна Ким", "小林_a"):
        assert read(notebook(code(), markdown(f"Name: {name}"))).identity["Name"] == name
    text = "Name: " + "\u202eA\x1b\ud800d" + "a" * 1000
    assert read(notebook(code(), markdown(text))).identity["Name"] == "A\ufffdd" + "a" * 97


def test_a_label_with_special_characters_is_no_pattern(read):
    fields = ["Name (in full)", ".*"]
    identity = read(notebook(code(), markdown("Name (in full): Ada")), fields).identity
    assert identity == {"Name (in full)": "Ada", ".*": ""}


@pytest.mark.parametrize(
    "text",
    [
        VALID.replace('"metadata": {}', '"metadata": {"a": -Infinity, "b": NaN}', 1),
        VALID.replace('"source"', '"source": "", "source"', 1),
    ],
)
def test_what_jupyter_itself_reads_is_read(read, text):
    assert read(text).cells == read(VALID).cells


def test_a_link_is_refused_wherever_it_leads(tmp_path):
    (tmp_path / "other.ipynb").write_text(VALID)
    for target in ("other.ipynb", "/etc/passwd", "gone"):
        link = tmp_path / "link.ipynb"
        link.symlink_to(target)
        with pytest.raises(Refusal, match="isn't a file"):
            read_submission(link, "anna", FIELDS)
        link.unlink()


def test_what_is_filled_in_covers_no_other_line_and_is_not_empty_to_the_eye():
    assert one_line("Ada" + "\u0301" * 90 + " Zoë e\u0301") == "Ada\u0301\u0301 Zoë e\u0301"
    assert one_line("\u3164\u2800 \u115f") == ""
