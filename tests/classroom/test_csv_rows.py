"""A file that holds no rows is refused in a sentence, whatever was to be read in it."""

import pytest

from autograder.classroom import class_list
from autograder.classroom.exporting import worksheet
from autograder.errors import UsageError

ENDLESS = '"' + "x" * 200_000  # a quote that nothing closes: a cell longer than csv reads


@pytest.mark.parametrize("read", [class_list.read, worksheet.read])
def test_a_file_that_csv_refuses_is_said_to_be_none(tmp_path, read):
    path = tmp_path / "liste.csv"
    path.write_text(f"Identifiant;Note\n{ENDLESS}", encoding="utf-8")
    with pytest.raises(UsageError, match="ne se lit pas comme un CSV"):
        read(path)
