"""graphsvc: the graph service for people who coordinate cooperation."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.services import Services

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(settings: Settings | None = None) -> AbstractContextManager[Services]:  # noqa: A001  # the front door's name
    """Open a map: `with graphsvc.open() as gs: gs.overlap.pairs()`.

    Args:
        settings: where the data lies and what counts as today; by default from the environment (`GRAPHSVC_*`).
    """
    from graphsvc.bootstrap import open_services
    from graphsvc.config import Settings

    return open_services(settings or Settings.read())
