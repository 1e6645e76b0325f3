"""The explanation of a finding: what speaks for it, what against, what is not known, what would change it.

The parts of a finding add up to its weight (a waterfall), and the same finding always has the same words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graphsvc.analysis.relations import MEMBERS
from graphsvc.analysis.statements import dimension_statement
from graphsvc.analysis.structures import Suspicions
from graphsvc.language import text
from graphsvc.model.finding import Part, Stance

BESIDE = frozenset({"member_overlap", "rare_members", "task"})
"""Dimensions that look at the same detail as another: members once more, the task where no function is given."""

PLACES = 9
"""Decimal places of bits that mean anything: what is lifted to 0 (members beyond chance) is 0."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding in words: `parts` hold every dimension, `rule` the sentence of the rule that decides (or nothing)."""

    headline: str
    relation: str
    parts: tuple[Part, ...]
    rule: str
    change: str
    quality: float
    """Share of the dimensions that are known."""
    rule_stance: Stance = "against"

    def sentences(self, stance: Stance) -> tuple[str, ...]:
        """The sentences of one stance, strongest first; a rule speaks first of all: for one record entered twice, else
        against."""
        chosen = sorted((part for part in self.parts if part.stance == stance), key=lambda part: -abs(part.bits))
        ruled = (self.rule,) if self.rule and stance == self.rule_stance else ()
        return (*ruled, *(part.text for part in chosen))


def explain(found: Suspicions, pair: int, *, lang: str = "de") -> Explanation:
    """Put one pair into words."""
    parts = _parts(found, pair, lang)
    reason = found.relations.reason[pair]
    return Explanation(
        headline=_headline(found, pair, lang),
        relation=relation_words(found, pair, lang),
        parts=parts,
        rule=text(f"findings.rule_{reason}", lang) if reason else "",
        change=_change(found, pair, lang),
        quality=known_share(found, pair),
        rule_stance="for" if reason == "same_record" else "against",
    )


def known_share(found: Suspicions, pair: int) -> float:
    """Share of the dimensions that are known for a pair (Datenlage), members counted once."""
    dimensions = [name for name in found.bits if name not in BESIDE]
    return float(np.mean([not np.isnan(found.evidence.values[name][pair]) for name in dimensions]))


def clearing_dimension(found: Suspicions, pair: int) -> str | None:
    """The unknown dimension that would settle most: the largest expected |bits| over its levels, if pairs of this
    region and true duplicates were as likely."""
    gains = {
        name: found.expected_gains[name]
        for name in found.bits
        if np.isnan(found.evidence.values[name][pair]) and name not in BESIDE
    }
    return max(gains, key=lambda name: (gains[name], name), default=None)


def _parts(found: Suspicions, pair: int, lang: str) -> tuple[Part, ...]:
    together = round(sum(float(found.bits[name][pair]) for name in MEMBERS if name in found.bits), PLACES)
    given = {name: float(bits[pair]) for name, bits in found.bits.items() if name not in MEMBERS}
    return tuple(
        dimension_statement(found.evidence, pair, dimension=name, bits=bits, lang=lang)
        for name, bits in {**given, "members": together}.items()
        if name not in BESIDE or bits
    )


def _headline(found: Suspicions, pair: int, lang: str) -> str:
    a, b = (profile.name for profile in found.evidence.pair(pair))
    band = found.band(pair)
    return text(
        "findings.headline",
        lang,
        band=text(f"findings.band_{band or 'none'}", lang),
        a=a,
        b=b,
        relation=relation_words(found, pair, lang),
    )


def relation_words(found: Suspicions, pair: int, lang: str) -> str:
    """The class in words; where members are not known nobody can say whether two duplicates know each other."""
    relation = found.relations.relation[pair] or "none"
    unknown = relation == "K2" and np.isnan(found.evidence.values["members"][pair])
    return text(f"findings.class_{relation}{'_unknown' if unknown else ''}", lang)


def _change(found: Suspicions, pair: int, lang: str) -> str:
    """What would change the finding: a written delimitation, and the answer that would settle most."""
    wanted = clearing_dimension(found, pair)
    sentences = [] if found.relations.ruled[pair] else [text("findings.change_delimit", lang)]
    if found.relations.ruled[pair]:
        sentences.append(text("findings.change_rule", lang))
    if wanted is not None:
        sentences.append(text("findings.change_answer", lang, label=text(f"findings.dimension_{wanted}", lang)))
    return " ".join(sentences)
