"""What the package imports is what it asks for: a fresh installation lacks nothing."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import graphsvc

PACKAGE = Path(graphsvc.__file__).parent
COMES_WITH = {"markupsafe": "jinja2", "pydantic-core": "pydantic", "starlette": "fastapi"}
"""Parts of a declared package that are imported by their own name."""


def declared() -> set[str]:
    """Names of the dependencies in pyproject.toml."""
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.split(r"[<>=!~;\[ ]", line)[0].lower() for line in project["dependencies"]}


def imported() -> set[str]:
    """Top names of everything that a module of the package imports from elsewhere."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in PACKAGE.rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    parts = {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level}
    return {name.partition(".")[0] for name in plain | parts} - sys.stdlib_module_names - {"graphsvc"}


def test_every_import_is_a_declared_dependency() -> None:
    distributions = packages_distributions()

    asked = {name: distributions.get(name, ["not installed"])[0].lower().replace("_", "-") for name in imported()}
    missing = {name for name, found in asked.items() if COMES_WITH.get(found, found) not in declared()}

    assert missing == set()
