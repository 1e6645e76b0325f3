"""A table of a page as a file says what the page says: columns, filters, order, all parts of the list."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import BytesIO, StringIO

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from graphsvc.api.app import create_app
from graphsvc.services import Services


@pytest.fixture
def client(explorer: Services) -> Iterator[TestClient]:
    """The explorer in German."""
    with TestClient(create_app(services=explorer), headers={"accept-language": "de"}) as client:
        yield client


def test_a_list_as_workbook_has_all_its_rows_in_the_order_of_the_page(client: TestClient, explorer: Services) -> None:
    answer = client.get("/strukturen", params={"save": "xlsx", "sort": "-members"})

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    assert answer.headers["content-disposition"] == 'attachment; filename="strukturen.xlsx"'
    assert head == ("Name", "Art", "Thema", "Gebiet", "Mitglieder", "Stand der Angabe")
    assert len(rows) == explorer.structures.list().total
    members = [row[4] for row in rows if isinstance(row[4], int)]
    assert members == sorted(members, reverse=True)
    assert len(members) > 20


def test_a_filtered_list_as_csv_has_what_the_filter_leaves_and_no_column_of_actions(
    client: TestClient, explorer: Services
) -> None:
    actor = explorer.actors.list(limit=1).items[0]
    answer = client.get("/verlauf", params={"key": actor.id, "save": "csv"})

    head, *rows = csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head == ["Wann", "Wer", "Was", "Eintrag", "Änderung", "Quelle"]
    assert len(rows) == explorer.history.list(key=actor.id).total
    assert f"Name: {actor.name}" in rows[-1][4].split("; ")


def test_a_table_is_named_by_its_id_and_one_that_is_not_there_is_the_page(client: TestClient) -> None:
    matrix = load_workbook(BytesIO(client.get("/luecken", params={"save": "xlsx"}).content)).active
    gaps = client.get("/luecken", params={"save": "csv", "of": "gaps-list"}).content.decode("utf-8-sig")

    assert matrix is not None
    assert isinstance(matrix.cell(2, 2).value, int)
    assert gaps.startswith("Thema;Zielgruppe;")
    assert "<h1>" in client.get("/luecken", params={"save": "csv", "of": "nothing"}).text


def test_an_address_keeps_all_values_of_a_parameter(client: TestClient, explorer: Services) -> None:
    first, second = (each.id for each in explorer.structures.list(limit=2).items)

    page = client.get("/ueberschneidungen/mehrere", params={"s": [first, second]}).text

    assert f'href="/ueberschneidungen/mehrere?s={first}&amp;s={second}&amp;lang=en"' in page
    assert f'href="/ueberschneidungen/mehrere?s={first}&amp;s={second}&amp;save=csv"' in page
