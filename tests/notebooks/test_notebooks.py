"""Every notebook runs from top to bottom, imports graphsvc only, and is kept without outputs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
ALLOWED = {"graphsvc", "contextlib", "tempfile", "pathlib", "IPython", "pandas", "datetime"}

EXPECTED = {
    "01_overlap": ["1 gemeinsames Mitglied", "share 1 member", "Kreis Herford"],
    "02_records": ["True"],
    "03_structures": ["Note for review", "for:", "against:"],
    "04_import": ["Gremienuebersicht 2023.xlsx", "'new': 0"],
}
"""Words that the outputs of each notebook must hold."""


def read(path: Path) -> Any:
    """A notebook as nbformat's current version."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def outputs(book: Any) -> str:
    """Everything a run printed or showed, as text."""
    found = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    return "\n".join(str(output.get("text", output.get("data", ""))) for output in found)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_outputs_and_imports_graphsvc_only(path: Path) -> None:
    code = [cell for cell in read(path).cells if cell.cell_type == "code"]

    assert all(not cell.outputs and cell.execution_count is None for cell in code)
    imported = {
        name for cell in code for name in re.findall(r"^(?:from|import) (\w+)", cell.source, flags=re.MULTILINE)
    }
    assert imported <= ALLOWED


@pytest.mark.filterwarnings("ignore")  # the kernel's own libraries warn, our code runs in a process of its own
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_runs(path: Path) -> None:
    book = read(path)

    NotebookClient(
        book, timeout=240, kernel_name="python3", resources={"metadata": {"path": path.parents[1]}}
    ).execute()

    shown = outputs(book)
    assert [words for words in EXPECTED[path.stem] if words not in shown] == []
