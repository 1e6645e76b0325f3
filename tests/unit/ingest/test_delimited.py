"""Encodings and delimiters are recognised, and said."""

from __future__ import annotations

import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.delimited import read_delimited

TEXT = "Träger;Straße\nCafé Größe;Äpfel für Übermorgen\n"


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", None),
        ("utf-8-sig", None),
        ("cp1252", "cp1252"),
        ("cp850", "cp850"),
        ("mac_roman", "mac_roman"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
def test_encodings(encoding: str, said: str | None) -> None:
    sheet, notes = read_delimited(TEXT.encode(encoding), name="x", file="x.csv")

    assert sheet.rows == (("Träger", "Straße"), ("Café Größe", "Äpfel für Übermorgen"))
    assert [note.values["encoding"] for note in notes] == ([said] if said else [])


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    rows = [("a", "b", "c"), ("1,5;x", 'sagt "ja"', "zwei\nZeilen"), ("", "", "d")]
    quoted = "\n".join(delimiter.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)

    assert read_delimited(quoted.encode(), name="x", file="x.csv")[0].rows == tuple(rows)


def test_decimal_commas_do_not_cut_columns() -> None:
    sheet, _ = read_delimited(b"a;b\n1,5;2,5\n3,25;x, y, z\n", name="x", file="x.csv")

    assert sheet.rows[1:] == (("1,5", "2,5"), ("3,25", "x, y, z"))


def test_nul_characters_are_removed_and_told() -> None:
    sheet, notes = read_delimited(b"a;b\nx\x00;y\n", name="x", file="x.csv")

    assert sheet.rows[1] == ("x", "y") and notes[0].message == "imports.nul_removed"


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(InputRefused):
        read_delimited(bytes(range(256)) * 4, name="x", file="x.csv")


@pytest.mark.parametrize(
    ("last", "read"),
    [("k6;B;Amt", ("k6", "B", "Amt")), ('k6;"B";Amt', ("k6", "B", "Amt")), ('k6;"B\nC";Amt', ("k6", "B\nC", "Amt"))],
    ids=["no mark below", "a mark below", "a cell of two lines below"],
)
def test_unclosed_quotation_mark_swallows_no_row_and_is_told(last: str, read: tuple[str, ...]) -> None:
    text = f'id;name;art\nk5;"offen;Amt\n{last}\nk7;"zwei\nZeilen";Amt\n'

    sheet, notes = read_delimited(text.encode(), name="x", file="x.csv")

    assert sheet.rows[1:] == (("k5", "offen", "Amt"), read, ("k7", "zwei\nZeilen", "Amt"))
    assert [(note.message, note.row) for note in notes] == [("imports.quote_unclosed", 2)]
