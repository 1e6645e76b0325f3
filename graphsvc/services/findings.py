"""Duplicate structures: find them, explain them, decide, remember, and ask before founding another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, Field

from graphsvc.analysis.calibration import Calibration, Judged, calibrate, mixed
from graphsvc.analysis.decision_conflicts import decision_conflicts
from graphsvc.analysis.describe import describe, finding_id
from graphsvc.analysis.facts import changes, facts_of
from graphsvc.analysis.finding_groups import finding_groups
from graphsvc.analysis.founding import Neighbour, Planned, founding_check
from graphsvc.analysis.profiles import Profile
from graphsvc.analysis.structures import Suspicions, suspect
from graphsvc.config import Settings
from graphsvc.errors import Conflict, NotFound, Outdated, WrongUsage
from graphsvc.formats.calendar import calendar_text
from graphsvc.language import LANGUAGES
from graphsvc.model.entities import Dataset
from graphsvc.model.finding import Decision, DecisionConflict, Facts, Finding, FindingGroup, Review
from graphsvc.model.paging import DEFAULT_LIMIT, GREATEST_LIMIT, GREATEST_OFFSET, Page, as_results
from graphsvc.model.refusals import refusing
from graphsvc.services.cache import Maps
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.dates import At, one_day, resolve_at
from graphsvc.services.decisions import DecisionInput, decided, kept, read_decision, reminders, to_review, version_of
from graphsvc.store.graph import Graph
from graphsvc.store.records import Reader
from graphsvc.vocabulary import fold

DUPLICATE = frozenset({"merge", "one_roof", "dock_on", "contact"})
"""Decisions that judge a pair to do one job twice."""
NO_DUPLICATE = frozenset({"keep", "no_hit"})
"""Decisions that judge it not to; all others leave it open."""
Relation = Literal["K0", "K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"]
ADOPTED = "adopt_calibration"
"""What the change log calls a table that was learned from decisions."""


class FindingFilter(BaseModel):
    """Which findings to list; all conditions hold together."""

    state: Literal["open", "decided", "returned", "all"] = Field(
        default="open", description="open: nobody decided, or the evidence changed since; returned: only the latter."
    )
    relation: Relation | None = Field(default=None, description="Class K0..K8.", examples=["K2"])
    band: Literal["clear", "possible", "weak"] | None = Field(default=None, description="Exactly this band.")
    structure: str | None = Field(default=None, description="Id of a structure that takes part.")
    q: str | None = Field(default=None, description="Part of a name of one of the two.")
    mixed: bool = Field(
        default=False, description="For judging: every fifth is drawn at random, so that not only the top is judged."
    )
    limit: int = Field(default=DEFAULT_LIMIT, ge=1, le=GREATEST_LIMIT, description="Entries at most.")
    offset: int = Field(default=0, ge=0, le=GREATEST_OFFSET, description="Entries left out at the start.")


@dataclass(frozen=True, slots=True)
class _Known:
    """What was computed last, and from what: writing a decision does not change the map."""

    dataset: Dataset
    at: date | None
    found: Suspicions
    pairs: Mapping[str, int]


class FindingsService:
    """Findings on the whole map as of a day: it closes open ends, what began after it (and not after today) is not yet
    there. Ended and planned bodies stay in."""

    def __init__(self, graph: Graph, settings: Settings, maps: Maps, *, conventions: ConventionsService) -> None:
        self._graph = graph
        self._settings = settings
        self._maps = maps
        self._conventions = conventions
        self._last: _Known | None = None

    def list(self, filters: FindingFilter | None = None, /, *, at: At = None, **named: Any) -> Page[Finding]:
        """Findings in order of suspicion: `gs.findings.list(relation="K2")`."""
        with refusing():
            chosen = filters or FindingFilter(**named)
        decisions = _decisions(self._graph)
        pairs = [*self._pairs(chosen, decisions, at)]
        pairs = mixed(pairs) if chosen.mixed else pairs
        shown = pairs[chosen.offset : chosen.offset + chosen.limit]
        items = tuple(self._finding(pair, decisions, at) for pair in shown)
        return Page(items, len(pairs), chosen.limit, chosen.offset, Finding)

    def suspicions(self, at: At = None) -> Suspicions:
        """All pairs with their evidence as arrays, for questions of one's own."""
        return self._known(at).found

    def get(self, finding: str, *, at: At = None) -> Finding:
        """One finding with everything, by its id or by `a,b`: ids or exact names of the two structures.

        Raises:
            NotFound: there is none.
        """
        known = self._known(at)
        key = _key(finding, known.found.evidence.region.profiles)
        if key not in known.pairs:
            raise NotFound("findings.no_such_finding", id=finding)
        return self._finding(known.pairs[key], _decisions(self._graph), at)

    @as_results(FindingGroup)
    def groups(self, *, at: At = None) -> tuple[FindingGroup, ...]:
        """Three and more structures of which every two are suspected."""
        found = self._known(at).found
        return finding_groups(found, least=found.weights.bands["possible"])

    @as_results(Neighbour)
    def check(self, planned: Planned, *, at: At = None, k: int = 5) -> tuple[Neighbour, ...]:
        """Check before founding: the existing bodies nearest to a planned one. Nothing is stored.

        Raises:
            WrongUsage: nothing is said about it.
        """
        if not planned.says_something():
            raise WrongUsage("findings.nothing_planned")
        with self._conventions.understood():
            return founding_check(self._maps.dataset(), planned, at=self._day(at), k=k)

    def decide(
        self,
        finding: str,
        decision: DecisionInput,
        *,
        version: str | None = None,
        user: str | None = None,
        at: At = None,
    ) -> Decision:
        """Write down what was decided about a finding; an earlier decision is replaced, the history keeps it.

        Args:
            version: the version of the decision that was read (`version_of`); None replaces whatever is there.

        Raises:
            NotFound: there is no such finding.
            Outdated: somebody else decided since; the error carries both.
            WrongUsage: unknown decision or status, or no reason.
            InputRefused: a text that cannot be written.
        """
        found = self.get(finding, at=at)
        taken = decided(found, decision, user=user or self._settings.user, facts=self._facts(found.id, at))
        row = {**asdict(taken), "facts": json.dumps(taken.facts, sort_keys=True)}
        with self._graph.transaction(user=taken.user, what="decide") as tx:
            before = _decisions(tx).get(taken.id)
            if version not in (None, version_of(before)):
                raise Outdated("findings.outdated", yours=taken, theirs=before)
            tx.write("findings.put_decision", rows=[{"id": taken.id, "properties": row}])
            tx.change("Decision", taken.id, before=kept(before), after=kept(taken))
        self._maps.unchanged(tx.revision)
        return taken

    def withdraw(self, finding: str, *, version: str | None = None, user: str | None = None) -> None:
        """Take a decision back; the finding is open again.

        Args:
            version: the version of the decision that was read; None takes back whatever is there.

        Raises:
            NotFound: nothing was decided.
            Outdated: somebody else decided since.
        """
        with self._graph.transaction(user=user or self._settings.user, what="withdraw") as tx:
            before = _decisions(tx).get(finding)
            if before is None:
                raise NotFound("findings.no_such_decision", id=finding)
            if version not in (None, version_of(before)):
                raise Outdated("findings.outdated", yours=None, theirs=before)
            tx.write("findings.remove_decision", id=finding)
            tx.change("Decision", finding, before=kept(before), after=None)
        self._maps.unchanged(tx.revision)

    @as_results(Decision)
    def decisions(self, *, status: str | None = None) -> tuple[Decision, ...]:
        """The register: every decision, oldest first."""
        return tuple(each for each in _decisions(self._graph).values() if status in (None, each.status))

    @as_results(DecisionConflict)
    def conflicts(self) -> tuple[DecisionConflict, ...]:
        """Decisions that cannot all be carried out."""
        names = {structure.id: structure.name for structure in self._maps.dataset().structures}
        return decision_conflicts(self.decisions(), names)

    def review(self, *, at: At = None) -> Review:
        """The yearly run: what to look at again, what is overdue, what came back, what contradicts itself."""
        day = self._day(at)
        decisions = self.decisions()
        return Review(
            at=day,
            to_review=tuple(each for each in decisions if to_review(each, day)),
            overdue=tuple(each for each in decisions if each.due and each.due < day and each.status != "done"),
            returned=self.list(state="returned", limit=GREATEST_LIMIT, at=at).items,
            conflicts=self.conflicts(),
        )

    def calendar(self, *, lang: str | None = None) -> str:
        """Days of the register (due and review) as a calendar file."""
        names = {structure.id: structure.name for structure in self._maps.dataset().structures}
        told = [
            reminder
            for decision in self.decisions()
            if decision.status != "done"
            for reminder in reminders(decision, names, lang or self._settings.lang)
        ]
        return calendar_text(told, stamp=self._settings.as_of())

    def calibration(self, *, at: At = None) -> Calibration:
        """What the decisions teach about the weights, and whether it is worth adopting; changes nothing. Decisions on
        findings whose evidence has changed since teach nothing."""
        known = self._known(at)
        judged = [
            Judged(known.pairs[each.id], each.decision in DUPLICATE)
            for each in self.decisions()
            if each.decision in DUPLICATE | NO_DUPLICATE
            and each.id in known.pairs
            and not self._changed(known.pairs[each.id], each, at)
        ]
        return calibrate(known.found, judged)

    def adopt_calibration(self, proposal: str, *, user: str | None = None, at: At = None) -> Calibration:
        """Weigh by what the decisions teach, after an administrator has looked at `calibration`. The learned table
        becomes the weights that the office agreed on, with its line in their change log.

        Args:
            proposal: the id of the calibration that was looked at.

        Raises:
            Conflict: too few judgements, no gain in this region, or other decisions or weights since.
        """
        agreed, learned = self._conventions.get("weights"), self.calibration(at=at)
        if not learned.adoptable:
            raise Conflict("findings.not_adoptable", why=learned.text[self._settings.lang])
        if proposal != learned.proposal:
            raise Conflict("findings.other_proposal", proposal=proposal, current=learned.proposal)
        dimensions = {**agreed.value["dimensions"]}
        for each in learned.moved:
            dimensions[each.dimension] = {**dimensions[each.dimension], "m": each.after}
        table = {**agreed.value, "dimensions": dimensions}
        self._conventions.put("weights", table, version=agreed.version, user=user, what=ADOPTED)
        return learned

    def revert_calibration(self, *, user: str | None = None) -> None:
        """Take back what was adopted last: the weights of before count again.

        Raises:
            Conflict: nothing was adopted, or the weights were changed since.
        """
        last = next(iter(self._conventions.changes("weights")), None)
        if last is None or last.what != ADOPTED:
            raise Conflict("findings.nothing_adopted")
        self._conventions.restore("weights", last.id, user=user)

    def _pairs(self, chosen: FindingFilter, decisions: Mapping[str, Decision], at: At) -> Iterator[int]:
        known = self._known(at)
        for pair in known.found.order.tolist():
            a, b = known.found.evidence.pair(pair)
            names = fold(f"{a.name} {b.name}")
            if (
                chosen.relation in (None, known.found.relations.relation[pair])
                and chosen.band in (None, known.found.band(pair))
                and chosen.structure in (None, a.id, b.id)
                and (chosen.q is None or fold(chosen.q) in names)
                and self._is_in(chosen.state, pair, decisions.get(finding_id(a.id, b.id)), at)
            ):
                yield pair

    def _is_in(self, state: str, pair: int, decision: Decision | None, at: At) -> bool:
        if state == "all":
            return True
        if decision is None:
            return state == "open"
        returned = self._changed(pair, decision, at)
        return returned if state in ("open", "returned") else not returned

    def _finding(self, pair: int, decisions: Mapping[str, Decision], at: At) -> Finding:
        known = self._known(at)
        finding = describe(known.found, pair)
        decision = decisions.get(finding.id)
        if decision is None or not self._changed(pair, decision, at):
            return replace(finding, decision=decision, state="open" if decision is None else "decided")
        now = self._facts(finding.id, at)
        names = (finding.a.name, finding.b.name)
        actors = {actor.id: actor.name for actor in known.dataset.actors}
        changed: dict[str, tuple[str, ...]] = {
            lang: changes(decision.facts, now, names=names, actors=actors, lang=lang) for lang in LANGUAGES
        }
        return replace(finding, decision=decision, state="returned", changed=changed)

    def _changed(self, pair: int, decision: Decision, at: At) -> bool:
        known = self._known(at)
        a, b = known.found.ids(pair)
        return self._facts(finding_id(a, b), at) != decision.facts

    def _facts(self, finding: str, at: At) -> Facts:
        known = self._known(at)
        a, b = sorted(known.found.evidence.pair(known.pairs[finding]), key=lambda profile: profile.id)
        return facts_of(known.found.evidence.region, a, b)

    def _known(self, at: At) -> _Known:
        dataset, day = self._maps.dataset(), resolve_at(at, self._settings)
        last, weights = self._last, self._conventions.weights()
        if last is None or last.at != day or last.found.weights != weights or last.dataset != dataset:
            found = suspect(_begun(dataset, day, today=self._settings.as_of()), at=day, weights=weights)
            pairs = {finding_id(*found.ids(pair)): pair for pair in found.order.tolist()}
            last = self._last = _Known(dataset, day, found, pairs)
        return last

    def _day(self, at: At) -> date:
        return one_day(at, self._settings)


def _decisions(reader: Reader) -> dict[str, Decision]:
    return {row["id"]: read_decision(row) for row in reader.read("findings.decisions")}


def _key(finding: str, profiles: Sequence[Profile]) -> str:
    """The id of the finding that is called by the ids or names of its two structures, which may hold commas."""
    called = {p.name: p.id for p in profiles} | {p.id: p.id for p in profiles}
    for comma in (place for place, sign in enumerate(finding) if sign == ","):
        ends = [called.get(end.strip()) for end in (finding[:comma], finding[comma + 1 :])]
        if all(ends):
            return finding_id(*map(str, ends))
    return finding


def _begun(dataset: Dataset, at: date | None, *, today: date) -> Dataset:
    """What had begun by a day of the past; what begins after today is planned, and stays."""
    if at is None or at >= today:
        return dataset
    parts = {
        name: tuple(fact for fact in getattr(dataset, name) if not at < (fact.valid_from or at) <= today)
        for name in ("structures", "memberships", "relations", "agreements")
    }
    return replace(dataset, **parts)
