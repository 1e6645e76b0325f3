"""graphsvc: the graph service for people who coordinate cooperation."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from graphsvc.config import Settings
    from graphsvc.services import Services

__version__ = "0.1.0"
__all__ = ["__version__", "open"]


def open(settings: Settings | Path | str | None = None) -> AbstractContextManager[Services]:  # noqa: A001  # the front door's name
    """Open a map: `with graphsvc.open() as gs: gs.overlap.pairs()`.

    Args:
        settings: where the data lies and what counts as today; by default from the environment (`GRAPHSVC_*`). A path
            alone is the data folder.
    """
    from graphsvc.bootstrap import open_services
    from graphsvc.config import Settings

    if settings is None or isinstance(settings, Path | str):
        settings = Settings.read(**({"data_dir": settings} if settings is not None else {}))
    return open_services(settings)
