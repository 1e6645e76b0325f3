"""Exports of the Herford example from a real database, read back."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import networkx as nx
import pytest
from openpyxl import load_workbook

from graphsvc.errors import NotFound
from graphsvc.examples import herford
from graphsvc.model.entities import Actor, Membership
from graphsvc.services import Services
from graphsvc.services.exports import FORMATS
from graphsvc.store.records import load_dataset


@pytest.fixture
def filled(services: Services) -> Services:
    """The Herford example, and one person in a function with a seat."""
    services.imports.commit(services.imports.upload(herford()).id)
    chair = services.actors.create(Actor(id="leitung", name="Leitung des Amtes", kind="funktion"))
    structure = services.structures.find("widunetz")
    services.memberships.create(Membership(actor=chair.record.id, structure=structure))
    return services


def test_every_format_is_written_twice_the_same(filled: Services) -> None:
    for form in FORMATS:
        export = filled.exports.write(form.name, at="all")

        assert export.filename == form.filename
        assert filled.exports.write(form.filename, at="all").content == export.content, form.name


def test_people_in_functions_leave_in_no_format_unless_asked_for(filled: Services) -> None:
    for form in FORMATS:
        left = words(filled.exports.write(form.name, at="all").content)
        asked = words(filled.exports.write(form.name, at="all", functions=True).content)

        assert "Leitung des Amtes" in asked, form.name
        assert ("Leitung des Amtes" in left) == (form.name == "canonical"), form.name


def words(content: bytes) -> str:
    """Everything a file says, also where it is packed."""
    if content.startswith(b"PK"):
        with ZipFile(BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return unescape(content.decode("utf-8-sig"))


@pytest.mark.parametrize("name", ["xlsx", "csv"])
@pytest.mark.parametrize("lang", ["de", "en"])
def test_template_that_is_read_in_again_changes_nothing(filled: Services, tmp_path: Path, name: str, lang: str) -> None:
    export = filled.exports.write(name, functions=True, lang=lang)
    file = tmp_path / export.filename
    file.write_bytes(export.content)

    preview = filled.imports.upload(file)

    assert preview.rejected == ()
    changes = [(row.state, row.kind, row.key, row.changes) for row in preview.rows if row.state != "unchanged"]
    assert changes == []


def test_gexf_puts_every_point_where_the_explorer_puts_it(filled: Services) -> None:
    graph = nx.read_gexf(BytesIO(filled.exports.write("gexf", at="all").content), version="1.3")

    placed = {node.id: (node.x, node.y) for node in filled.figures.view().nodes if node.id in graph}
    assert len(placed) > 50
    for node, (x, y) in placed.items():
        position = graph.nodes[node]["viz"]["position"]
        assert (position["x"], position["y"]) == pytest.approx((x, y))


def test_cypher_script_builds_the_map_in_an_empty_database_and_may_run_twice(filled: Services) -> None:
    script = filled.exports.write("cypher", functions=True).content.decode()
    before = load_dataset(filled.graph)
    with filled.graph.transaction(user="tests", what="clear") as tx:
        tx.write("admin.clear")

    for _ in range(2):
        with filled.graph._session("script") as session:
            for statement in script.splitlines():
                session.run(statement.removesuffix(";")).consume()

    after = load_dataset(filled.graph)
    assert {actor.name for actor in after.actors} == {actor.name for actor in before.actors}
    assert {structure.id for structure in after.structures} == {structure.id for structure in before.structures}
    assert {(m.actor, m.structure) for m in after.memberships} == {(m.actor, m.structure) for m in before.memberships}
    assert len(after.memberships) == len(before.memberships)


def test_unknown_format_names_the_known_ones(services: Services) -> None:
    with pytest.raises(NotFound, match="graphml"):
        services.exports.write("docx")


def test_the_table_of_a_picture_counts_in_numbers_and_says_what_it_shows(services: Services) -> None:
    services.actors.create(Actor(id="amt", name="Amt"))

    book = load_workbook(BytesIO(services.figures.table(file_format="xlsx", lang="de")))

    assert book.sheetnames == ["Akteure und Strukturen", "Zum Bild"]
    assert [cell.value for cell in book.worksheets[0][2]][-1] == 0
    assert any("31.01.2026" in str(row[0].value) for row in book.worksheets[1].rows)
