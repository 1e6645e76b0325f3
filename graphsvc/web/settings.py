"""Settings: the words and numbers that every answer rests on, and what in the data they do not know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import get_args

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from graphsvc.analysis.load import LoadParams
from graphsvc.analysis.pair import HUB_SHARE
from graphsvc.analysis.weights import expert_weights
from graphsvc.model.atlas import Atlas
from graphsvc.vocabulary import SchemeName, scheme
from graphsvc.web.page import PageDep, PageRoute

router = APIRouter(prefix="/einstellungen", route_class=PageRoute)

FIELDS: Mapping[SchemeName, tuple[tuple[str, str], ...]] = {
    "topics": (("actors", "topic"), ("structures", "topic"), ("agreements", "topic")),
    "target_groups": (("actors", "target_group"), ("structures", "target_group")),
    "education_stages": (("structures", "education_stage"),),
    "functions": (("structures", "function"),),
    "structure_kinds": (("structures", "kind"),),
    "actor_kinds": (("actors", "kind"),),
    "legal_forms": (("actors", "legal_form"),),
    "agreement_kinds": (("agreements", "kind"),),
    "roles": (("memberships", "role"), ("parties", "role")),
    "programmes": (("structures", "funding"),),
    "levels": (("structures", "level"),),
    "bindings": (("structures", "binding"),),
    "statuses": (("structures", "status"),),
}
"""Where in the map the words of a vocabulary stand."""


@router.get("")
def show_settings(page: PageDep) -> HTMLResponse:
    """What the answers rest on."""
    weights = expert_weights()
    return page.render(
        "settings/settings.html",
        hub_share=HUB_SHARE,
        load=LoadParams(),
        load_fields=list(LoadParams.model_fields),
        weights=weights,
        places=page.atlas.dataset.places,
        unknown={name: found for name in FIELDS if (found := _unknown(page.atlas, name))},
        names=list(FIELDS),
    )


@router.get("/vokabular")
def show_vocabulary(page: PageDep, name: str = "topics") -> HTMLResponse:
    """The words of one vocabulary, how often each is used, and the words of the data it does not know."""
    chosen: SchemeName = next((each for each in get_args(SchemeName) if each == name), "topics")
    return page.render(
        "settings/vocabulary.html",
        name=chosen,
        names=list(FIELDS),
        vocabulary=scheme(chosen),
        used=_used(page.atlas, chosen),
        unknown=_unknown(page.atlas, chosen),
    )


def _used(atlas: Atlas, name: SchemeName) -> Counter[str]:
    """How often each word of a vocabulary, or in its place, stands in the map."""
    used: Counter[str] = Counter()
    for table, field in FIELDS.get(name, ()):
        for record in getattr(atlas.dataset, table):
            value = getattr(record, field)
            used.update((value,) if isinstance(value, str) else value or ())
    return used


def _unknown(atlas: Atlas, name: SchemeName) -> list[tuple[str, int]]:
    """Words of the data that the vocabulary does not know, most frequent first; they were kept as they are."""
    known = scheme(name)
    return [(word, count) for word, count in _used(atlas, name).most_common() if word not in known]
