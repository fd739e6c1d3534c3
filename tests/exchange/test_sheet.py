"""Tables as people and platforms write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.exchange.sheet import Sheet, folded, read_sheet

HEADER = "Name;E-Mail-Adresse\r\n"


@pytest.fixture
def read(tmp_path):
    def read(content):
        (tmp_path / "table.csv").write_bytes(content)
        return read_sheet(tmp_path / "table.csv")

    return read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_any_usual_encoding_and_delimiter_is_read_and_written_back(read, encoding, delimiter):
    text = delimiter.join(["Name", "Ort"]) + "\r\n" + delimiter.join(["Zoë Ünal", "Wien"]) + "\r\n"
    sheet = read(text.encode(encoding))
    assert (sheet.header, sheet.rows) == (["Name", "Ort"], [["Zoë Ünal", "Wien"]])
    sheet.write(sheet.path.with_name("again.csv"))
    assert sheet.path.with_name("again.csv").read_bytes().decode(encoding) == text


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_is_an_error_that_names_the_file(read, content):
    with pytest.raises(UsageError, match=r"table\.csv: can't be read as a table \(it is empty\)"):
        read(content)


def test_a_table_that_is_missing_is_an_error_that_names_it(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.csv: can't be read"):
        read_sheet(tmp_path / "gone.csv")


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("Nachname, Vorname;Matrikelnummer\nMüller, Anna;0123\n", [["Müller, Anna", "0123"]]),
        ("Name\nMüller, Anna\nHuber, Max\n", [["Müller, Anna"], ["Huber, Max"]]),
        ("Name;Note, Bemerkung\nA;1\nB;2\n", [["A", "1"], ["B", "2"]]),
        ("name,a,b\nX;Y,1,2\nZ\n", [["X;Y", "1", "2"], ["Z", "", ""]]),
    ],
)
def test_the_delimiter_is_the_one_that_makes_a_table_of_all_rows(read, content, rows):
    assert read(content.encode()).rows == rows


@pytest.mark.parametrize("content", [b"PK\x03\x04 a spreadsheet", "Name\nAnna".encode("utf-16-le")])
def test_what_is_no_text_is_an_error_that_says_what_to_do(read, content):
    with pytest.raises(UsageError, match=r"is no table in text. Save it as CSV \(UTF-8\)"):
        read(content)


def test_short_rows_are_filled_and_empty_ones_left_out(read):
    assert read(b"a,b,c\n1\n\n1,2,3,4\n").rows == [["1", "", ""], ["1", "2", "3", "4"]]


def test_titles_are_found_however_they_are_written(read):
    sheet = read((HEADER + "x;y").encode())
    assert sheet.column({"emailadresse"}) == 1
    assert sheet.column({"other"}) is None
    assert folded("E-Mail Address ") == folded("e_mail-ADDRESS")


TEXTS = st.text(st.characters(blacklist_characters="\r\n\x00", blacklist_categories=["Cs"]))


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1), st.sampled_from(",;\t"))
def test_every_cell_comes_back_as_it_was(tmp_path_factory, rows, delimiter):
    path = tmp_path_factory.mktemp("sheet") / "table.csv"
    Sheet(path, ["first", "second"], rows, delimiter).write(path)
    assert read_sheet(path).rows == rows
