"""What others may import and call: pinned, so that a change here is a decision."""

from __future__ import annotations

import subprocess
import sys

import graphsvc


def test_exported_names() -> None:
    assert sorted(graphsvc.__all__) == ["__version__", "open"]
    assert all(hasattr(graphsvc, name) for name in graphsvc.__all__)


def test_importing_the_package_loads_nothing_heavy() -> None:
    script = "import sys, graphsvc; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()

    assert {"fastapi", "neo4j", "networkx", "numpy", "pandas", "pydantic", "scipy"}.isdisjoint(loaded)
