"""The command `graphsvc`: names its commands and loads the module of a command only when it is called."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from graphsvc import __version__
from graphsvc.cli.context import foreseen, session_options
from graphsvc.cli.errors import reporting
from graphsvc.cli.lazy import LazyGroup

COMMANDS = {
    "actors": "graphsvc.cli.actors:group",
    "agreements": "graphsvc.cli.agreements:group",
    "conventions": "graphsvc.cli.conventions:group",
    "coverage": "graphsvc.cli.coverage:group",
    "demo": "graphsvc.cli.demo:demo",
    "demo-region": "graphsvc.cli.demo_region:demo_region",
    "doctor": "graphsvc.cli.doctor:doctor",
    "evaluate": "graphsvc.cli.evaluate:group",
    "export": "graphsvc.cli.export:export",
    "figures": "graphsvc.cli.figures:group",
    "findings": "graphsvc.cli.findings:group",
    "history": "graphsvc.cli.history:group",
    "import": "graphsvc.cli.imports:group",
    "memberships": "graphsvc.cli.memberships:group",
    "overlap": "graphsvc.cli.overlap:group",
    "places": "graphsvc.cli.places:group",
    "records": "graphsvc.cli.records:group",
    "scenarios": "graphsvc.cli.scenarios:group",
    "serve": "graphsvc.cli.serve:serve",
    "structures": "graphsvc.cli.structures:group",
    "views": "graphsvc.cli.views:group",
}


class Application(LazyGroup):
    """The outermost group: whatever is raised becomes a message and an exit code."""

    def main(  # type: ignore[override]  # without click's overloads for `standalone_mode`
        self, args: Sequence[str] | None = None, *, standalone_mode: bool = True, **extra: Any
    ) -> Any:
        """Run a command line; ends the process unless told otherwise."""
        session = foreseen(sys.argv[1:] if args is None else args)
        with reporting(session):
            answer = super().main(args, standalone_mode=False, obj=session, **extra)
        if standalone_mode:
            sys.exit(answer if isinstance(answer, int) else 0)
        return answer


@click.group(cls=Application, modules=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="graphsvc")
@session_options
def app() -> None:
    """Who works with whom, what is organised twice, where nobody is at work.

    Every command takes --json, --lang and --data; each tells more with --help.
    """


def run() -> None:
    """The entry point of the installed command."""
    app(prog_name="graphsvc")
