"""Bad files by the thousand: `python tests/benchmarks/import_fuzz.py [--count 10000] [--seed 1]`.

Real workbooks, lists, minutes and archives, damaged at random (bytes changed, cut, doubled, members of the archive
swapped, cells replaced by hostile ones), each read as an upload. Every one must end in a preview or in a named
error; the command prints the first that does not, with its seed, and ends with 1. Each file is read in a worker with
limits of memory and time.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from graphsvc.errors import InputRefused
from graphsvc.examples import herford
from graphsvc.ingest.tables import read_here
from graphsvc.ingest.upload import read_tables_as_upload
from graphsvc.language import LANGUAGES

HOSTILE = (
    "",
    "=cmd|' /C calc'!A0",
    "\x00",
    "‮evil",
    "9" * 400,
    "-1e308",
    "NaN",
    "31.02.2024",
    "0000-00-00",
    "99/9999",
    "a" * 5000,
    "\n\n\n",
    ";;;;",
    "x?(x)",
    "💥",
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "ﷺ" * 50,
    "seit bis ab - bis - bis",
)


def main() -> int:
    """Run, print counts, return 1 where a file ended otherwise than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.perf_counter()
    seeds = range(given.seed * 1_000_000, given.seed * 1_000_000 + given.count)
    with ProcessPoolExecutor(max_workers=2, initializer=limit, max_tasks_per_child=500) as pool:
        outcomes = list(pool.map(outcome, seeds, chunksize=25))
    counts = Counter(kind for kind, _ in outcomes)
    print(f"{given.count:,} files in {time.perf_counter() - start:.0f} s: {dict(counts.most_common())}")
    bad = [text for kind, text in outcomes if kind == "crash"]
    print("\n".join(bad[:20]))
    return 1 if bad else 0


def limit() -> None:
    """Hold each worker to two gigabytes."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))


def outcome(seed: int) -> tuple[str, str]:
    """What became of the file of one seed: `preview`, the name of the refusal, or `crash` with what to look at."""
    rng = random.Random(seed)
    name, content = broken(rng)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            upload = read_tables_as_upload(read_here(path))
            for problem in (*upload.reading.problems, *upload.reading.notes):
                for lang in LANGUAGES:
                    problem.line(lang)
            return "preview", ""
        except InputRefused as refused:
            return refused.problems[0].message, ""
        except Exception as error:  # this is what the benchmark looks for
            return "crash", f"seed {seed}, {name}: {type(error).__name__}: {error}"


def broken(rng: random.Random) -> tuple[str, bytes]:
    """A file name and its damaged content."""
    name, content = rng.choice(SOURCES)()
    damage = rng.choice((bits, cut, doubled, hostile, wrong_name, mixed, whole))
    return damage(rng, name, content)


def bits(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """Some bytes changed."""
    changed = bytearray(content)
    for _ in range(rng.choice((1, 3, 20, 200))):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return name, bytes(changed)


def cut(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """The end, or a piece in the middle, is missing."""
    first, last = sorted(rng.randrange(len(content)) for _ in range(2))
    return name, content[:first] if rng.random() < 0.5 else content[:first] + content[last:]


def doubled(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """A piece stands twice."""
    first, last = sorted(rng.randrange(len(content)) for _ in range(2))
    return name, content[:last] + content[first:]


def wrong_name(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """Another ending than the content has."""
    return (
        f"datei{rng.choice(('.csv', '.xlsx', '.ods', '.xls', '.docx', '.txt', '.json', '.zip', '.tsv', ''))}",
        content,
    )


def whole(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """Nothing wrong: the files must also be readable."""
    return name, content


def hostile(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """A list with hostile cells, or a member of the archive with hostile text in it."""
    if not content.startswith(b"PK"):
        lines = content.decode("latin-1").split("\n")
        for _ in range(rng.choice((1, 5, 30))):
            at = rng.randrange(len(lines))
            cells = lines[at].split(";")
            cells[rng.randrange(len(cells))] = rng.choice(HOSTILE)
            lines[at] = ";".join(cells)
        return name, "\n".join(lines).encode("utf-8", "replace")
    return name, _rewritten(content, lambda xml: xml.replace(b"<v>", rng.choice((b"<v>9e999", b"<v>-", b"<v/><v>")), 5))


def mixed(rng: random.Random, name: str, content: bytes) -> tuple[str, bytes]:
    """The members of an archive damaged one by one, its checksums right."""
    if not content.startswith(b"PK"):
        return bits(rng, name, content)

    def damaged(xml: bytes) -> bytes:
        return bits(rng, name, xml)[1] if xml and rng.random() < 0.4 else xml

    return name, _rewritten(content, damaged)


def _rewritten(content: bytes, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            new.writestr(member, change(old.read(member)))
    return stream.getvalue()


def _workbook() -> tuple[str, bytes]:
    return "herford.xlsx", herford().read_bytes()


def _list() -> tuple[str, bytes]:
    rows = ["Netzwerkpartner 2023", "", "Organisation;Ort;Thema;Gremium;Rolle;Mitglied seit;Ansprechpartner"]
    rows += [f"Verein {at} e.V.;Bünde;DaZ / Arbeit;AK {at % 3};Vorsitz;{2000 + at};Müller, Frau" for at in range(12)]
    return "liste.csv", "\n".join([*rows, "dito;s.o.;k.A.;„;x;laufend;N.N.", "Summe;;;;;;13"]).encode("cp1252")


def _minutes() -> tuple[str, bytes]:
    lines = [
        "Protokoll des Arbeitskreises Asyl am 3.4.2024",
        "Anwesend:",
        "Frau Klein (DRK)",
        "Müller, Herr – Caritas",
        "TOP 1",
    ]
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return "protokoll.docx", stream.getvalue()


def _archive() -> tuple[str, bytes]:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("akteure.csv", "id;name;art;teil_von;von;bis\na;AWO;Verein;;2019;2020\nb;DRK;;a;;\n")
        archive.writestr("strukturen.csv", "id;name;gebiet;teil_von\ns;AK;05758;s\n")
        archive.writestr("mitgliedschaften.csv", "akteur;struktur;rolle\na;s;x\nDRK;AK;\n")
    return "vorlage.zip", stream.getvalue()


def _map() -> tuple[str, bytes]:
    return "karte.json", (
        b'{"elements": [{"_id": "e1", "attributes": {"label": "AWO", "element type": "Verein"}}, {"_id": "e2", '
        b'"attributes": {"label": "Anna", "element type": "Person"}}], "connections": [{"from": "e1", "to": "e2"}]}'
    )


SOURCES = (_workbook, _list, _list, _minutes, _archive, _archive, _map)

if __name__ == "__main__":
    sys.exit(main())
