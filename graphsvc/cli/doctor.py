"""`graphsvc doctor`: what is installed, which database, where the data lies, and whether it works."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import click

from graphsvc import __version__
from graphsvc.cli.context import Session, pass_session
from graphsvc.cli.help import Command
from graphsvc.cli.progress import step

PACKAGES = ("neo4j", "networkx", "fastapi", "pyvis", "pydantic", "arcadedb-embedded", "numpy", "scipy", "pandas")


@click.command(cls=Command)
@pass_session
def doctor(session: Session) -> None:
    """Say what is installed, which database is used, where the data lies; try to open it."""
    found = installation(session)
    with step(session.text("cli.doctor_opening")), session.open() as services:
        found["revision"] = services.graph.revision()
    session.answer(found, [session.text(f"cli.doctor_{name}", value=value) for name, value in _shown(found).items()])


def installation(session: Session) -> dict[str, Any]:
    """Facts about this installation, without opening anything."""
    settings = session.settings
    return {
        "version": __version__,
        "python": f"{platform.python_version()} ({sys.executable})",
        "platform": platform.platform(),
        "packages": {name: _version(name) for name in PACKAGES},
        "database": settings.neo4j_uri or "embedded",
        "data": str(settings.data_dir.resolve()),
        "today": settings.as_of().isoformat(),
        "lang": session.lang,
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _shown(found: dict[str, Any]) -> dict[str, str]:
    packages = ", ".join(f"{name} {number or '-'}" for name, number in found["packages"].items())
    return {name: str(value) for name, value in (found | {"packages": packages}).items()}
