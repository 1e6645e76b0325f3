"""What is wrong in the messy files, noted while it is written: the content of `defects.json`."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing that an importer has to cope with.

    Attributes:
        file, sheet: where it stands; a CSV or document has its file's stem as sheet.
        row: counted from 1 as a spreadsheet does; None where the whole sheet is meant.
        column: the header of the column, without its group; None where the whole row is meant.
        raw: what stands there.
        defect: its kind; the kinds are listed in docs/demo-region.md.
        expected: what it means, by field of the template (codes, ISO dates, None for "says nothing"), or, for what is
            no value: `row`: "left_out" or "read", `meaning`: what a column holds, `body`: what a matrix column stands
            for, `person`: "left_out".
    """

    file: str
    sheet: str
    row: int | None
    column: str | None
    raw: str
    defect: str
    expected: Mapping[str, Any]


@dataclass(slots=True)
class Ledger:
    """The defects of one region, in the order they were written."""

    defects: list[Defect] = field(default_factory=list)

    def note(
        self,
        file: str,
        sheet: str,
        row: int | None,
        column: str | None,
        raw: Any,
        defect: str,
        expected: Mapping[str, Any],
    ) -> None:
        """Keep a defect; what is expected has its umlauts in one character, whatever stands in the cell."""
        text = "" if raw is None else str(raw)
        meant = {field: _composed(value) for field, value in expected.items()}
        self.defects.append(
            Defect(file=file, sheet=sheet, row=row, column=column, raw=text, defect=defect, expected=meant)
        )

    def as_json(self) -> list[dict[str, Any]]:
        """The content of `defects.json`."""
        return [asdict(defect) for defect in self.defects]

    def counts(self) -> Counter[str]:
        """How often each kind was planted."""
        return Counter(defect.defect for defect in self.defects)


def _composed(value: Any) -> Any:
    if isinstance(value, list):
        return [_composed(part) for part in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Spelled:
    """A cell as somebody wrote it; `defect` is None where it is plain."""

    raw: Any
    defect: str | None = None
    expected: Mapping[str, Any] = field(default_factory=dict)
