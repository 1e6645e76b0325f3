from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from graphsvc.cli.plainfile import read_table, write_table
from graphsvc.errors import InputRefused, WrongUsage


def file_with(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"actor,structure\nKreis,Beirat\n",
        b"\xef\xbb\xbfactor;structure\r\nKreis;Beirat\r\n",
        b' actor , structure\n\n"Kreis",Beirat\n\n',
        b"group,actor,note\nBeirat,Kreis,\n",
    ],
    ids=["plain", "bom-semicolon-crlf", "quoted-spaced-header-empty-lines", "group-and-more-columns"],
)
def test_one_table_in_many_dresses(tmp_path: Path, content: bytes) -> None:
    table = read_table(file_with(tmp_path, content), required=["actor", "structure"], renamed={"group": "structure"})

    assert table.select("actor", "structure").rows() == [("Kreis", "Beirat")]


def test_values_stay_as_they_are(tmp_path: Path) -> None:
    values = ["=1+1", " x ", '"quoted", comma', "zwei\nZeilen", "05758012", "ä"]
    path = tmp_path / "out.csv"

    write_table(path, pl.DataFrame({"value": values, "share": [1 / 3] * len(values)}))

    assert read_table(path, required=["value"])["value"].to_list() == values
    assert b"0.3333333333333333\n" in path.read_bytes()


@pytest.mark.parametrize(
    ("content", "row", "column"),
    [
        (b"actor,structure\nKreis,Beirat\n\n,Beirat\n", 4, "actor"),
        (b"actor,structure\nKreis\n", 2, "structure"),
        (b"actor,rolle\nKreis,Mitglied\n", 1, "structure"),
        (b"", None, None),
        (b"actor,structure\rKreis,Beirat\r", None, None),
        ("actor,structure\nKöln,Beirat\n".encode("cp1252"), None, None),
        (b'actor,structure\n"a\na",b\na,b,c\n', 3, None),
        (b'actor,structure\na,b\n"c,b\nd,b\n', 3, None),
        (b"actor,structure\na,b\nc,b\0d\n", 3, "structure"),
        (b"actor,structure,actor \na,b,c\n", 1, "actor"),
        (b"actor,structure\na,b\n\nc,b\n", 4, "structure"),
        ("actor,structure\nä,b\n".encode("utf-16"), None, None),
        ("actor,structure\na,b\n".encode("utf-16-le"), None, None),
    ],
    ids=[
        "empty-cell", "short-row", "column-missing", "empty", "old-macintosh", "cp1252", "long-row", "open-quote",
        "nul", "column-twice", "value-twice", "utf-16", "utf-16-unmarked",
    ],
)  # fmt: skip
def test_refusal_names_the_place(tmp_path: Path, content: bytes, row: int | None, column: str | None) -> None:
    with pytest.raises(InputRefused) as refused:
        read_table(
            file_with(tmp_path, content),
            required=["actor", "structure"],
            filled=["actor", "structure"],
            unique=["structure"],
        )

    [problem] = refused.value.problems
    assert (problem.file, problem.row, problem.column) == ("table.csv", row, column)
    assert problem.line("de") and problem.line("en")


def test_missing_file_is_refused_and_missing_folder_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(InputRefused):
        read_table(tmp_path / "nothing.csv", required=[])
    with pytest.raises(WrongUsage):
        write_table(tmp_path / "no" / "where.csv", pl.DataFrame({"a": [1]}))
