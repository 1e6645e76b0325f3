"""What a parameter model refuses, in both languages: each field that does not fit becomes a `Problem`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from pydantic import ValidationError

from graphsvc.errors import InputRefused, Problem

Error = Mapping[str, Any]
"""One entry of `ValidationError.errors()`."""

_MESSAGES: Mapping[str, tuple[str, ...]] = {
    "missing": ("missing", "missing_argument"),
    "unknown": ("extra_forbidden", "unexpected_keyword_argument"),
    "not_text": ("string_type", "string_unicode", "string_sub_type"),
    "not_whole": ("int_type", "int_parsing", "int_from_float", "int_parsing_size"),
    "not_number": ("float_type", "float_parsing", "finite_number"),
    "not_yes_no": ("bool_type", "bool_parsing"),
    "not_day": ("date_type", "date_parsing", "date_from_datetime_parsing", "date_from_datetime_inexact"),
    "not_list": ("list_type", "tuple_type", "set_type"),
    "not_object": ("dict_type", "model_type", "model_attributes_type", "dataclass_type"),
    "not_json": ("json_invalid", "json_type"),
    "not_one_of": ("literal_error", "enum", "union_tag_invalid"),
    "too_small": ("greater_than_equal",),
    "not_above": ("greater_than",),
    "too_great": ("less_than_equal",),
    "not_below": ("less_than",),
    "too_short": ("string_too_short", "too_short"),
    "too_long": ("string_too_long", "too_long"),
}
_KEYS = {kind: message for message, kinds in _MESSAGES.items() for kind in kinds}
_BOUNDS = ("ge", "gt", "le", "lt", "min_length", "max_length")
_TYPES = ("date", "str", "int", "float", "bool", "none")
"""What pydantic adds to the place of a value that may be of several types; no field is called so."""


def refused(error: ValidationError) -> InputRefused:
    """The same refusal as every other one of graphsvc."""
    return InputRefused(problems_of(error.errors()))


@contextmanager
def refusing() -> Iterator[None]:
    """Let what a model refuses inside be refused input."""
    try:
        yield
    except ValidationError as error:
        raise refused(error) from error


def problems_of(errors: Iterable[Error]) -> tuple[Problem, ...]:
    """One problem for each field, named in `column`; of a value that may be of several types the first reason."""
    return tuple({problem.column: problem for problem in map(_problem, reversed(list(errors)))}.values())[::-1]


def _problem(error: Error) -> Problem:
    given = error.get("input")
    message = "missing" if given is None else _KEYS.get(error["type"], "unusable")
    shown = str(given)[:200] if isinstance(given, str | int | float) else None
    return Problem(f"fields.{message}", column=_field(error["loc"]), value=shown, values=_filled(error.get("ctx", {})))


def _field(place: Iterable[str | int]) -> str | None:
    """`steps.0.kind` for `("steps", 0, "kind")`; None where the whole input is meant."""
    parts = [str(part) for part in place]
    named = [part for part in parts if part not in _TYPES and "[" not in part]
    return ".".join(named) if any(not part.isdecimal() for part in named) else None


def _filled(context: Mapping[str, Any]) -> dict[str, Any]:
    bound = next((context[name] for name in _BOUNDS if name in context), None)
    expected = str(context.get("expected", context.get("expected_tags", ""))).replace(" or ", ", ")
    return {"bound": bound, "count": bound, "expected": expected}
