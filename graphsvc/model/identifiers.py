"""Ids made from what does not change: kind and name, never from the order of rows."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from graphsvc.vocabulary import fold


def stable_id(prefix: str, *parts: str | None) -> str:
    """A readable id from words: `stable_id("a", "verein", "Café Welt")` is the same in every import. Words that fold to
    nothing or are long are told apart by a short hash of the whole."""
    folded = "|".join(fold(part) if part else "" for part in parts)
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:48].rstrip("-")
    digest = hashlib.sha256(folded.encode()).hexdigest()[:8]
    return f"{prefix}-{slug}-{digest}" if slug else f"{prefix}-{digest}"
