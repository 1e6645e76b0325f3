"""Two records of one body: what is proposed, what people say of it, what a merge would do and what it did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RecordKind = Literal["actor", "structure"]
Verdict = Literal["same", "different", "unsure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said of a pair of records (`a` < `b`).

    `evidence` is a digest of both records as they were: where they changed since, the question is open again. A
    withdrawn judgement stays, with who withdrew it and when.
    """

    id: str
    kind: RecordKind
    a: str
    b: str
    verdict: Verdict
    user: str
    at: str
    note: str | None = None
    evidence: str | None = None
    deleted_at: str | None = None
    deleted_by: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that speaks for two records being one body (bits above 0) or against it: the feature of the matcher,
    what it says in German and English, and its bits."""

    feature: str
    text: Mapping[str, str]
    bits: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Two records that may be one body. `weight` is log2 odds after the prior, `probability` 1 / (1 + 2^-weight);
    `explanation` says in German and English what speaks for and against, `parts` the same one by one, weightiest first.
    `judgement` is the latest of this pair, `reopened` says that the records changed after it."""

    kind: RecordKind
    a: str
    b: str
    name_a: str
    name_b: str
    weight: float
    probability: float
    decision: Verdict
    explanation: Mapping[str, str]
    parts: tuple[Evidence, ...] = ()
    judgement: Judgement | None = None
    reopened: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two records judged `different` that other judgements, or merges, make the same, through the records of `chain`;
    `judgements` are those that are involved."""

    kind: RecordKind
    a: str
    b: str
    chain: tuple[str, ...]
    judgements: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement as it was written, and the contradictions it stands in."""

    judgement: Judgement
    contradictions: tuple[Contradiction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What merging would do.

    Counts are what each record brings along; `doubled` are seats, agreements and relations that two of them have, in
    whatever role or time, and that would then be there twice;
    `differing` names the fields in which they say different things, with every value.
    """

    kind: RecordKind
    into: str
    ids: tuple[str, ...]
    names: Mapping[str, str]
    memberships: Mapping[str, int]
    agreements: Mapping[str, int]
    relations: Mapping[str, int]
    sources: Mapping[str, tuple[str, ...]]
    doubled: int
    differing: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    judged_different: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What a merge or an unmerge did: undoing `batch` takes it back."""

    batch: str
    kind: RecordKind
    into: str | None
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search brought: pairs proposed, how many of them are new, how many records it looked at."""

    kind: RecordKind
    compared: int
    proposed: int
    new: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """A record of the map beside one that is about to be written."""

    id: str
    name: str
    weight: float
    probability: float
    decision: Verdict
    explanation: Mapping[str, str]
    features: Mapping[str, float]
