"""The overlap of two structures in words, German and English, saying no more than the numbers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphsvc.analysis.pair import PairOverlap
from graphsvc.language import LANGUAGES, Lang, day, number, text

CORRECTED = 0.05  # q from which on one pair among so many may look like this by chance
SMALLEST_P = 0.001
NAMES_SHOWN = 3


def with_sentence(pair: PairOverlap) -> PairOverlap:
    """The same answer with its sentence in every language."""
    return replace(pair, sentence={lang: " ".join(_sentences(pair, lang)) for lang in LANGUAGES})


def _sentences(pair: PairOverlap, lang: Lang) -> Iterator[str]:
    if unknown := [name for name, size in ((pair.name_a, pair.size_a), (pair.name_b, pair.size_b)) if not size]:
        yield text("overlap.no_members_known", lang, when=_when(pair, lang), names=_listed(unknown, lang))
        return
    yield _shared(pair, lang)
    if pair.whole is not None:
        whole, part = (pair.name_a, pair.name_b) if pair.whole == pair.a else (pair.name_b, pair.name_a)
        yield text("overlap.nested", lang, whole=whole, part=part)
    else:
        yield from _chance(pair, lang)
    yield from _without_hubs(pair, lang)
    yield from _unlisted(pair, lang)


def _shared(pair: PairOverlap, lang: Lang) -> str:
    sizes = {
        "size_a": text("overlap.members", lang, count=pair.size_a),
        "size_b": text("overlap.members", lang, count=pair.size_b),
    }
    key = "overlap.shared_some" if pair.shared else "overlap.shared_none"
    names = {"a": pair.name_a, "b": pair.name_b}
    return text(key, lang, count=pair.shared, when=_when(pair, lang), **names, **sizes)


def _when(pair: PairOverlap, lang: Lang) -> str:
    if pair.at is None:
        return text("overlap.ever", lang)
    return text("overlap.on_day", lang, day=day(pair.at, lang))


def _chance(pair: PairOverlap, lang: Lang) -> Iterator[str]:
    upper = pair.p_upper if pair.midp_upper is None else pair.midp_upper
    lower = pair.p_lower if pair.midp_lower is None else pair.midp_lower
    told = {
        "expected": number(pair.expected, lang, digits=1),
        "model": text(f"overlap.null_{pair.null_model}", lang),
        "p": _probability(lower if pair.verdict == "below" else upper, lang),
    }
    n_pairs = pair.n_structures * (pair.n_structures - 1) // 2
    complete = pair.range.max == pair.shared
    unsure = pair.verdict == "below" and not (complete and lower * n_pairs < CORRECTED)  # Bonferroni: q is above
    yield text("overlap.chance_unsure" if unsure else f"overlap.chance_{pair.verdict}", lang, **told)
    if pair.verdict == "above" and pair.q >= CORRECTED:
        yield text("overlap.chance_among_many", lang, count=n_pairs, q=_probability(pair.q, lang))
        if pair.resolution is not None and upper <= pair.resolution.smallest_midp:
            yield text("overlap.draws_exhausted", lang, draws=pair.resolution.draws)


def _without_hubs(pair: PairOverlap, lang: Lang) -> Iterator[str]:
    everywhere = {hub.id for hub in pair.hubs.actors}
    hubs = [member for member in pair.shared_members if member.id in everywhere]
    names = _listed([hub.name for hub in hubs], lang)
    if hubs and pair.shared_without_hubs:
        yield text("overlap.without_hubs", lang, names=names, count=pair.shared_without_hubs)
    elif hubs:
        yield text("overlap.only_hubs", lang, names=names, count=len(hubs))


def _unlisted(pair: PairOverlap, lang: Lang) -> Iterator[str]:
    if pair.range.max is None:
        yield text("overlap.range_unknown", lang)
    elif pair.range.max > pair.range.min:
        yield text("overlap.range", lang, least=pair.range.min, most=pair.range.max)


def _probability(value: float, lang: Lang) -> str:
    if value < SMALLEST_P:
        return f"< {number(SMALLEST_P, lang, digits=3)}"
    return f"= {number(value, lang, digits=3)}"


def _listed(names: list[str], lang: Lang) -> str:
    more = len(names) - NAMES_SHOWN
    if more > 0:
        return text("overlap.names_and_more", lang, names=", ".join(names[:NAMES_SHOWN]), count=more)
    if len(names) < 2:
        return "".join(names)
    return text("overlap.names_and", lang, names=", ".join(names[:-1]), last=names[-1])
