"""Files that are there whole or not at all."""

import pytest

from grader.files import replacing


def test_nothing_is_left_of_a_file_that_can_not_be_written(tmp_path):
    (tmp_path / "page").write_text("before")
    pieces = (str(1 / n) for n in (2, 1, 0))

    def write():
        with replacing(tmp_path / "page") as path, path.open("w") as file:
            file.writelines(pieces)

    with pytest.raises(ZeroDivisionError):
        write()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]
