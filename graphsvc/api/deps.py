"""What an endpoint can ask for: the services, the reader's language, the day."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Query, Request

from graphsvc.config import Settings
from graphsvc.language import LANGUAGES
from graphsvc.services import Services, dates


def settings(request: Request) -> Settings:
    """The settings the application was made with."""
    return cast(Settings, request.app.state.settings)


def services(request: Request) -> Services:
    """The services that the application opened when it started."""
    return cast(Services, request.app.state.services)


def language(request: Request) -> str:
    """The language of the answer: `?lang=`, else the cookie `lang`, else the first known of `Accept-Language`, else
    what the settings say."""
    accepted = request.headers.get("accept-language", "")
    wishes = [request.query_params.get("lang", ""), request.cookies.get("lang", "")]
    wishes += [part.split(";")[0].strip()[:2].lower() for part in accepted.split(",")]
    return next((wish for wish in wishes if wish in LANGUAGES), settings(request).lang)


ServicesDep = Annotated[Services, Depends(services)]
LangDep = Annotated[str, Depends(language)]
At = Annotated[
    dates.At,
    Query(description="The day that the answer is about; `all` = ever; left out: today.", examples=["2024-12-31"]),
]
