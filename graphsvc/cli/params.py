"""Options of a command out of the fields of a parameter model: names, defaults, bounds and help are said once."""

from __future__ import annotations

from collections.abc import Callable
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

import click
from pydantic import BaseModel
from pydantic.fields import FieldInfo

Command = TypeVar("Command", bound=Callable[..., Any])


def model_options(model: type[BaseModel], *, agreed: bool = False) -> Callable[[Command], Command]:
    """Add one option for every field of the model, `min_shared` as `--min-shared`; the command takes them by name.

    Args:
        agreed: what is not given is what the office agreed on, and comes as None.
    """

    def add(command: Command) -> Command:
        for name, field in reversed(model.model_fields.items()):
            command = _option(name, field, None if agreed else field.default)(command)
        return command

    return add


def _option(name: str, field: FieldInfo, default: Any) -> Callable[[Command], Command]:
    bounds = {type(each).__name__.lower(): each for each in field.metadata}
    low, high = getattr(bounds.get("ge"), "ge", None), getattr(bounds.get("le"), "le", None)
    return click.option(
        f"--{name.replace('_', '-')}",
        name,
        type=_type(field.annotation, low, high),
        default=default,
        show_default=default is not None,
        help=field.description,
    )


def _type(annotation: Any, low: float | None, high: float | None) -> click.ParamType[Any]:
    if get_origin(annotation) in (Union, UnionType):
        [annotation] = (each for each in get_args(annotation) if each is not NoneType)
    if get_origin(annotation) is Literal:
        return click.Choice(get_args(annotation))
    if annotation is int:
        return click.IntRange(min=None if low is None else int(low), max=None if high is None else int(high))
    return click.FloatRange(min=low, max=high) if annotation is float else click.STRING
