"""networkx reads back what was written."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import networkx as nx

from graphsvc.formats.network import gexf, graphml, network, node_link
from graphsvc.model.entities import Dataset

NODES = {"a-kreis", "a-awo.1", "a_dienst", "s-1", "s-2", "v-1"}
KINDS = ["CHAIRS", "COORDINATES", "ESTABLISHES", "FUNDS", *["MEMBER_OF"] * 3, "PARTY_TO", *["PART_OF"] * 2]


def test_network_holds_every_record_and_every_tie_between_known_ends(dataset: Dataset) -> None:
    graph = network(dataset)

    assert set(graph) == NODES
    assert sorted(kind for *_, kind in graph.edges(data="kind")) == KINDS


def test_node_link_json_is_read_back_by_networkx_with_lists(dataset: Dataset) -> None:
    graph = nx.node_link_graph(json.loads(node_link(dataset)), edges="edges")

    assert nx.utils.graphs_equal(graph, network(dataset))
    assert graph.nodes["a-kreis"]["topic"] == ["bildung", "recht"]


def test_graphml_is_read_back_by_networkx(dataset: Dataset) -> None:
    graph = nx.parse_graphml(graphml(dataset))

    assert set(graph) == NODES
    assert graph.nodes["a-awo.1"]["name"] == 'AWO "Ost" & <Söhne>'
    assert graph.nodes["a-kreis"]["topic"] == "bildung;recht"
    assert sorted(kind for *_, kind in graph.edges(data="kind")) == KINDS


def test_gexf_is_read_back_by_networkx_with_its_dates(dataset: Dataset) -> None:
    graph = nx.read_gexf(BytesIO(gexf(dataset, {}).encode()), version="1.3")

    assert set(graph) == NODES
    assert graph.nodes["s-1"]["valid_from"] == "2008-02-27"
    assert graph.number_of_edges() == len(KINDS)


def test_gexf_carries_position_size_and_colour(dataset: Dataset) -> None:
    root = ElementTree.fromstring(gexf(dataset, {"s-1": (12.5, -3.0)}))

    viz = "{http://gexf.net/1.3/viz}"
    node = next(node for node in root.iter("{http://gexf.net/1.3}node") if node.get("id") == "s-1")
    position = node.find(f"{viz}position")
    assert root.get("version") == "1.3"
    assert position is not None and (position.get("x"), position.get("y")) == ("12.5", "-3.0")
    assert node.find(f"{viz}size") is not None
    assert node.find(f"{viz}color") is not None


def test_order_of_rows_and_the_clock_change_no_byte(dataset: Dataset) -> None:
    turned = replace(
        dataset,
        actors=dataset.actors[::-1],
        structures=dataset.structures[::-1],
        memberships=dataset.memberships[::-1],
    )

    for write in (node_link, graphml, lambda each: gexf(each, {})):
        assert write(dataset) == write(turned)
    assert "lastmodified" not in gexf(dataset, {})
