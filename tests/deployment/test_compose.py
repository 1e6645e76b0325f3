"""The compose file and the image description say what the settings know and keep secrets and ports in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from graphsvc.config import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services of the compose file."""
    content: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    return content["services"]


def test_every_variable_is_a_setting(services: dict[str, Any]) -> None:
    prefix = str(Settings.model_config["env_prefix"])
    known = {f"{prefix}{name.upper()}" for name in Settings.model_fields}

    assert set(services["graphsvc"]["environment"]) <= known
    assert set(re.findall(rf"{prefix}\w+", (ROOT / "Dockerfile").read_text(encoding="utf-8"))) <= known


def test_secrets_are_required_and_never_written_down(services: dict[str, Any]) -> None:
    values = [
        services["graphsvc"]["environment"]["GRAPHSVC_NEO4J_PASSWORD"],
        services["neo4j"]["environment"]["NEO4J_AUTH"],
    ]

    assert all(re.search(r"\$\{GRAPHSVC_NEO4J_PASSWORD:\?[^}]+\}$", value) for value in values)


def test_ports_are_open_on_this_machine_only(services: dict[str, Any]) -> None:
    ports = [port for service in services.values() for port in service["ports"]]

    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_the_application_waits_for_a_healthy_database(services: dict[str, Any]) -> None:
    assert services["graphsvc"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert services["neo4j"]["healthcheck"]["test"]


def test_image_is_slim_runs_without_root_and_has_a_health_check() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()

    assert next(line for line in lines if line.startswith("FROM")).endswith("-slim")
    assert "USER graphsvc" in lines
    assert lines.index("USER graphsvc") < next(at for at, line in enumerate(lines) if line.startswith("CMD"))
    assert any(line.startswith("HEALTHCHECK") for line in lines)


def test_everything_the_image_copies_is_let_through(services: dict[str, Any]) -> None:
    copies = re.findall(r"^COPY (.+) \S+$", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert {name for copy in copies for name in copy.split()} == allowed
    assert all((ROOT / name).exists() for name in allowed)


def test_compose_client_accepts_the_file() -> None:
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("no `docker compose` client on this machine")

    given = {**os.environ, "GRAPHSVC_NEO4J_PASSWORD": "a-password"}
    checked = subprocess.run(
        [docker, "compose", "-f", COMPOSE, "config", "-q"], env=given, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
