"""Imports on a real engine: preview, commit, the same again, conflicts, decisions, undo."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from graphsvc.errors import Conflict, InputRefused, NotFound, WrongUsage
from graphsvc.examples import herford
from graphsvc.model.imports import Decision
from graphsvc.services import Services, import_candidates
from graphsvc.store.records import load_dataset

ACTORS = "id;name;art;gebiet;web\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "liste"
    made.mkdir()
    return made


def actors(folder: Path, *rows: str) -> Path:
    (folder / "akteure.csv").write_text(ACTORS + "\n".join(rows) + "\n", encoding="utf-8")
    return folder


def names(services: Services) -> set[str]:
    return {actor.name for actor in load_dataset(services.graph, canonical=False).actors}


def commit(services: Services, path: Path) -> str:
    preview = services.imports.upload(path)
    return services.imports.commit(preview.id).id


def test_herford_goes_in_whole_and_again_changes_nothing(services: Services) -> None:
    first = services.imports.upload(herford())
    written = services.imports.commit(first.id)
    again = services.imports.upload(herford())
    revision = services.graph.revision()
    services.imports.commit(again.id)

    assert first.counts["new"] == written.counts["new"] > 200
    assert services.imports.preview(first.id).counts == written.counts
    assert first.rejected == () and first.remarks == ()
    assert again.counts == {"new": 0, "changed": 0, "unchanged": first.counts["new"], "rejected": 0}
    assert services.graph.revision() == revision


def test_an_import_is_written_once_however_many_ask_at_once(services: Services, folder: Path) -> None:
    preview = services.imports.upload(actors(folder, "a-1;Amt;;;"))

    def written(_: int) -> bool:
        try:
            return bool(services.imports.commit(preview.id).counts["new"])
        except Conflict:
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(written, range(4))) == [False, False, False, True]
    assert services.imports.list()[0].counts["new"] == 1


def test_what_is_read_back_is_what_the_file_says(services: Services) -> None:
    from graphsvc.ingest.template import read_template

    commit(services, herford())

    stored, read = load_dataset(services.graph, canonical=False), read_template(herford()).dataset
    assert sorted(stored.actors, key=lambda a: a.id) == sorted(read.actors, key=lambda a: a.id)
    assert set(stored.memberships) == set(read.memberships)
    assert {each.id for each in stored.structures} == {each.id for each in read.structures}


def test_a_change_is_shown_field_by_field_before_it_is_made(services: Services, folder: Path) -> None:
    commit(services, actors(folder, "a;AWO;;05758;alt.example"))

    preview = services.imports.upload(actors(folder, "a;AWO;;05758;neu.example", "b;DRK;;;"))

    (changed,) = [row for row in preview.rows if row.state == "changed"]
    assert [(each.field, each.before, each.after) for each in changed.changes] == [
        ("web", "alt.example", "neu.example")
    ]
    assert (preview.counts["new"], preview.counts["changed"]) == (1, 1)
    assert names(services) == {"AWO"}


def test_rejected_rows_name_their_place_and_the_rest_goes_in(services: Services, folder: Path) -> None:
    actors(folder, "a;AWO;;05758;", ";;Verein;;", "a;Anders;;;")

    preview = services.imports.upload(folder)
    services.imports.commit(preview.id)

    assert [(each.sheet, each.row, each.column) for each in preview.rejected] == [
        ("akteure", 3, "name"),
        ("akteure", 4, "id"),
    ]
    assert all(each.text["de"] and each.text["en"] for each in preview.rejected)
    assert names(services) == {"AWO"}


def test_a_row_without_id_finds_the_record_of_that_kind_name_and_territory(services: Services, folder: Path) -> None:
    commit(services, actors(folder, "x1;Runder Tisch Ärzte;kultur;05758012;", "x2;Runder Tisch Ärzte;kultur;05758004;"))

    preview = services.imports.upload(actors(folder, ";Runder  Tisch Aerzte;kultur;05758004;neu.example"))

    (changed,) = [row for row in preview.rows if row.state == "changed"]
    assert changed.key == "x2" and preview.counts["new"] == 0


def test_lookalikes_are_shown_and_decided(services: Services, folder: Path) -> None:
    commit(services, actors(folder, "x;AWO Kreisverband e.V.;;;"))
    preview = services.imports.upload(actors(folder, "y;AWO Kreisverband;;;awo.example", "z;Neu;;;"))

    row = next(row for row in preview.rows if row.key == "y")
    assert [candidate.id for candidate in row.candidates] == ["x"]
    decided = services.imports.decide(
        preview.id, {"y": Decision("same", "AWO Kreisverband e.V."), "neu": Decision("skip")}
    )
    services.imports.commit(preview.id)

    assert [(each.key, each.label, each.decision, each.target_label) for each in decided.decided] == [
        ("y", "AWO Kreisverband", Decision("same", "x"), "AWO Kreisverband e.V."),
        ("z", "Neu", Decision("skip"), None),
    ]

    assert decided.counts["new"] == 0 and decided.counts["changed"] == 1
    stored = load_dataset(services.graph, canonical=False).actors
    assert [(actor.id, actor.web) for actor in stored] == [("x", "awo.example")]


def test_what_the_matcher_holds_for_near_is_shown(
    services: Services, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_candidates, "MATCHED_AT_ONCE", 1)
    commit(
        services, actors(folder, "x;Arbeiterwohlfahrt Kreisverband Herford e.V.;wohlfahrtsverband;05758;awo-hf.example")
    )

    preview = services.imports.upload(
        actors(folder, "v;Bauamt;;;", "w;Kletterpark;;;", "y;AWO KV Herford;;05758;awo-hf.example")
    )

    (row,) = [row for row in preview.rows if row.key == "y"]
    assert [candidate.id for candidate in row.candidates] == ["x"] and row.candidates[0].weight is not None


def test_a_decision_needs_a_record_that_exists(services: Services, folder: Path) -> None:
    preview = services.imports.upload(actors(folder, "y;AWO;;;"))

    for decisions in ({"y": Decision("same", "nirgends")}, {"y": Decision("same")}, {"unbekannt": Decision("skip")}):
        with pytest.raises(WrongUsage):
            services.imports.decide(preview.id, decisions)
    assert services.imports.preview(preview.id).decided == ()


def test_undo_takes_everything_back_but_what_was_edited_later(services: Services, folder: Path) -> None:
    commit(services, actors(folder, "a;AWO;;05758;alt.example"))
    second = commit(services, actors(folder, "a;AWO;;05758;neu.example", "b;DRK;;;", "c;Caritas;;;"))
    commit(services, actors(folder, "c;Caritas;;;spaeter.example"))

    undone = services.imports.undo(second)

    stored = {actor.id: actor for actor in load_dataset(services.graph, canonical=False).actors}
    assert set(stored) == {"a", "c"} and stored["a"].web == "alt.example"
    assert [(kept.kind, kept.key) for kept in undone.kept] == [("Actor", "c")]
    assert services.imports.list()[1].state == "undone"


def test_a_written_import_shows_what_it_did_and_not_what_the_map_holds_since(services: Services, folder: Path) -> None:
    first = commit(services, actors(folder, "a;AWO;;05758;alt.example", "b;DRK;;;"))
    second = commit(services, actors(folder, "a;AWO;;05758;neu.example", "b;DRK;;;", "c;Caritas;;;"))
    commit(services, actors(folder, "a;AWO;;05758;spaeter.example", "c;Caritas;;;spaeter.example"))

    of_first, of_second = services.imports.preview(first), services.imports.preview(second)

    assert (of_first.counts["new"], of_first.counts["changed"]) == (2, 0)
    assert {(row.key, row.state) for row in of_second.rows if row.kind == "Actor"} == {
        ("a", "changed"),
        ("b", "unchanged"),
        ("c", "new"),
    }
    (moved,) = (row.changes for row in of_second.rows if row.key == "a")
    assert [(each.field, each.before, each.after) for each in moved] == [("web", "alt.example", "neu.example")]
    assert not any(row.candidates for row in of_second.rows)


def test_an_import_that_changed_nothing_can_be_undone(services: Services, folder: Path) -> None:
    commit(services, actors(folder, "a-1;Amt;;;"))
    again = services.imports.commit(services.imports.upload(folder).id)

    undone = services.imports.undo(again.id)

    assert (again.counts["new"], again.counts["changed"], undone.facts, undone.kept) == (0, 0, 0, ())
    assert services.imports.preview(again.id).state == "undone"


def test_nothing_is_written_or_undone_twice(services: Services, folder: Path) -> None:
    written = commit(services, actors(folder, "a;AWO;;;"))

    with pytest.raises(Conflict):
        services.imports.commit(written)
    services.imports.undo(written)
    with pytest.raises(Conflict):
        services.imports.undo(written)
    with pytest.raises(NotFound):
        services.imports.preview("i-0000000000-1")


def test_a_path_may_be_text_and_a_missing_file_is_refused(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "akteure.csv"
    path.write_text("id;name\na;AWO\n", encoding="utf-8")

    assert services.imports.upload(str(path)).counts["new"] == 1
    with pytest.raises(InputRefused, match=r"nix\.csv"):
        services.imports.upload(str(tmp_path / "nix.csv"))


def test_a_refused_file_leaves_nothing_behind(services: Services, tmp_path: Path) -> None:
    before = services.imports.list()
    path = tmp_path / "kaputt.xlsx"
    path.write_bytes(b"PK\x03\x04 kein Archiv")

    with pytest.raises(InputRefused):
        services.imports.upload(path)

    assert services.imports.list() == before


def test_the_blank_template_is_empty_and_readable(services: Services, tmp_path: Path) -> None:
    path = tmp_path / "vorlage.xlsx"
    path.write_bytes(services.imports.template())

    with pytest.raises(InputRefused) as refused:
        services.imports.upload(path)

    assert [problem.message for problem in refused.value.problems] == ["imports.nothing_found"]
