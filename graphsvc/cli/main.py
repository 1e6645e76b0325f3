"""The command `graphsvc`: names its commands and loads the module of a command only when it is called."""

from __future__ import annotations

from typing import Any

import click

from graphsvc import __version__
from graphsvc.cli.context import session_options
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
    """The outermost group: what graphsvc raises becomes a message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with reporting(ctx):
            return super().invoke(ctx)


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
