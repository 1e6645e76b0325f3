"""Run the steps of the Dockerfile in a folder instead of an image, where no image can be pulled.

    python tests/deployment/dockerfile_steps.py [--keep]

Copies what COPY names out of a fresh clone, runs the installation in an environment of its own, starts CMD on a free
port and asks what HEALTHCHECK asks. What it cannot show: the base image, its user and its read-only file system.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]


def steps(dockerfile: str) -> list[tuple[str, str]]:
    """Instruction and argument of every line, continued lines joined."""
    joined = re.sub(r"\\\n\s*", "", dockerfile)
    lines = [line for line in joined.splitlines() if line and not line.startswith("#")]
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in lines]


def build(root: Path, clone: Path, instructions: list[tuple[str, str]]) -> dict[str, str]:
    """Carry out COPY, RUN and ENV under `root`; returns the environment of the application."""
    app, data, venv = root / "app", root / "data", root / "venv"
    app.mkdir()
    data.mkdir()
    subprocess.run([sys.executable, "-m", "venv", venv], check=True)
    environment = {**os.environ, "PATH": f"{venv / 'bin'}:{os.environ['PATH']}"}
    for word, argument in instructions:
        if word == "COPY":
            copy(clone, app, argument.split())
        elif word == "RUN" and "useradd" not in argument:
            subprocess.run(argument, shell=True, check=True, cwd=app, env=environment)
        elif word == "ENV":
            environment |= dict(part.split("=", 1) for part in argument.split())
    return environment | {"GRAPHSVC_DATA_DIR": str(data)}


def copy(clone: Path, app: Path, names: list[str]) -> None:
    """One COPY instruction: files into the target, a folder's content into the target folder."""
    *sources, target = names
    for source in sources:
        if (clone / source).is_dir():
            shutil.copytree(clone / source, app / target)
        else:
            shutil.copy(clone / source, app / target)


def run(root: Path, environment: dict[str, str], instructions: list[tuple[str, str]]) -> bool:
    """Start CMD and ask HEALTHCHECK's question until it is content; False after two minutes."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = [part.replace("8000", port) for part in json.loads(dict(instructions)["CMD"])]
    question = dict(instructions)["HEALTHCHECK"].partition("CMD ")[2].replace("8000", port)
    process = subprocess.Popen(command, cwd=root, env=environment)
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and process.poll() is None:
            if subprocess.run(json.loads(question), env=environment, stderr=subprocess.DEVNULL).returncode == 0:
                return True
            time.sleep(1)
        return False
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def main() -> int:
    """Build, run, report; exit status 1 where the health check was not content."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--keep", action="store_true", help="leave the folder")
    arguments = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="dockerfile-steps-"))
    try:
        subprocess.run(["git", "clone", "-q", ROOT, root / "clone"], check=True)
        instructions = steps((root / "clone" / "Dockerfile").read_text(encoding="utf-8"))
        healthy = run(root, build(root, root / "clone", instructions), instructions)
        print("healthy" if healthy else "not healthy")
        return 0 if healthy else 1
    finally:
        if not arguments.keep:
            shutil.rmtree(root)


if __name__ == "__main__":
    sys.exit(main())
