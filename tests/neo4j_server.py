"""A real Neo4j Community for the tests, put together from Maven Central and started on loopback, open to all there.

    python -m tests.neo4j_server start [--version 5.26.30] [--dir .neo4j]     prints the address
    python -m tests.neo4j_server stop  [--dir .neo4j]

Needs Java (5.26: 17 or 21; the 2026 line: 21 or newer: the runtime inside the arcadedb-embedded wheel will do)
and Maven. The first start resolves about 115 MB of jars. Neo4j Community is GPL-3: for tests only, nothing of it is in
the package.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

LONG_TERM = "5.26.30"
NEWEST = "2026.08.1"
VERSIONS = (LONG_TERM, NEWEST)

START_WITHIN = 300.0
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>test</groupId><artifactId>neo4j-server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version>
</dependency></dependencies></project>
"""
CONFIG = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
server.memory.pagecache.size=256m
dbms.usage_report.enabled=false
dbms.security.auth_enabled=false
"""
OPENED = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


class ServerMissing(Exception):
    """No Neo4j can be had here, and why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    uri: str
    process: subprocess.Popen[bytes]


@contextlib.contextmanager
def running(version: str, folder: Path) -> Iterator[Server]:
    """A fresh server of this version; its data goes with it, its jars stay in the folder."""
    server = start(version, folder)
    try:
        yield server
    finally:
        stop(server.process)
        shutil.rmtree(home_of(version, folder), ignore_errors=True)


def start(version: str, folder: Path) -> Server:
    """Start a server with empty data on a free port of loopback.

    Raises:
        ServerMissing: no Java that is new enough, no Maven, no jars, or it does not start.
    """
    java, jars = find_java(version), resolved_jars(version, folder)
    home, port = home_of(version, folder), free_port()
    shutil.rmtree(home, ignore_errors=True)
    for part in ("conf", "data", "logs", "run", "plugins"):
        (home / part).mkdir(parents=True)
    (home / "conf" / "neo4j.conf").write_text(CONFIG.format(port=port), encoding="utf-8")
    environment = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    opened = [f"--add-opens=java.base/{name}=ALL-UNNAMED" for name in OPENED]
    command = [
        java,
        "-Xmx1g",
        "-XX:TieredStopAtLevel=1",
        "--enable-native-access=ALL-UNNAMED",
        *opened,
        "-cp",
        f"{jars}/*",
    ]
    with (home / "logs" / "console.log").open("wb") as console:
        process = subprocess.Popen(
            [*command, entry_point(jars, version), f"--home-dir={home}", f"--config-dir={home / 'conf'}"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=console,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    wait_until_started(process, home, port)
    return Server(f"bolt://127.0.0.1:{port}", process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """Ask it to end; kill it when it does not."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def home_of(version: str, folder: Path) -> Path:
    return (folder / f"home-{version}").resolve()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def find_java(version: str) -> str:
    """A Java new enough for this version."""
    needed = 17 if version.startswith("5.") else 21
    for candidate in java_candidates():
        if Path(candidate).exists() and java_version(candidate) >= needed:
            return candidate
    raise ServerMissing(f"Neo4j {version} needs Java {needed} or newer")


def java_candidates() -> Iterator[str]:
    on_path = shutil.which("java")
    if on_path:
        yield on_path
    if "JAVA_HOME" in os.environ:
        yield str(Path(os.environ["JAVA_HOME"]) / "bin" / "java")
    yield from sorted(map(str, Path("/usr/lib/jvm").glob("*/bin/java")), reverse=True)
    import importlib.util

    engine = importlib.util.find_spec("arcadedb_embedded")
    if engine and engine.origin:
        yield str(Path(engine.origin).parent / "jre" / "bin" / "java")


def java_version(java: str) -> int:
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def resolved_jars(version: str, folder: Path) -> Path:
    """The folder of the server's jars, fetched once."""
    jars = (folder / f"jars-{version}").resolve()
    if (jars / ".complete").exists():
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerMissing("Maven (mvn) is not installed")
    jars.mkdir(parents=True, exist_ok=True)
    (jars / "pom.xml").write_text(POM.format(version=version), encoding="utf-8")
    goal = ["dependency:copy-dependencies", f"-DoutputDirectory={jars}", "-DincludeScope=runtime"]
    command = [maven, "-q", "-B", "-Dstyle.color=never", "-f", str(jars / "pom.xml"), *goal]
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            (jars / ".complete").touch()
            return jars
    raise ServerMissing(f"the jars of Neo4j {version} cannot be fetched: {done.stdout[-300:]}")


def entry_point(jars: Path, version: str) -> str:
    with zipfile.ZipFile(jars / f"neo4j-{version}.jar") as archive:
        text = archive.read("META-INF/services/org.neo4j.server.startup.EntryPoint").decode()
    return next(line for line in text.splitlines() if line.startswith("org"))


def wait_until_started(process: subprocess.Popen[bytes], home: Path, port: int) -> None:
    deadline = time.monotonic() + START_WITHIN
    log = home / "logs" / "neo4j.log"
    while time.monotonic() < deadline and process.poll() is None:
        if log.exists() and "Started." in log.read_text(encoding="utf-8"):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        time.sleep(0.2)
    stop(process)
    console = (home / "logs" / "console.log").read_text(encoding="utf-8", errors="replace")
    raise ServerMissing(f"Neo4j did not start: {console[-500:]}")


def main() -> None:
    """Start or stop a server from a terminal."""
    arguments = argparse.ArgumentParser(description="A real Neo4j for the tests.")
    arguments.add_argument("verb", choices=["start", "stop"])
    arguments.add_argument("--version", default=LONG_TERM)
    arguments.add_argument("--dir", type=Path, default=Path(".neo4j"))
    given = arguments.parse_args()
    pid_file = given.dir / "pid"
    if given.verb == "stop":
        os.kill(int(pid_file.read_text()), signal.SIGTERM)
        pid_file.unlink()
        return
    server = start(given.version, given.dir)
    pid_file.write_text(str(server.process.pid))
    sys.stdout.write(f"export GRAPHSVC_TEST_NEO4J_URI={server.uri}\n")


if __name__ == "__main__":
    main()
