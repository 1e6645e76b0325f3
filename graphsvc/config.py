"""Settings: read once by an entrypoint from `GRAPHSVC_*`, frozen, passed down."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from graphsvc.language import DEFAULT_LANG


def default_data_dir() -> Path:
    """The data folder beside the place where the command is run."""
    return Path(".graphsvc")


class Settings(BaseSettings):
    """Everything that can be set from outside; each field is `GRAPHSVC_` and its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="GRAPHSVC_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=default_data_dir, description="Folder of the embedded engine, uploads and saved mappings."
    )
    neo4j_uri: str | None = Field(
        default=None, description="bolt://, neo4j:// or neo4j+s:// address; empty: the embedded engine."
    )
    neo4j_user: str = Field(default="neo4j", description="User name at that address.")
    neo4j_password: SecretStr | None = Field(default=None, description="Password at that address.")
    neo4j_database: str = Field(default="neo4j", description="Database at that address.")
    engine_heap: str = Field(default="1g", description="Heap of the embedded engine, as Java writes it.")
    today: date | None = Field(default=None, description="The day that a missing `at` means; empty: the clock's day.")
    lang: str = Field(default=DEFAULT_LANG, pattern="^(de|en)$", description="Language of pages, messages and reports.")
    user: str = Field(default="lokal", description="Name written into the history where nobody is signed in.")

    def as_of(self) -> date:
        """The day that "today" means here."""
        return self.today or date.today()
