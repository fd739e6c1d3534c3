"""Downloads of learning platforms, as zips and as the folders that they unpack to."""

import zipfile

import pytest

from grader.collecting import find_submissions
from grader.naming import name_submissions


@pytest.fixture(params=["zip", "folder"])
def download(request, tmp_path):
    """Make a download of `name -> content`; return what is found, by the submissions' names."""

    def download(entries):
        path = tmp_path / "download.zip"
        with zipfile.ZipFile(path, "w") as file:
            for name, content in entries.items():
                file.writestr(name, content)
        if request.param == "folder":
            with zipfile.ZipFile(path) as file:
                file.extractall(tmp_path / "download")
            path = tmp_path / "download"
        found = find_submissions([path], tmp_path / "workspace")
        names = name_submissions(found)
        return {names[file]: (file.name, origin) for file, origin in found.items()}

    return download
