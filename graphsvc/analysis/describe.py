"""A pair of suspicions as a finding: numbers, words in both languages, and where they come from."""

from __future__ import annotations

import numpy as np

from graphsvc.analysis.explain import Explanation, explain
from graphsvc.analysis.profiles import Profile
from graphsvc.analysis.recommend import recommend
from graphsvc.analysis.rows import rows_behind
from graphsvc.analysis.structures import Suspicions
from graphsvc.language import LANGUAGES, text
from graphsvc.model.finding import Finding, Part, Side, Words
from graphsvc.model.identifiers import stable_id


def finding_id(a: str, b: str) -> str:
    """The id of the finding on two structures, in whatever order they are named."""
    return stable_id("p", *sorted((a, b)))


def describe(found: Suspicions, pair: int) -> Finding:
    """One pair with everything that is known about it; `a` is the smaller id."""
    a, b = sorted(found.evidence.pair(pair), key=lambda profile: profile.id)
    told = {lang: explain(found, pair, lang=lang) for lang in LANGUAGES}
    actors = found.evidence.region.actors
    return Finding(
        id=finding_id(a.id, b.id),
        at=found.evidence.region.at,
        a=side(a),
        b=side(b),
        relation=str(found.relations.relation[pair]),
        reason=str(found.relations.reason[pair]),
        band=found.band(pair),
        weight=float(found.weight[pair]),
        prior=found.weights.prior_bits,
        rule=found.weights.rule if found.relations.ruled[pair] else 0.0,
        quality=told["de"].quality,
        recommendation=recommend(found, pair),
        shared=tuple(sorted(actors[actor].name for actor in a.members & b.members)),
        size_a=len(a.members),
        size_b=len(b.members),
        expected=float(found.evidence.expected[pair]),
        members_known=not np.isnan(found.evidence.values["members"][pair]),
        rows=rows_behind(found, pair),
        words={lang: words(one, lang) for lang, one in told.items()},
    )


def words(told: Explanation, lang: str) -> Words:
    """An explanation as it is shown."""
    return Words(
        headline=told.headline,
        relation=told.relation,
        rule=told.rule,
        in_favour=told.sentences("for"),
        against=told.sentences("against") or (text("findings.none", lang),),
        unknown=told.sentences("unknown"),
        change=told.change,
        parts=tuple(Part(part.dimension, part.stance, part.bits, part.text) for part in told.parts),
    )


def side(profile: Profile) -> Side:
    """A structure with the row that it was read from."""
    origin = profile.structure.origin
    if origin is None:
        return Side(profile.id, profile.name)
    return Side(profile.id, profile.name, origin.source_id, origin.source_sheet, origin.source_row, origin.source_file)
