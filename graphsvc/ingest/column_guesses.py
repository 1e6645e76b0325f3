"""What the columns of a table hold: guesses from the headers first and the cells second."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from graphsvc.ingest.guesses import ColumnGuess, Reason
from graphsvc.ingest.layout import Layout
from graphsvc.ingest.meanings import Match, match_header
from graphsvc.ingest.money import is_money
from graphsvc.ingest.persons import ORGANISATION
from graphsvc.ingest.profile import SAMPLE, profile
from graphsvc.ingest.sheets import is_empty, raw_text
from graphsvc.ingest.slash_dates import DATE_MEANINGS, day_order, in_order
from graphsvc.ingest.structure_names import looks_like_structure
from graphsvc.ingest.years import is_year, year_in
from graphsvc.vocabulary import fold

SEVERAL_ALLOWED = frozenset({"topic", "target_group", "alias", "phone", "email", "note", "person", "members", "bodies"})
"""Meanings that several columns of a sheet may share; of others the surest column counts."""

_BY_CONTENT = (
    ("email", "email", 0.6),
    ("web", "web", 0.6),
    ("mark", None, 1.1),
    ("money", "amount", 0.6),
    ("key", "key", 0.7),
    ("postcode", "postcode", 0.9),
    ("person", "person", 0.6),
    ("street", "street", 0.6),
    ("phone", "phone", 0.6),
    ("legal_form", "legal_form", 0.8),
    ("topic", "topic", 0.6),
    ("target_group", "target_group", 0.6),
    ("education_stage", "education_stage", 0.7),
    ("actor_kind", "kind", 0.7),
    ("structure_kind", "kind", 0.7),
    ("territory", "territory", 0.6),
)
"""What a column without a telling header holds if this share of its cells reads as such; first match counts."""
_FEWEST = 3
"""Filled cells that a guess from content alone needs."""
_MAY_BE_PERSONS = frozenset(
    {
        "deputy",
        "actor",
        "partner",
        "name",
        "coordinator",
        "chair",
        "carrier",
        "recipient",
        "members",
        "role",
        "person_function",
        "funder",
    }
)
"""Meanings that give way where the cells name persons."""
NAMES = frozenset(
    {"actor", "name", "structure", "project", "recipient", "funder", "carrier", "coordinator", "chair", "partner"}
)
"""Meanings of columns that name organisations and bodies."""
_MAIN_NAMES = frozenset({"actor", "partner", "name", "structure", "project", "recipient", "agreement", "offer"})
"""Those that name what the rows are about."""
_IN_WORDS = NAMES | {"members", "bodies", "part_of", "kind", "legal_form", "topic", "target_group", "function", "role"}
"""Meanings whose cells are words: codes and counts are something else, whatever their header says."""
_OF_ORGANISATIONS = frozenset(
    {"carrier", "street", "address", "postcode", "postcode_city", "city", "phone", "fax", "email", "web", "person"}
)
_FEWEST_SIGNS = 2
_HALF, _MOSTLY, _NEARLY_ALL = 0.5, 0.6, 0.8
"""Shares of cells."""
_OF_PERSONS = frozenset({"vorname", "anrede"})
_NAMES_OF_PERSONS = frozenset({"name", "nachname", "titel", "title"})
_BEHIND_STREET: Reason = ("reason_behind_street", {})
_NUMBER = frozenset({"nr", "number", "no", "hausnr", "haus-nr"})
_CENTS = re.compile(r"[\d.]+,\d\d")
_MONEY_WORDS = re.compile(r"zuwend|zuschu[es]s|foerder|spende|betrag|beihilfe|mittel\b|\beur|€|grants?\b|funding")
"""Words (folded) of tables of money."""


def guess_columns(layout: Layout) -> tuple[ColumnGuess, ...]:
    """What every column holds that has a header or telling cells."""
    guesses = [guess_column(layout, at) for at in range(1, layout.width + 1)]
    shown = [guess for guess in guesses if guess.header or guess.meaning or not layout.header_rows]
    surest = without_rivals(_beside_others(shown, layout))
    return _with_names(surest, layout)


def guess_column(layout: Layout, at: int) -> ColumnGuess:
    """What one column holds, `at` counted from 1."""
    header = layout.headers[at - 1]
    group = layout.groups[at - 1] if layout.groups else ""
    label = f"{group} / {header}" if group and header else header
    match = _match(header, group)
    cells = layout.column(at)
    is_dated = match is not None and match.meaning in DATE_MEANINGS
    shares = profile(in_order(cells) if is_dated else cells)
    if match is None and is_year(header):
        return _of_year(layout, at, label, shares)
    if match is None or (match.score < 0.7 and _by_content(shares)):
        return _from_content(at, label, shares)
    meaning, reason = _by_cells(match, shares)
    if meaning in DATE_MEANINGS and (order := day_order(cells)) is not None:
        reason = (f"reason_{order}", {"word": match.word})
    return ColumnGuess(at, label, meaning, match.score if meaning else 0.3, reason)


def _of_year(layout: Layout, at: int, label: str, shares: Mapping[str, float]) -> ColumnGuess:
    """A column whose header is a year: amounts where they are written as money or the table speaks of money; else
    people are asked, for they may count members."""
    if shares.get("number", 0) + shares.get("money", 0) < _MOSTLY:
        return ColumnGuess(at, label, None, 0.0, ("reason_unknown", {}))
    if _is_of_money(layout, at) or _speaks_of_money(layout):
        return ColumnGuess(at, label, "amount", 0.7, ("reason_amount_of_year", {"year": label}))
    return ColumnGuess(at, label, None, 0.3, ("reason_numbers_of_year", {"year": label}))


def _is_of_money(layout: Layout, at: int) -> bool:
    """Whether some cell of a column shows its currency, or cents."""
    written = (layout.sheet.raw(row, at) for row in layout.data_rows[:SAMPLE])
    return any(is_money(text) or _CENTS.fullmatch(text) for text in written)


def _speaks_of_money(layout: Layout) -> bool:
    said = (*layout.titles, *layout.headers, *layout.groups, layout.sheet.name, layout.sheet.file)
    return any(_MONEY_WORDS.search(fold(text)) for text in said)


def _match(header: str, group: str) -> Match | None:
    """What a header says, or what stands above it; "Zuwendungsempfänger" above "Name" says whose name."""
    own, above = match_header(header), match_header(group) if group else None
    if own and above and own.meaning == "name" and above.meaning in NAMES:
        return above
    return own or above


def _by_cells(match: Match, shares: Mapping[str, float]) -> tuple[str | None, Reason]:
    """What the cells make of a header's meaning: names are no numbers, ticks or persons, dates can be read."""
    by_header: Reason = ("reason_header", {"word": match.word})
    meaning = match.meaning
    if shares.get("person", 0) >= 0.5 and meaning in _MAY_BE_PERSONS:
        return "person", ("reason_persons", {})
    if meaning in _MAIN_NAMES and not shares["filled"]:
        return None, ("reason_empty", {"word": match.word})
    if meaning == "duty":
        return _duty(shares, by_header)
    if meaning == "role" and shares.get("function", 0) >= _HALF:
        return "function", by_header
    if meaning == "funding" and shares.get("number", 0) + shares.get("money", 0) >= 0.7:
        return "amount", by_header
    if meaning in _IN_WORDS and shares.get("wordless", 0) >= _MOSTLY:
        return (
            ("members_total", by_header) if meaning == "members" else (None, ("reason_numbers", {"word": match.word}))
        )
    if meaning in NAMES and shares.get("yes_no", 0) + shares.get("mark", 0) >= _MOSTLY:
        return None, ("reason_yes_no", {"word": match.word})
    if meaning in DATE_MEANINGS and shares["filled"] and shares.get("date", 0) < 0.3:
        return None, ("reason_not_dates", {"word": match.word})
    return meaning, by_header


def _duty(shares: Mapping[str, float], by_header: Reason) -> tuple[str | None, Reason]:
    """ "Zuständigkeit" may be a field of duty, an area or an office; where the cells do not tell, people are asked."""
    for kind, meaning in (("territory", "territory"), ("topic", "topic"), ("organisation", "coordinator")):
        if shares.get(kind, 0) >= _HALF:
            return meaning, by_header
    return None, ("reason_duty", {})


def _beside_others(guesses: Sequence[ColumnGuess], layout: Layout) -> list[ColumnGuess]:
    """Headers that say what they are only beside others: "Nr." behind the street, "Name" beside "Vorname"."""
    is_of_persons = any(_last_word(guess) in _OF_PERSONS and any(layout.column(guess.at)) for guess in guesses)
    found: list[ColumnGuess] = []
    for guess in guesses:
        behind_street = found and found[-1].at == guess.at - 1 and found[-1].meaning == "street"
        if behind_street and _last_word(guess) in _NUMBER:
            found.append(replace(guess, meaning="house_number", score=0.8, reason=_BEHIND_STREET))
        elif is_of_persons and guess.meaning == "name" and _last_word(guess) in _NAMES_OF_PERSONS:
            found.append(replace(guess, meaning="person", reason=("reason_persons", {})))
        else:
            found.append(guess)
    return found


def _last_word(guess: ColumnGuess) -> str:
    return fold(guess.header.rpartition(" / ")[2]).strip(" .:")


def _with_names(guesses: tuple[ColumnGuess, ...], layout: Layout) -> tuple[ColumnGuess, ...]:
    """Where no header says what is listed but addresses or carriers stand beside: the first column of differing texts
    names it."""
    found = {guess.meaning for guess in guesses}
    if found & _MAIN_NAMES or any(map(_names_persons, guesses)):
        return guesses
    if layout.header_rows and len(found & _OF_ORGANISATIONS) < _FEWEST_SIGNS:
        return guesses
    if layout.header_rows:
        free = (guess for guess in guesses if guess.meaning is None and _reads_like_names(layout, guess.at))
    else:
        free = (guess for guess in guesses if guess.meaning in (None, "kind") and _called_like_bodies(layout, guess.at))
    named = next(free, None)
    if named is None:
        return guesses
    found_name = replace(named, meaning="name", score=0.4, reason=("reason_first_texts", {}))
    return tuple(found_name if guess is named else guess for guess in guesses)


def _names_persons(guess: ColumnGuess) -> bool:
    """Whether the column that would name the rows names persons."""
    match = match_header(guess.header.rpartition(" / ")[2])
    return guess.meaning == "person" and match is not None and match.meaning in _MAIN_NAMES


def _reads_like_names(layout: Layout, at: int) -> bool:
    shares = profile(layout.column(at))
    is_full = shares["filled"] >= _NEARLY_ALL * len(layout.data_rows)
    strange = max(shares.get(kind, 0) for kind in ("wordless", "long", "person", "date", "yes_no", "mark"))
    return is_full and shares["distinct"] >= _NEARLY_ALL and strange < _HALF


def _called_like_bodies(layout: Layout, at: int) -> bool:
    """Whether most cells of a column without a header are called like organisations or bodies."""
    names = [fold(raw_text(cell)) for cell in layout.column(at) if not is_empty(cell)]
    alike = sum(looks_like_structure(name) or ORGANISATION.search(name) is not None for name in names)
    return alike >= _MOSTLY * len(names) and _reads_like_names(layout, at)


def _from_content(at: int, label: str, shares: Mapping[str, float]) -> ColumnGuess:
    found = _by_content(shares)
    if found is None:
        return ColumnGuess(at, label, None, 0.0, ("reason_unknown", {}))
    meaning, share = found
    return ColumnGuess(at, label, meaning, 0.6 * share, ("reason_content", {"share": round(100 * share)}))


def _by_content(shares: Mapping[str, float]) -> tuple[str, float] | None:
    if shares["filled"] < _FEWEST:
        return None
    return next(
        ((meaning, shares[kind]) for kind, meaning, bar in _BY_CONTENT if meaning and shares.get(kind, 0) >= bar), None
    )


def without_rivals(guesses: Sequence[ColumnGuess]) -> tuple[ColumnGuess, ...]:
    """Of several columns with one meaning the surest keeps it, the leftmost of equals."""
    best: dict[tuple[str, int | None], ColumnGuess] = {}
    for guess in guesses:
        if guess.meaning and ((rivals := _rivals(guess)) not in best or guess.score > best[rivals].score):
            best[rivals] = guess
    return tuple(
        guess
        if not guess.meaning or guess.meaning in SEVERAL_ALLOWED or best[_rivals(guess)] is guess
        else replace(guess, meaning=None, reason=("reason_rival", {"header": best[_rivals(guess)].header}))
        for guess in guesses
    )


def _rivals(guess: ColumnGuess) -> tuple[str, int | None]:
    """Columns of the same are rivals; amounts of different years are not."""
    return guess.meaning or "", year_in(guess.header) if guess.meaning == "amount" else None
