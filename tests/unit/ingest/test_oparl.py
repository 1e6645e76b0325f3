"""OParl: committees from saved JSON and from a server of our own on loopback."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from graphsvc.errors import InputRefused
from graphsvc.ingest.oparl_fetch import fetch
from graphsvc.ingest.upload import Upload, read_upload

SCHEMA = "https://schema.oparl.org/1.1/"


def test_objects_without_address_or_name_are_told(tmp_path: Path) -> None:
    path = tmp_path / "council.json"
    kind = f"{SCHEMA}Organization"
    objects = [{"id": 5, "type": kind, "name": None}, {"id": "https://x.de/1", "type": kind, "name": None}]
    path.write_text(json.dumps({"data": objects}))

    reading = read_upload(path).reading

    assert [(each.message, each.value) for each in reading.problems] == [("imports.oparl_without_id", "5")]
    assert [(each.message, each.value) for each in reading.notes] == [("imports.oparl_without_name", "https://x.de/1")]
    path.write_text(json.dumps({"data": objects[:1]}))
    with pytest.raises(InputRefused, match="no address"):
        read_upload(path)


def council(base: str) -> dict[str, Any]:
    """Pages of a small council information system, by path."""
    body, faction, office = f"{base}/body/1", f"{base}/org/f", f"{base}/org/v"
    committee, part = f"{base}/org/a", f"{base}/org/u"

    def organization(id_: str, name: str, kind: str, **more: Any) -> dict[str, Any]:
        return {
            "id": id_,
            "type": f"{SCHEMA}Organization",
            "name": name,
            "organizationType": kind,
            "body": body,
            **more,
        }

    def seat(number: int, **more: Any) -> dict[str, Any]:
        return {
            "id": f"{base}/m/{number}",
            "type": f"{SCHEMA}Membership",
            "person": f"{base}/p/{number}",
            "organization": committee,
            **more,
        }

    return {
        "/system": {"id": f"{base}/system", "type": f"{SCHEMA}System", "body": f"{base}/bodies"},
        "/bodies": {
            "data": [
                {
                    "id": body,
                    "type": f"{SCHEMA}Body",
                    "name": "Kreis Herford",
                    "ags": "05758",
                    "organization": f"{base}/orgs",
                }
            ],
            "links": {},
        },
        "/orgs": {
            "data": [
                organization(
                    committee,
                    "Ausschuss für Soziales",
                    "Gremium",
                    startDate="2020-11-01",
                    memberCount=15,
                    membership=[f"{base}/m/1", f"{base}/m/2", f"{base}/m/3"],
                ),
                organization(faction, "Fraktion Blau", "Fraktion"),
            ],
            "links": {"next": f"{base}/orgs2"},
        },
        "/orgs2": {
            "data": [
                organization(
                    part, "Unterausschuss Integration", "Gremium", subOrganizationOf=committee, classification="Beirat"
                ),
                organization(office, "Sozialamt", "Verwaltungsbereich"),
                organization(f"{base}/org/x", "Alter Ausschuss", "Gremium", deleted=True),
            ],
            "links": {},
        },
        "/m/1": seat(1, onBehalfOf=faction, role="Vorsitzender", startDate="2020-11-01", endDate="2023-01-31"),
        "/m/2": seat(2, onBehalfOf=faction, role="Vorsitzender", startDate="2023-02-01"),
        "/m/3": seat(3, person={"id": f"{base}/p/3", "type": f"{SCHEMA}Person", "name": "Erika Muster"}),
    }


class Server(ThreadingHTTPServer):
    """Answers the pages of `council`; fails the first time where told to, and counts what it was asked."""

    def __init__(self, failing: dict[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}"
        self.pages = council(self.base)
        self.failing = dict(failing)
        self.asked: Counter[str] = Counter()


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        failures = self.server.failing.get(self.path, 0)
        status = 503 if self.server.asked[self.path] <= failures else 200 if self.path in self.server.pages else 404
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(self.server.pages.get(self.path)).encode() if status == 200 else b"")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    made = Server(getattr(request, "param", {}))
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield made
    made.shutdown()
    made.server_close()
    thread.join()


def check(upload: Upload) -> None:
    dataset = upload.reading.dataset
    names = {actor.id: actor.name for actor in dataset.actors} | {each.id: each.name for each in dataset.structures}
    bodies = {each.name: each for each in dataset.structures}
    (seat,) = dataset.memberships
    assert upload.format == "oparl"
    assert {actor.name for actor in dataset.actors} == {"Kreis Herford", "Fraktion Blau", "Sozialamt"}
    assert {name: each.kind for name, each in bodies.items()} == {
        "Ausschuss für Soziales": "ausschuss",
        "Unterausschuss Integration": "beirat",
    }
    assert names[bodies["Unterausschuss Integration"].part_of or ""] == "Ausschuss für Soziales"
    assert (
        bodies["Ausschuss für Soziales"].territory == ("05758",)
        and bodies["Ausschuss für Soziales"].members_total == 15
    )
    assert (names[seat.actor], names[seat.structure], seat.role) == (
        "Fraktion Blau",
        "Ausschuss für Soziales",
        "vorsitz",
    )
    assert (seat.valid_from, seat.valid_to) == (date(2020, 11, 1), None)
    assert upload.persons == 1 and upload.counted["deleted"] == 1 and "Muster" not in str(dataset)


def test_a_folder_of_saved_json(tmp_path: Path) -> None:
    for at, page in enumerate(council("https://ris.example.org").values()):
        (tmp_path / f"{at}.json").write_text(json.dumps(page), encoding="utf-8")

    check(read_upload(tmp_path))


@pytest.mark.parametrize("server", [{"/orgs": 2, "/m/2": 1}], indirect=True)
def test_a_server_with_pages_that_fails_now_and_then(server: Server, tmp_path: Path) -> None:
    folder = fetch(f"{server.base}/system", tmp_path / "pages", pause=0.001)

    check(read_upload(folder))
    assert server.asked["/orgs"] == 3 and server.asked["/orgs2"] == 1


@pytest.mark.parametrize("server", [{"/orgs2": 99}], indirect=True)
def test_what_was_loaded_is_not_asked_for_again(server: Server, tmp_path: Path) -> None:
    with pytest.raises(InputRefused) as refused:
        fetch(f"{server.base}/system", tmp_path / "pages", pause=0.001)
    server.failing.clear()
    before = server.asked["/orgs"]

    check(read_upload(fetch(f"{server.base}/system", tmp_path / "pages", pause=0.001)))

    assert refused.value.problems[0].message == "imports.oparl_silent"
    assert server.asked["/orgs"] == before


def test_a_whole_fetch_is_made_anew(server: Server, tmp_path: Path) -> None:
    fetch(f"{server.base}/system", tmp_path / "pages", pause=0.001)
    server.pages["/orgs"]["data"] = server.pages["/orgs"]["data"][:1]

    fetch(f"{server.base}/system", tmp_path / "pages", pause=0.001)

    names = {actor.name for actor in read_upload(tmp_path / "pages").reading.dataset.actors}
    assert "Fraktion Blau" not in names


@pytest.mark.parametrize(
    ("path", "message"), [("/nirgends", "imports.oparl_refused"), ("ftp://x.example", "imports.oparl_address")]
)
def test_wrong_addresses(server: Server, tmp_path: Path, path: str, message: str) -> None:
    with pytest.raises(InputRefused) as refused:
        fetch(path if "://" in path else server.base + path, tmp_path / "pages", pause=0.001)

    assert refused.value.problems[0].message == message


def test_a_broken_file_among_good_ones_is_told(tmp_path: Path) -> None:
    body = {"id": "o1", "type": "https://schema.oparl.org/1.1/Organization", "name": "Integrationsrat"}
    (tmp_path / "gut.json").write_text(json.dumps(body | {"organizationType": "Gremium"}), encoding="utf-8")
    (tmp_path / "kaputt.json").write_text('{"id":', encoding="utf-8")

    upload = read_upload(tmp_path)

    assert [each.name for each in upload.reading.dataset.structures] == ["Integrationsrat"]
    assert [(each.message, each.file) for each in upload.reading.problems] == [("imports.json_broken", "kaputt.json")]
