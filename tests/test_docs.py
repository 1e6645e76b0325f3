"""The documentation tells what the code does: reference pages are fresh, links and commands lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import pages

ROOT = Path(__file__).parents[1]
GENERATED = pages()
WRITTEN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", sorted(GENERATED))
def test_reference_page_is_what_the_code_says(name: str) -> None:
    kept = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert kept == GENERATED[name], f"docs/{name} is old: run `make docs` (python -m docs.generate) and commit"


@pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached = {ROOT / "README.md"}
    for page in WRITTEN:  # two steps are enough: README, then the pages it names
        if page in reached or page.name == "architecture.md":
            text = page.read_text(encoding="utf-8")
            reached |= {(page.parent / target).resolve() for target in re.findall(r"\]\(([^)#\s:]+\.md)", text)}

    assert sorted(page.name for page in WRITTEN if page not in reached) == []


def test_readme_names_the_two_commands_and_a_german_summary() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for words in ("make demo", "make test", "## Auf Deutsch", "docs/herford.svg"):
        assert words in readme


def test_commands_in_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`graphsvc ((?:[a-z-]+ )*[a-z-]+)", readme))
    known = set(re.findall(r"^## graphsvc (.+)$", GENERATED["cli.md"], flags=re.MULTILINE))

    def exists(words: str) -> bool:
        parts = words.split()
        return any(" ".join(parts[:length]) in known for length in range(len(parts), 0, -1))

    assert sorted(words for words in told if not exists(words)) == []


def test_notice_names_every_vendored_library() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    folders = {licence.parent for licence in (ROOT / "graphsvc").rglob("static/**/LICENSE*")}

    assert folders
    assert [str(folder.relative_to(ROOT)) for folder in folders if str(folder.relative_to(ROOT)) not in notice] == []
