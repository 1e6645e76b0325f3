"""What would follow if bodies became one: drafts on top of the map, their effects, the best plan, and applying one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from typing import Any

from graphsvc.analysis.best_plan import PlanParams, best_plan
from graphsvc.analysis.consolidation import carry_out
from graphsvc.analysis.effects import effects
from graphsvc.config import Settings
from graphsvc.errors import Conflict, NotFound, WrongUsage
from graphsvc.model.entities import Dataset
from graphsvc.model.identifiers import stable_id
from graphsvc.model.paging import as_results
from graphsvc.model.scenario import Effects, Plan, Scenario, Step
from graphsvc.model.soundness import refuse_unsound_texts
from graphsvc.services.cache import Maps, RevisionCache
from graphsvc.services.conventions import ConventionsService
from graphsvc.services.dates import At, one_day
from graphsvc.services.references import standing_id
from graphsvc.store.edits import Edit, apply
from graphsvc.store.facts import Fact, facts_of
from graphsvc.store.graph import Graph, Writing
from graphsvc.store.records import facts_like, load_dataset


class ScenariosService:
    """Scenarios. Nothing changes the map until one is applied; applying can be undone exactly."""

    def __init__(self, graph: Graph, settings: Settings, maps: Maps, *, conventions: ConventionsService) -> None:
        self._graph = graph
        self._settings = settings
        self._maps = maps
        self._conventions = conventions
        self._cache = RevisionCache(graph.revision)

    @as_results(Scenario)
    def list(self) -> tuple[Scenario, ...]:
        """All scenarios, oldest first."""
        return tuple(_scenario(row) for row in self._graph.read("findings.scenarios"))

    def get(self, scenario: str) -> Scenario:
        """One scenario by its id.

        Raises:
            NotFound: there is none.
        """
        found = next((each for each in self.list() if each.id == scenario), None)
        if found is None:
            raise NotFound("scenarios.no_such_scenario", id=scenario)
        return found

    def create(self, name: str, steps: Sequence[Step] = (), *, user: str | None = None) -> Scenario:
        """Begin a draft.

        Raises:
            WrongUsage: no name, or a step that cannot be taken.
            InputRefused: a name that cannot be written or that several records have.
        """
        if not name.strip():
            raise WrongUsage("scenarios.name_missing")
        refuse_unsound_texts(name=name)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        made = Scenario(
            id=stable_id("z", name, str(self._graph.revision())),
            name=name.strip(),
            steps=self._meant(steps),
            user=user or self._settings.user,
            at=now,
            status="draft",
        )
        carry_out(self._maps.dataset(), made.steps, at=self._day(None))
        return self._put(made, "create_scenario")

    def add(self, scenario: str, step: Step) -> Scenario:
        """Add a step to a draft.

        Raises:
            NotFound: no such scenario.
            Conflict: it has been applied.
            WrongUsage: the step cannot be taken.
            InputRefused: several records have a name.
        """
        draft = self._draft(scenario)
        longer = replace(draft, steps=(*draft.steps, *self._meant([step])))
        carry_out(self._maps.dataset(), longer.steps, at=self._day(None))
        return self._put(longer, "edit_scenario")

    def undo(self, scenario: str) -> Scenario:
        """Take the last step of a draft back.

        Raises:
            NotFound: no such scenario.
            Conflict: it has been applied.
        """
        draft = self._draft(scenario)
        return self._put(replace(draft, steps=draft.steps[:-1]), "edit_scenario")

    def remove(self, scenario: str) -> None:
        """Throw a scenario away; what an applied one did stays.

        Raises:
            NotFound: there is none.
        """
        found = self.get(scenario)
        with self._graph.transaction(user=self._settings.user, what="remove_scenario") as tx:
            tx.write("findings.remove_scenario", id=scenario)
            tx.change("Scenario", scenario, before=_kept(found), after=None)
        self._maps.unchanged(tx.revision)

    def effects(self, scenario: str, *, at: At = None) -> Effects:
        """What a scenario would bring, each consequence with the rows behind it.

        Raises:
            NotFound: there is none.
        """
        return self.try_out(self.get(scenario).steps, at=at)

    def try_out(self, steps: Sequence[Step], *, at: At = None) -> Effects:
        """What some steps would bring; nothing is stored.

        Raises:
            WrongUsage: a step cannot be taken.
            InputRefused: several records have a name.
        """
        return effects(self._maps.dataset(), self._meant(steps), at=self._day(at), load=self._conventions.hours())

    def compare(self, scenarios: Sequence[str], *, at: At = None) -> Mapping[str, Effects]:
        """The effects of several scenarios side by side, by id."""
        return {scenario: self.effects(scenario, at=at) for scenario in scenarios}

    def best_plan(self, params: PlanParams | None = None, *, at: At = None) -> Plan:
        """The fewest structures, or least hours, that keep every covered cell and every chosen tie."""
        chosen, day = params or PlanParams(), self._day(at)
        return self._cache.get(
            ("plan", chosen, day),
            lambda: best_plan(self._maps.dataset(), chosen, at=day, load=self._conventions.hours()),
        )

    def apply(self, scenario: str, *, at: At = None, user: str | None = None) -> Scenario:
        """Write a scenario into the map, with its history; undoing its `batch` restores the map exactly and makes the
        scenario a draft again.

        Raises:
            NotFound: no such scenario.
            Conflict: it was applied before, or touches bodies that law or a grant demands.
        """
        draft, day = self._draft(scenario), self._day(at)
        refused = self.effects(scenario, at=day).refused
        if refused:
            reasons = " ".join(each.text[self._settings.lang] for each in refused)
            raise Conflict("scenarios.touches_mandated", reasons=reasons)
        batch = stable_id("scenario", draft.name, str(self._graph.revision()))
        before = load_dataset(self._graph, canonical=False)
        after = carry_out(before, draft.steps, at=day)
        done = replace(draft, status="applied", batch=batch)
        with self._graph.transaction(user=user or self._settings.user, what="apply_scenario", batch=batch) as tx:
            apply(tx, _edits(tx, before, after))
            tx.write("findings.put_scenario", rows=[_row(done)])
        return done

    def _meant(self, steps: Sequence[Step]) -> tuple[Step, ...]:
        """The steps with ids where they say an exact name."""
        return tuple(
            step.model_copy(
                update={
                    "structures": tuple(standing_id(self._graph, "structure", ref) for ref in step.structures),
                    "target": step.target and standing_id(self._graph, "structure", step.target),
                    "actor": step.actor and standing_id(self._graph, "actor", step.actor),
                }
            )
            for step in steps
        )

    def _draft(self, scenario: str) -> Scenario:
        found = self.get(scenario)
        if found.status == "applied":
            raise Conflict("scenarios.is_applied", name=found.name, batch=found.batch)
        return found

    def _put(self, scenario: Scenario, what: str) -> Scenario:
        with self._graph.transaction(user=scenario.user, what=what) as tx:
            tx.write("findings.put_scenario", rows=[_row(scenario)])
            tx.change("Scenario", scenario.id, before=None, after=_kept(scenario))
        self._maps.unchanged(tx.revision)
        return scenario

    def _day(self, at: At) -> date:
        return one_day(at, self._settings)


def _edits(tx: Writing, before: Dataset, after: Dataset) -> list[Edit]:
    """Every fact that the steps made or changed, in the order in which it can be written."""
    old = {(fact.kind, fact.key): fact for fact in facts_of(before)}
    touched = [fact for fact in facts_of(after) if old.get((fact.kind, fact.key)) != fact]
    present = facts_like(tx, touched)
    return [_edit(fact, present.get((fact.kind, fact.key))) for fact in touched]


def _edit(fact: Fact, present: Fact | None) -> Edit:
    if present is None:
        return Edit(fact.kind, fact.key, None, fact.fields)
    kept = {
        name: value for name, value in present.fields.items() if name.startswith("source_") or name == "merged_into"
    }
    return Edit(fact.kind, fact.key, present.fields, kept | fact.fields)


def _row(scenario: Scenario) -> dict[str, Any]:
    return {"id": scenario.id, "properties": {**_kept(scenario), "steps": json.dumps(_kept(scenario)["steps"])}}


def _kept(scenario: Scenario) -> dict[str, Any]:
    steps = [step.model_dump(exclude_defaults=True) for step in scenario.steps]
    return {name: value for name, value in asdict(replace(scenario, steps=())).items() if value is not None} | {
        "steps": steps
    }


def _scenario(row: Mapping[str, Any]) -> Scenario:
    steps = tuple(Step.model_validate(step) for step in json.loads(row["steps"]))
    return Scenario(**{**row, "steps": steps})
