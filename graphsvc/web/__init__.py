"""Pages of the explorer."""

from __future__ import annotations

from fastapi import FastAPI

__all__ = ["install"]


def install(app: FastAPI) -> None:
    """Add the pages and their assets (`/static`) to the application."""
