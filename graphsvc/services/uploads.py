"""Where uploads lie until they are written, and after: one folder each, with the file and what was decided."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path, PurePath
from typing import Any

from graphsvc.errors import NotFound, reading
from graphsvc.model.imports import Decision, State
from graphsvc.store.keeper import exclusive_lock

_STATE = "import.json"
_LOCK = "being-written.lock"


@dataclass(frozen=True, slots=True)
class StoredUpload:
    """One upload on disk. `decisions` by key of the record, `counts` of what was written."""

    id: str
    name: str
    created_at: str
    state: State = "preview"
    format: str = ""
    decisions: Mapping[str, Decision] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)


class UploadFolder:
    """All uploads below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def add(self, path: Path, name: str | None = None) -> StoredUpload:
        """Keep a copy of a file or folder under a new id, made from its content and counted up where it comes again.

        Raises:
            InputRefused: it cannot be read.
        """
        with reading(path):
            path.stat()
            base = f"i-{_digest(path)[:10]}"
        number = next(number for number in range(1, 10_000) if not (self._folder / f"{base}-{number}").exists())
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        upload = StoredUpload(f"{base}-{number}", _safe_name(name or path.name), now)
        target = self._folder / upload.id / "file" / upload.name
        target.parent.mkdir(parents=True)
        (shutil.copytree if path.is_dir() else shutil.copyfile)(path, target)
        self.save(upload)
        return upload

    def path(self, upload: StoredUpload) -> Path:
        """The file or folder that was uploaded."""
        return self._folder / upload.id / "file" / upload.name

    def get(self, upload_id: str) -> StoredUpload:
        """One upload. Raises NotFound."""
        file = self._folder / upload_id / _STATE
        if not re.fullmatch(r"i-[0-9a-f]{10}-\d+", upload_id) or not file.is_file():
            raise NotFound("imports.no_such_import", id=upload_id)
        return _restored(json.loads(file.read_text(encoding="utf-8")))

    def all(self) -> list[StoredUpload]:
        """Every upload, the latest first."""
        files = self._folder.glob(f"*/{_STATE}") if self._folder.is_dir() else ()
        uploads = [_restored(json.loads(file.read_text(encoding="utf-8"))) for file in files]
        return sorted(uploads, key=lambda upload: (upload.created_at, upload.id), reverse=True)

    def save(self, upload: StoredUpload) -> StoredUpload:
        """Write down what became of an upload."""
        file = self._folder / upload.id / _STATE
        written = file.with_suffix(".new")
        written.write_text(json.dumps(asdict(upload), ensure_ascii=False, indent=2), encoding="utf-8")
        written.replace(file)
        return upload

    def alone(self, upload_id: str) -> AbstractContextManager[bool]:
        """Whether nobody else writes this upload, in this process or another; held as long as it lasts."""
        return exclusive_lock(self._folder / upload_id / _LOCK)

    def drop(self, upload: StoredUpload) -> None:
        """Forget an upload that was refused."""
        shutil.rmtree(self._folder / upload.id)


def _restored(values: dict[str, Any]) -> StoredUpload:
    upload = StoredUpload(**values)
    return replace(upload, decisions={key: Decision(**each) for key, each in values["decisions"].items()})


def _safe_name(name: str) -> str:
    """The last part of a file name, without signs that a file system may not like."""
    return re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", PurePath(name.replace("\\", "/")).name)[:150] or "upload"


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
        if file.is_file():
            digest.update(file.name.encode())
            with file.open("rb") as stream:
                while chunk := stream.read(2**20):
                    digest.update(chunk)
    return digest.hexdigest()
