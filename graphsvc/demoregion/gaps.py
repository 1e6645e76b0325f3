"""The gaps: cells of topic and target group that offers cover in some towns and nobody in the others."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphsvc.demoregion.landscape import Landscape
from graphsvc.demoregion.truth import Gap
from graphsvc.demoregion.words import table
from graphsvc.model.entities import Place


def lay_gaps(land: Landscape) -> list[Gap]:
    """Offers that cover a cell in some towns only; all other towns are gaps.

    Towns are taken by size, so that what is missing lies together: in the smaller towns, which are the southern ones.
    """
    gaps: list[Gap] = []
    for spec in table("words")["gap"]:
        connected = [town for town in land.people.district.towns if town is not land.people.district.cut_off]
        covered = connected[: spec["towns"]]
        for town in covered:
            _lay_cover(land, spec, town)
        open_towns = [town for town in land.people.district.towns if town not in covered]
        gaps += [Gap(topic=spec["topic"], target_group=spec["target_group"], territory=t.key) for t in open_towns]
    return gaps


def _lay_cover(land: Landscape, spec: dict[str, Any], town: Place) -> None:
    added = land.add(
        name=spec["name"].format(ort=town.name),
        kind="angebot",
        function=("angebot",),
        topic=(spec["cover"],),
        target_group=(spec["target_group"],),
        territory=(town.key,),
        valid_from=date(land.rng.randint(2015, 2023), land.rng.randint(1, 12), 1),
        coordinator=land.rng.choice(land.people.posts["mo"]),
        purpose=f"Angebot in {town.name}.",
    )
    land.kept.add(added.id)
