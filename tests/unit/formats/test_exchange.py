"""Kumu, FollowTheMoney, HIF, JSON-LD and the Cypher script keep their target's rules."""

from __future__ import annotations

import json
from io import BytesIO

import jsonschema
import pytest
from openpyxl import load_workbook
from rdflib import RDF, Graph, Namespace, URIRef

from graphsvc.formats import cypher_script, followthemoney, hypergraph, kumu, linked_data
from graphsvc.model.entities import Dataset

ORG = Namespace("http://www.w3.org/ns/org#")

FTM_NAMES = {"name", "alias", "abbreviation", "country", "legalForm", "registrationNumber", "classification", "summary"}
FTM_CONTACT = {"website", "email", "phone", "address", "keywords", "incorporationDate", "dissolutionDate"}
FTM_PROPERTIES = {
    "Organization": FTM_NAMES | FTM_CONTACT,
    "PublicBody": FTM_NAMES | FTM_CONTACT,
    "Membership": {"member", "organization", "role", "startDate", "endDate"},
    "Project": {"name", "goal", "startDate", "endDate"},
    "ProjectParticipant": {"participant", "project", "role", "startDate", "endDate"},
    "UnknownLink": {"subject", "object", "role", "startDate", "endDate"},
}
"""What FollowTheMoney 4.11 allows in these schemata (the part that is used)."""

_NAMED = {"type": ["string", "integer"]}
HIF_SCHEMA = {
    "type": "object",
    "required": ["incidences"],
    "additionalProperties": False,
    "properties": {
        "network-type": {"enum": ["undirected", "directed", "asc"]},
        "metadata": {"type": "object"},
        **{
            part: {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": keys,
                    "additionalProperties": False,
                    "properties": {
                        **dict.fromkeys(keys, _NAMED),
                        "weight": {"type": "number"},
                        "direction": {"enum": ["head", "tail"]},
                        "attrs": {"type": "object"},
                    },
                },
            }
            for part, keys in {"incidences": ["edge", "node"], "nodes": ["node"], "edges": ["edge"]}.items()
        },
    },
}
"""The published HIF schema, in short."""


def test_kumu_workbook_has_the_columns_where_kumu_looks_for_them(dataset: Dataset) -> None:
    book = load_workbook(BytesIO(kumu.workbook(dataset)))

    assert [book["Elements"].cell(1, column).value for column in (1, 2)] == ["ID", "Label"]
    assert [book["Connections"].cell(1, column).value for column in (1, 2, 3)] == ["ID", "From", "To"]
    ids = {row[0].value for row in book["Elements"].iter_rows(min_row=2)}
    ends = {cell.value for row in book["Connections"].iter_rows(min_row=2, min_col=2, max_col=3) for cell in row}
    assert ends <= ids
    assert not any("_" in each or "." in each for each in ids)


def test_kumu_ids_stay_different() -> None:
    assert len({kumu.kumu_id(each) for each in ("a_b", "a.b", "a~b", "a~ub", "a-b", "a~~b")}) == 6


def test_kumu_blueprint_has_the_reserved_keys(dataset: Dataset) -> None:
    content = json.loads(kumu.blueprint(dataset))

    kreis = next(each for each in content["elements"] if each["id"] == "a-kreis")
    assert (kreis["label"], kreis["type"], kreis["tags"]) == ("Kreis Herford", "Actor", ["bildung", "recht"])
    assert {each["direction"] for each in content["connections"]} == {"directed"}
    ids = {each["id"] for each in content["elements"]}
    assert all({each["from"], each["to"]} <= ids for each in content["connections"])


def test_followthemoney_uses_only_known_schemata_and_properties(dataset: Dataset) -> None:
    lines = [json.loads(line) for line in followthemoney.json_lines(dataset).splitlines()]

    assert len({line["id"] for line in lines}) == len(lines)
    for line in lines:
        assert set(line["properties"]) <= FTM_PROPERTIES[line["schema"]]
        assert all(isinstance(text, str) for values in line["properties"].values() for text in values)
    assert [line["schema"] for line in lines].count("Membership") == 3
    assert next(line for line in lines if line["id"] == "a-kreis")["schema"] == "PublicBody"


def test_hypergraph_keeps_the_schema_and_names_only_known_members(dataset: Dataset) -> None:
    content = json.loads(hypergraph.hif(dataset))

    jsonschema.validate(content, HIF_SCHEMA)
    assert [(each["edge"], each["node"]) for each in content["incidences"]] == [
        ("s-1", "a-awo.1"),
        ("s-1", "a-kreis"),
        ("s-2", "a-awo.1"),
    ]


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its own parser calls what it deprecates
def test_json_ld_is_read_by_rdflib_as_the_organization_ontology(dataset: Dataset) -> None:
    graph = Graph().parse(data=linked_data.json_ld(dataset), format="json-ld")

    network = URIRef(linked_data.iri("s-1"))
    assert (network, RDF.type, ORG.OrganizationalCollaboration) in graph
    members = {
        member
        for membership in graph.subjects(ORG.organization, network)
        for member in graph.objects(membership, ORG.member)
    }
    assert URIRef(linked_data.iri("a-kreis")) in members
    assert (URIRef(linked_data.iri("a_dienst")), ORG.subOrganizationOf, URIRef(linked_data.iri("a-awo.1"))) in graph


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("O'Neill", r"'O\'Neill'"),
        ("a\\b", r"'a\\b'"),
        ("zwei\nZeilen", r"'zwei\nZeilen'"),
        (True, "true"),
        (2.5, "2.5"),
        (["a", "b"], "['a', 'b']"),
        ({"ö x": 1}, "{`ö x`: 1}"),
    ],
)
def test_cypher_literals_are_quoted(value: object, written: str) -> None:
    assert cypher_script.literal(value) == written
