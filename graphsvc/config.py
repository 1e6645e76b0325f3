"""Settings: read once by an entrypoint from `GRAPHSVC_*`, frozen, passed down."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graphsvc.errors import WrongUsage, system_reason
from graphsvc.language import DEFAULT_LANG, Lang, Said


def default_data_dir() -> Path:
    """The data folder beside the place where the command is run."""
    return Path(".graphsvc")


_EXPECTED = {"today": "errors.setting_today", "lang": "errors.setting_lang"}
"""What a setting wants, where not every text fits."""


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
    lang: Lang = Field(default=DEFAULT_LANG, description="Language of pages, messages and reports.")
    user: str = Field(default="lokal", description="Name written into the history where nobody is signed in.")

    @classmethod
    def read(cls, **given: Any) -> Self:
        """The settings of the environment; what is `given` goes before it.

        Raises:
            WrongUsage: a value does not fit; names the setting.
        """
        try:
            return cls(**given)
        except ValidationError as error:
            field, value = str(error.errors()[0]["loc"][0]), error.errors()[0]["input"]
            expected = Said(_EXPECTED[field]) if field in _EXPECTED else error.errors()[0]["msg"]
            name = f"{cls.model_config['env_prefix']}{field}".upper()
            raise WrongUsage("errors.setting_refused", name=name, value=str(value), expected=expected) from error

    def made_data_dir(self) -> Path:
        """The data folder, made where it is missing.

        Raises:
            WrongUsage: there can be no folder.
        """
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WrongUsage("errors.data_dir", folder=str(self.data_dir), reason=system_reason(error)) from error
        return self.data_dir

    def as_of(self) -> date:
        """The day that "today" means here."""
        return self.today or date.today()
