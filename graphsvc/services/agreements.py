"""Agreements: the register of contracts, cooperation and network agreements."""

from __future__ import annotations

from graphsvc.model.entities import Agreement
from graphsvc.services.register import Register


class AgreementsService(Register[Agreement]):
    """List, look up, write and remove agreements."""

    _kind = "Agreement"
    _kinds = "agreement_kinds"
    _prefix = "v"
    _queries = {  # noqa: RUF012  # declared as a class variable in Register
        "page": "agreements.page",
        "total": "agreements.total",
        "find": "agreements.find",
        "merged": "agreements.merged",
        "ties": "agreements.ties",
        "uses": "facts.agreement_uses",
    }
