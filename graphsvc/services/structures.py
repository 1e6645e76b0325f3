"""Structures: the register of bodies in which actors work together."""

from __future__ import annotations

from graphsvc.model.entities import Structure
from graphsvc.services.register import Register


class StructuresService(Register[Structure]):
    """List, look up, write and remove structures."""

    _kind = "Structure"
    _kinds = "structure_kinds"
    _prefix = "s"
    _queries = {  # noqa: RUF012  # declared as a class variable in Register
        "page": "structures.page",
        "total": "structures.total",
        "find": "structures.find",
        "merged": "structures.merged",
        "ties": "structures.ties",
        "uses": "facts.structure_uses",
    }
