"""Forms for records: which fields there are, how each is asked for, and how what came back is read.

One table a kind. A template draws the controls from it and `read` turns the answers into the fields of the record, so a
new property is one line here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Depends, Request
from starlette.datastructures import FormData

from graphsvc.language import day
from graphsvc.model.atlas import Atlas
from graphsvc.vocabulary import SchemeName, fold, territories

Control = Literal[
    "text", "long", "list", "date", "number", "flag", "choice", "choices", "places", "actor", "structure", "source"
]


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name in the record, its control, its vocabulary where it has one."""

    name: str
    control: Control = "text"
    vocabulary: SchemeName | None = None
    required: bool = False


ACTOR: tuple[Field, ...] = (
    Field("name", required=True),
    Field("short_name"),
    Field("alias", "list"),
    Field("kind", "choice", "actor_kinds"),
    Field("legal_form", "choice", "legal_forms"),
    Field("part_of", "actor"),
    Field("street"),
    Field("postcode"),
    Field("city"),
    Field("phone"),
    Field("email"),
    Field("web"),
    Field("register_number"),
    Field("voluntary", "flag"),
    Field("valid_from", "date"),
    Field("valid_to", "date"),
    Field("source", "source"),
    Field("territory", "places"),
    Field("topic", "choices", "topics"),
    Field("target_group", "choices", "target_groups"),
)
STRUCTURE: tuple[Field, ...] = (
    Field("name", required=True),
    Field("short_name"),
    Field("alias", "list"),
    Field("kind", "choice", "structure_kinds"),
    Field("level", "choice", "levels"),
    Field("status", "choice", "statuses"),
    Field("purpose", "long"),
    Field("coordinator", "actor"),
    Field("chair", "actor"),
    Field("part_of", "structure"),
    Field("successor_of", "structure"),
    Field("binding", "choice", "bindings"),
    Field("legal_basis"),
    Field("funding", "choice", "programmes"),
    Field("meetings_per_year", "number"),
    Field("hours", "number"),
    Field("last_meeting", "date"),
    Field("valid_from", "date"),
    Field("valid_to", "date"),
    Field("members_complete", "flag"),
    Field("members_total", "number"),
    Field("as_recorded", "date"),
    Field("source", "source"),
    Field("function", "choices", "functions"),
    Field("territory", "places"),
    Field("topic", "choices", "topics"),
    Field("target_group", "choices", "target_groups"),
    Field("education_stage", "choices", "education_stages"),
)
AGREEMENT: tuple[Field, ...] = (
    Field("title", required=True),
    Field("kind", "choice", "agreement_kinds"),
    Field("subject", "long"),
    Field("concluded", "date"),
    Field("valid_from", "date"),
    Field("valid_to", "date"),
    Field("renewal"),
    Field("notice_period"),
    Field("document"),
    Field("source", "source"),
    Field("topic", "choices", "topics"),
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form said: the fields of the record, what was wrong with some (catalogue keys), and the words as typed."""

    values: Mapping[str, Any]
    errors: Mapping[str, str]
    typed: Mapping[str, Any]


async def _form(request: Request) -> FormData:
    return await request.form()


FormDep = Annotated[FormData, Depends(_form)]


def read(
    fields: Sequence[Field],
    form: FormData,
    atlas: Atlas,
    *,
    written: Any = None,
    shown: Mapping[str, Any] | None = None,
) -> Answers:
    """Turn the answers into fields of a record; references are given as id or exact name.

    Args:
        written: the record the form was filled from; what was not changed stays exactly as it is there.
        shown: how the form showed that record (`typed_of`).
    """
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for field in fields:
        if shown is not None and _untouched(field, form, shown[field.name]):
            values[field.name] = getattr(written, field.name)
            continue
        try:
            values[field.name] = _value(field, form, atlas)
        except ValueError as wrong:
            errors[field.name] = str(wrong)
    if "valid_to" in values and _reversed(values.get("valid_from"), values["valid_to"]):
        errors["valid_to"] = "end_before_start"
    return Answers(values, errors, {field.name: _typed(field, form) for field in fields})


def typed_of(fields: Iterable[Field], record: Any, atlas: Atlas, lang: str) -> dict[str, Any]:
    """A record the way the controls show it: references by name, lists joined, numbers as the language writes them."""
    shown: dict[str, Any] = {}
    for field in fields:
        value = getattr(record, field.name)
        if field.control in ("actor", "structure"):
            value = atlas.name(value) if value else ""
        elif field.control == "list":
            value = "; ".join(value)
        elif field.control == "flag":
            value = "" if value is None else ("ja" if value else "nein")
        elif field.control == "number" and value is not None:
            value = exact(value, lang)
        elif isinstance(value, date):
            value = value.isoformat()
        shown[field.name] = tuple(value) if field.control in ("choices", "places") else ("" if value is None else value)
    return shown


def places(atlas: Atlas) -> list[tuple[str, str]]:
    """Keys and names of the territories on offer, by name."""
    named = atlas.places or {key: place.name for key, place in territories().items()}
    return sorted(named.items(), key=lambda entry: entry[1])


def own_words(offered: Iterable[tuple[str, str]], given: str | Iterable[str]) -> list[str]:
    """What stands in a record and is not on offer: words the vocabulary does not know, kept as they are."""
    known = {code for code, _ in offered}
    return [value for value in ((given,) if isinstance(given, str) else given) if value and value not in known]


def same(field: Field, one: Any, other: Any) -> bool:
    """Whether two ways of filling in a field say the same; browsers change the order of ticks and the ends of lines."""
    if field.control in ("choices", "places"):
        return set(one) == set(other)
    end = "\n" if field.control == "long" else ""
    return end.join(one.strip().splitlines()) == end.join(other.strip().splitlines())


def _untouched(field: Field, form: FormData, shown: Any) -> bool:
    dated_anew = field.control == "source" and bool(form.get(f"{field.name}_date"))
    return not dated_anew and same(field, _typed(field, form), shown)


def _typed(field: Field, form: FormData) -> Any:
    if field.control in ("choices", "places"):
        return tuple(str(value) for value in form.getlist(field.name))
    return str(form.get(field.name, "")).strip()


def _value(field: Field, form: FormData, atlas: Atlas) -> Any:
    """The value of one field; the text of a ValueError is the catalogue key of what is wrong."""
    typed = _typed(field, form)
    if field.control in ("choices", "places"):
        return typed
    if field.required and not typed:
        raise ValueError("field_required")
    if not typed:
        return () if field.control == "list" else None
    match field.control:
        case "list":
            return tuple(part.strip() for part in typed.split(";") if part.strip())
        case "date":
            return _day(typed)
        case "number":
            return _counted(typed, whole=field.name == "members_total")
        case "flag":
            return typed == "ja"
        case "source":
            return source_of(typed, str(form.get(f"{field.name}_date", "")))
        case "actor":
            return named(typed, {**atlas.actors, **atlas.structures})
        case "structure":
            return named(typed, atlas.structures)
        case _:
            return typed


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise ValueError("field_date") from None


def day_of(typed: str) -> date | None:
    """A day as a form sends it, None where it is empty; ValueError with a catalogue key otherwise."""
    return _day(typed) if typed else None


def source_of(name: str, day_of_document: str) -> str | None:
    """Where a fact stands: an existing source, or a document with its date."""
    if not name.strip():
        return None
    written = day(_day(day_of_document), "de") if day_of_document else ""
    return f"{name.strip()}, {written}" if written and written not in name else name.strip()


def number(typed: str) -> float:
    """A number as it is written in German or English; ValueError with a catalogue key otherwise."""
    try:
        return float(typed.replace("−", "-").replace(".", "").replace(",", ".") if "," in typed else typed)
    except ValueError:
        raise ValueError("field_number") from None


def exact(value: float, lang: str) -> str:
    """A number with all its places, as people type it."""
    return f"{value:.10g}".replace(".", "," if lang == "de" else ".")


def _counted(typed: str, *, whole: bool) -> float | int:
    found = number(typed)
    if found < 0 or (whole and not found.is_integer()):
        raise ValueError("field_number")
    return int(found) if whole else found


def named(typed: str, entries: Mapping[str, Any]) -> str:
    """The id that an id or an exact name stands for; ValueError with a catalogue key otherwise."""
    if typed in entries:
        return typed
    found = [key for key, entry in entries.items() if fold(entry.name) == fold(typed)]
    if len(found) != 1:
        raise ValueError("field_unknown_name" if not found else "field_many_names")
    return found[0]


def _reversed(start: date | None, end: date | None) -> bool:
    return start is not None and end is not None and end < start
