"""The command `graphsvc`: names its commands and loads the module of a command only when it is called."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from graphsvc import __version__
from graphsvc.cli.context import session_options
from graphsvc.cli.errors import reporting

COMMANDS = {
    "actors": "graphsvc.cli.actors:group",
    "agreements": "graphsvc.cli.agreements:group",
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
    "records": "graphsvc.cli.records:group",
    "scenarios": "graphsvc.cli.scenarios:group",
    "serve": "graphsvc.cli.serve:serve",
    "structures": "graphsvc.cli.structures:group",
    "views": "graphsvc.cli.views:group",
}


class LazyGroup(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Every command of the table."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command object, or None for an unknown name."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), attribute)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what graphsvc raises becomes a message and an exit code."""
        with reporting(ctx):
            return super().invoke(ctx)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="graphsvc")
@session_options
def app() -> None:
    """Who works with whom, what is organised twice, where nobody is at work.

    Every command takes --json, --lang and --data; each tells more with --help.
    """


def run() -> None:
    """The entry point of the installed command."""
    app(prog_name="graphsvc")
