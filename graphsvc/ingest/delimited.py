"""Delimited text: encoding and delimiter are recognised, and said where they are not the usual ones."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from graphsvc.errors import InputRefused, Problem
from graphsvc.ingest.archives import MAX_COLUMNS, MAX_ROWS
from graphsvc.ingest.sheets import Row, Sheet

DELIMITERS = (";", ",", "\t", "|")
_SAMPLE_RECORDS = 60
_LONGEST_FIELD = 1_000_000
EVEN_ENOUGH = 0.8
"""Share of records with the same number of fields from which lines are a table."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OLD_ENCODINGS = ("cp1252", "cp850", "mac_roman")
_TWICE = re.compile("Ã[¤¶¼Ÿ„–œ©¨§ª]")
"""UTF-8 letters that some program took for Windows-1252: ä, ö, ü, ß, Ä, Ö, Ü, é, ..."""
_GERMAN_LETTERS = frozenset("äöüßÄÖÜéèóçşığ–„“”’§€")


def read_delimited(content: bytes, *, name: str, file: str) -> tuple[Sheet, tuple[Problem, ...]]:
    """One delimited file as a sheet, and notes on what had to be recognised.

    Raises InputRefused where the bytes are no text.
    """
    text, notes = decode(content, file=file)
    sheet, remarks = sheet_of_text(text, name=name, file=file)
    return sheet, (*notes, *remarks)


def sheet_of_text(text: str, *, name: str, file: str) -> tuple[Sheet, tuple[Problem, ...]]:
    """Delimited text as a sheet, and notes on rows with a quotation mark too few; the delimiter is recognised."""
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        rows, unclosed = records(text, recognise_delimiter(text))
    except csv.Error as error:
        raise InputRefused([Problem("imports.csv_broken", "imports.csv_broken_advice", file=file)]) from error
    if len(rows) > MAX_ROWS:
        values = {"rows": len(rows), "columns": max(map(len, rows)), "most_rows": MAX_ROWS, "most_columns": MAX_COLUMNS}
        raise InputRefused(
            [Problem("imports.sheet_too_large", "imports.sheet_too_large_advice", file=file, values=values)]
        )
    notes = (Problem("imports.quote_unclosed", "imports.quote_unclosed_advice", file=file, row=row) for row in unclosed)
    return Sheet(name=name, rows=tuple(rows), file=file), tuple(notes)


def looks_delimited(text: str) -> bool:
    """Whether most lines fall into the same number of columns, three or more."""
    evenness, width = _evenness(text, recognise_delimiter(text))
    return evenness >= EVEN_ENOUGH and width >= 3


def decode(content: bytes, *, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The text of a file and a note where it is neither UTF-8 nor marked by a byte order mark."""
    encoding = next((name for mark, name in _BOMS if content.startswith(mark)), None) or _unmarked(content)
    try:
        text = content.decode(encoding) if encoding not in _OLD_ENCODINGS else _by_line(content, encoding)
    except UnicodeDecodeError as error:
        raise InputRefused([Problem("imports.not_text", "imports.not_text_advice", file=file)]) from error
    if _looks_binary(text):
        raise InputRefused([Problem("imports.not_text", "imports.not_text_advice", file=file)])
    notes = [] if encoding.startswith("utf-8") else [_note("imports.encoding_recognised", file, encoding=encoding)]
    if _TWICE.search(text):
        text = "".join(map(_decoded_again, text.splitlines(keepends=True)))
        notes.append(_note("imports.encoded_twice", file))
    if "\x00" in text:
        notes.append(_note("imports.nul_removed", file, count=text.count("\x00")))
        text = text.replace("\x00", "")
    return text, tuple(notes)


def _by_line(content: bytes, encoding: str) -> str:
    """Text whose lines were written by different programs: those that are UTF-8 are read as such."""
    lines: list[str] = []
    for line in content.split(b"\n"):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode(encoding))
    return "\n".join(lines)


def _decoded_again(line: str) -> str:
    """A line whose letters were taken for two signs each ("LÃ¶hne") as it was meant."""
    try:
        return line.encode("cp1252").decode("utf-8") if _TWICE.search(line) else line
    except UnicodeError:
        return line


def _looks_binary(text: str) -> bool:
    sample = text[:20_000]
    controls = sum(sign < " " and sign not in "\t\n\r\f" for sign in sample)
    return controls > max(8, len(sample) // 100)


def recognise_delimiter(text: str) -> str:
    """The delimiter that cuts most of the first records into the same number of fields, more than one."""
    return max(DELIMITERS, key=lambda delimiter: (_evenness(text, delimiter), -DELIMITERS.index(delimiter)))


def _unmarked(content: bytes) -> str:
    head = content[:400]
    if head[1::2].count(0) > len(head) // 4:
        return "utf-16-le"
    if head[0::2].count(0) > len(head) // 4:
        return "utf-16-be"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return _old_encoding(content)
    return "utf-8"


def _old_encoding(content: bytes) -> str:
    """The old one-byte encoding under which the bytes beyond ASCII read most like German."""
    foreign = bytes(byte for byte in content if byte > 127)
    scores = {name: _german_share(foreign, name) for name in _OLD_ENCODINGS}
    return max(_OLD_ENCODINGS, key=lambda name: (scores[name], -_OLD_ENCODINGS.index(name)))


def _german_share(foreign: bytes, encoding: str) -> float:
    try:
        letters = foreign.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    return sum(letter in _GERMAN_LETTERS for letter in letters) / len(letters)


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    widths: Counter[int] = Counter()
    try:
        for at, record in enumerate(csv.reader(io.StringIO(text[:200_000], newline=""), delimiter=delimiter)):
            if at >= _SAMPLE_RECORDS:
                break
            if record:
                widths[len(record)] += 1
    except csv.Error:
        return (0.0, 0)
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return (0.0, 0)
    width = max(wide, key=lambda each: (wide[each], each))
    return (round(wide[width] / widths.total(), 1), width)


def records(text: str, delimiter: str) -> tuple[list[Row], list[int]]:
    """Records in order, and the rows (from 1) with a quotation mark that is not closed where the cell ends.

    Such a row is read without its quotation marks: it would else swallow the rows below it, up to the next mark.
    """
    lines = list(io.StringIO(text, newline=""))
    rows: list[Row] = []
    unclosed: list[int] = []
    begin = 0
    while begin < len(lines):
        for record, end in _records_from(lines, begin, delimiter):
            if end - begin > 1 and not _is_sound(lines[begin:end], delimiter):
                [record] = csv.reader([lines[begin].replace('"', "")], delimiter=delimiter)
                rows.append(tuple(record))
                unclosed.append(len(rows))
                begin += 1
                break
            rows.append(tuple(record))
            begin = end
    return rows, unclosed


def _records_from(lines: list[str], begin: int, delimiter: str) -> Iterator[tuple[list[str], int]]:
    """Each record with the line behind it."""
    reader = csv.reader((lines[at] for at in range(begin, len(lines))), delimiter=delimiter)
    return ((record, begin + reader.line_num) for record in reader)


def _is_sound(lines: list[str], delimiter: str) -> bool:
    """Whether the quotation marks of a record of several lines are in order."""
    try:
        return len(list(csv.reader(lines, delimiter=delimiter, strict=True))) == 1
    except csv.Error:
        return False


def _note(message: str, file: str, **values: object) -> Problem:
    return Problem(message, file=file, values=values)
