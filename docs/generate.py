"""Write the reference pages that follow from the code: commands, endpoints, settings, queries, vocabularies.

    make docs        (python -m docs.generate)

A test compares what stands in the folder with what this would write.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_type_hints

import click

from graphsvc.api.app import create_app
from graphsvc.api.docs import endpoints
from graphsvc.cli.context import Session
from graphsvc.cli.help import Context
from graphsvc.cli.main import app as command_line
from graphsvc.config import Settings
from graphsvc.services import Services
from graphsvc.store.queries import library
from graphsvc.vocabulary import SCHEMES, scheme

FOLDER = Path(__file__).parent
HEAD = "<!-- Written by `make docs`; change the code instead. -->\n\n"


def pages() -> dict[str, str]:
    """File name -> text of every generated page."""
    return {
        "cli.md": HEAD + "".join(_commands()),
        "http.md": HEAD + "".join(_endpoints()),
        "python.md": HEAD + "".join(_methods()),
        "settings.md": HEAD + "".join(_settings()),
        "queries.md": HEAD + "".join(_queries()),
        "vocabularies.md": HEAD + "".join(_vocabularies()),
    }


def _commands() -> Iterator[str]:
    yield "# Commands\n\nEvery command takes `--json`, `--lang de|en` and `--data DIR`, before or after its name.\n"
    yield "Exit codes: 0 done, 2 wrong usage, 3 input refused, 4 database unreachable, 1 anything else.\n"
    yield 'With `--json` stdout holds the refusal too: `{"error": {"exit_code", "detail", "errors"}}`.\n'
    for path, command in sorted(_walk("graphsvc", command_line)):
        session = Session(chosen_lang="en")
        context = Context(command, info_name=path, max_content_width=100, terminal_width=100, obj=session)
        yield f"\n## {path}\n\n```text\n{command.get_help(context)}\n```\n"


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=path)
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found:
                yield from _walk(f"{path} {name}", found)


def _endpoints() -> Iterator[str]:
    yield "# HTTP API\n\nA running graphsvc tells the same at `/docs` (to try), `/docs/list` and `/openapi.json`.\n"
    for tag, group in sorted(endpoints(create_app().openapi()).items()):
        yield f"\n## {tag}\n"
        for endpoint in group:
            yield f"\n### {endpoint.method} {endpoint.path}\n\n{endpoint.description or endpoint.summary}\n"
            yield from _parameters(endpoint.parameters)


def _parameters(parameters: list[dict[str, Any]]) -> Iterator[str]:
    if parameters:
        yield "\n"
    for parameter in parameters:
        required = " (required)" if parameter.get("required") else ""
        words = f": {parameter['description']}" if parameter.get("description") else ""
        yield f"- `{parameter['name']}`{required}{words}\n"


def _methods() -> Iterator[str]:
    yield "# Python API\n\n`with graphsvc.open() as gs:` gives the same services as every other face.\n"
    yield "Parts of lists are pages with `items` and `total`; these and whole lists become tables: `to_frame()`.\n"
    for noun, service in get_type_hints(Services).items():
        if noun not in ("settings", "graph"):
            yield f"\n## gs.{noun}\n\n{_first_sentence(service)}\n\n"
            for name, method in inspect.getmembers(service, inspect.isfunction):
                if not name.startswith("_"):
                    yield f"- `gs.{noun}.{name}({_parameters_of(method)})`: {_first_sentence(method)}\n"


def _parameters_of(method: Callable[..., Any]) -> str:
    """Names and defaults; parameters that must be named stand behind a star, functions by their name."""
    bare = inspect.Parameter.empty
    parameters = list(inspect.signature(method).parameters.values())[1:]
    shown = inspect.Signature([each.replace(annotation=bare) for each in parameters])
    return re.sub(r"<function (\w+) at 0x[0-9a-f]+>", r"\1", str(shown)).strip("()")


def _first_sentence(thing: Any) -> str:
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def _settings() -> Iterator[str]:
    prefix = str(Settings.model_config["env_prefix"])
    yield "# Settings\n\nRead from the environment once, when a command starts.\n\n| variable | meaning |\n|---|---|\n"
    for name, field in Settings.model_fields.items():
        yield f"| `{prefix}{name.upper()}` | {field.description} |\n"


def _queries() -> Iterator[str]:
    yield "# Cypher statements\n\nOne file under `cypher/` is one statement and one name.\n\n"
    yield "| name | what it does | parameters |\n|---|---|---|\n"
    for name, query in sorted(library().items()):
        yield f"| `{name}` | {query.answers} | {', '.join(f'`{each}`' for each in sorted(query.params))} |\n"


def _vocabularies() -> Iterator[str]:
    yield "# Vocabularies\n\nA cell may hold the code, a label in either language or a synonym.\n"
    for name in SCHEMES:
        yield f"\n## {name}\n\n| code | Deutsch | English | synonyms | below |\n|---|---|---|---|---|\n"
        for concept in scheme(name):
            words = ", ".join(concept.synonyms)
            yield f"| `{concept.code}` | {concept.de} | {concept.en} | {words} | {concept.broader or ''} |\n"


def main() -> None:
    """Write every page."""
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
