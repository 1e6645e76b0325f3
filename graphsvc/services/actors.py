"""Actors: the register of organisations, their units and functions."""

from __future__ import annotations

from graphsvc.model.entities import Actor
from graphsvc.services.register import Register


class ActorsService(Register[Actor]):
    """List, look up, write and remove actors."""

    _kind = "Actor"
    _kinds = "actor_kinds"
    _prefix = "a"
    _queries = {  # noqa: RUF012  # declared as a class variable in Register
        "page": "actors.page",
        "total": "actors.total",
        "find": "actors.find",
        "merged": "actors.merged",
        "ties": "actors.ties",
        "uses": "facts.actor_uses",
    }
