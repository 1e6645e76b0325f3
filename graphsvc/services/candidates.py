"""Pairs of records that a search proposes: how they are found and in which form they are kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graphsvc.matching import Matches, Record, match
from graphsvc.matching.explain import contributions, in_one_line
from graphsvc.model.judgements import Evidence, Nearest, RecordKind
from graphsvc.services.judgements import evidence_of


def in_whole_list(records: Sequence[Record]) -> Matches:
    """Pairs of records that are one body or may be."""
    found = match(records)
    return found.where(found.decision != "different")


def rows_of(matches: Matches) -> Iterator[dict[str, Any]]:
    """All pairs in the form in which they are kept: ids in order, score, proposal, explanation in both languages, in
    one line and, as JSON, part by part."""
    scores = zip(matches.weight.tolist(), matches.probability.tolist(), matches.decision.tolist(), strict=True)
    said = zip(contributions(matches, "de"), contributions(matches, "en"), strict=True)
    for (a, b), (weight, probability, decision), (german, english) in zip(matches.ids(), scores, said, strict=True):
        yield {
            "a": a,
            "b": b,
            "weight": weight,
            "probability": probability,
            "decision": decision,
            "explanation_de": in_one_line(german, "de"),
            "explanation_en": in_one_line(english, "en"),
            "parts": json.dumps([[d.feature, d.text, e.text, d.bits] for d, e in zip(german, english, strict=True)]),
        }


def parts_of(row: Mapping[str, Any]) -> tuple[Evidence, ...]:
    """The explanation of a row part by part; rows of older searches have none."""
    written = json.loads(row["parts"] or "[]")
    return tuple(Evidence(feature, {"de": german, "en": english}, bits) for feature, german, english, bits in written)


def kept(kind: RecordKind, row: Mapping[str, Any], records: Mapping[str, Record]) -> dict[str, Any]:
    """A pair as a row for `records.put_candidates`."""
    key = f"{kind}|{row['a']}|{row['b']}"
    evidence = evidence_of(records[row["a"]], records[row["b"]])
    return {"id": key, "properties": {**row, "id": key, "kind": kind, "evidence": evidence}}


def with_own_ids(records: Sequence[Record]) -> list[Record]:
    """The records under ids that cannot meet those of the map."""
    return [replace(record, id=f"?{at}") for at, record in enumerate(records)]


def says_something(record: Record) -> bool:
    """Whether a question holds anything to compare: to an empty one everything is equally near."""
    return replace(record, id="", name=record.name.strip()) != Record(id="", name="")


def nearest_of(found: Matches) -> Iterator[Nearest]:
    """Every pair of a ranking as an answer of the check before creating: what its right side is."""
    features, contributions = found.features, found.contributions.tolist()
    for row, right, bits in zip(rows_of(found), found.right.tolist(), contributions, strict=True):
        other = found.records[right]
        yield Nearest(
            id=other.id,
            name=other.name,
            weight=row["weight"],
            probability=row["probability"],
            decision=row["decision"],
            explanation={"de": row["explanation_de"], "en": row["explanation_en"]},
            features={name: round(value, 3) for name, value in zip(features, bits, strict=True) if value},
        )
