"""The matcher, step by step: names, information, candidates, decisions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graphsvc.language import LANGUAGES
from graphsvc.matching import Record, compare, link, match, nearest, rank
from graphsvc.matching.calibrate import prior_of_list
from graphsvc.matching.cluster import cluster
from graphsvc.matching.explain import contributions, feature_label
from graphsvc.matching.features import weights
from graphsvc.matching.field_features import FIELD_FEATURES
from graphsvc.matching.fields import field_table
from graphsvc.matching.name_features import NAME_FEATURES
from graphsvc.matching.normalise import fold, normalise
from tests.benchmarks.records.bodies import generate

DOCS = Path(__file__).parents[3] / "docs" / "records.md"


def records(*names: str, **fields: tuple[str | None, ...]) -> list[Record]:
    given = [{name: values[at] for name, values in fields.items()} for at in range(len(names))]
    return [Record(id=str(at), name=name, **more) for at, (name, more) in enumerate(zip(names, given, strict=True))]  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["Müller", "Mueller", "MÜLLER", "Mu\u0308ller", "mueller"])
def test_umlauts_are_equal_however_they_are_written(written: str) -> None:
    assert fold(written) == "muller"


@pytest.mark.parametrize(
    ("name", "words", "legal"),
    [
        ("AWO Kreisverband Herford e.V.", ("awo", "kreisverband", "herford"), {"ev"}),
        ("Arbeiterwohlfahrt KV Herford", ("awo", "kreisverband", "herford"), set()),
        ("Ev. Kirchengemeinde Bünde", ("evangelisch", "kirchengemeinde", "bunde"), set()),
        ("AG Frühe Sprache", ("ag", "fruhe", "sprache"), set()),
        ("Gottfried Schultz GmbH + Co.KG", ("gottfried", "schultz"), {"gmbh", "kg", "co"}),
        ("VoithAG", ("voith",), {"ag"}),
        ("KGV Abendfrieden e.V.", ("kleingartenverein", "abendfrieden"), {"ev"}),
        ("J. P. Morgan", ("jp", "morgan"), set()),
        ("Brigade Forty-Four", ("brigade", "44"), set()),
        ("KKR Asian Fund III L.P.", ("kkr", "asian", "fund", "3"), {"lp"}),
        ("Technical University of Munich", ("tu", "munchen"), set()),
        ("Fachhochschule Wien", ("fh", "wien"), set()),
        ("Verein zur Förderung", ("verein", "forderung"), set()),
    ],
)
def test_names_become_words_and_legal_forms(name: str, words: tuple[str, ...], legal: set[str]) -> None:
    found = normalise(name)

    assert (found.words, set(found.legal)) == (words, legal)


def test_an_institution_counts_more_than_its_department_and_town() -> None:
    found = normalise("Department of Statistics, Stanford University, Stanford, CA 94305")

    weight = dict(zip(found.words, found.weights, strict=True))
    assert weight["university"] == 1 > weight["ca"] > weight["statistics"]


SAME = [
    ("Bayerische Motorenwerke AG", "BMW Bayerische Motoren Werke AG"),
    (
        "Verband der Metall- und Elektroindustrie NRW e.V.",
        "Verband der Metall- und Elektro-Industrie Nordrhein-Westfalen",
    ),
    ("Grundschule Erich Kästner Musterstadt", "Städt. Grundschule Erich Kaestner, Musterstadt"),
    ("Landschaftsverband Westfalen-Lippe (LWL)", "LWL"),
    ("Internationaler Bund (IB) West gGmbH", "IB West gGmbH"),
    ("TU München", "Technical University of Munich (TUM)"),
    ("Universität Wien", "University of Vienna"),
]
DIFFERENT = [
    ("Caritasverband Herford e.V.", "Caritasverband Bünde e.V."),
    ("AWO Kreisverband Herford e.V.", "AWO Kreisverband Herford gGmbH"),
    ("DRK Kreisverband Herford", "DRK Ortsverein Herford"),
    ("Gesamtschule Friedenstal 1", "Gesamtschule Friedenstal 2"),
    ("Gymnasium Löhne", "Förderverein Gymnasium Löhne e.V."),
    ("Kreis Lippe", "Kreissportbund Lippe"),
    ("Gemeinde Hiddenhausen", "Gemeindebücherei Hiddenhausen"),
    ("Kolpingwerk Enger", "Kolpingsfamilie Enger"),
    ("Stadt Enger", "Kreis Enger"),
    ("Müller Bau GmbH & Co. KG", "Müller Bau GmbH"),
    ("Seniorenbeirat der Stadt Löhne", "Stadt Löhne"),
    ("AWO Kita Sonnenschein Bünde", "DRK Kita Sonnenschein Bünde"),
    ("Deutsch-Russischer Kulturverein", "Deutsch-Rumänischer Kulturverein"),
    ("Ev. Kirchenkreis Herford", "Ev. Kirchengemeinde Herford"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_body_weighs_more_than_any_pair_of_two(a: str, b: str) -> None:
    first = records(a, *(pair[0] for pair in DIFFERENT))
    second = records(b, *(pair[1] for pair in DIFFERENT))

    weight = compare(first, second).weight

    assert weight[0] > max(weight[1:])


def test_a_compound_that_names_another_body_is_no_other_spelling_even_under_the_same_roof() -> None:
    pairs = [("Kreis Herford", "Kreissportbund Herford"), ("Caritas Herford", "Caritasverband Herford")]
    roof = {"street": "Amtshausstr. 3", "postcode": "32051", "phone": "05221 131"}
    first, second = ([Record(id=f"{side}{pair[side]}", name=pair[side], **roof) for pair in pairs] for side in (0, 1))

    assert compare(first, second).decision.tolist() == ["different", "same"]


@pytest.mark.parametrize(
    ("carrier", "part"),
    [
        ("Gemeinde Hiddenhausen", "Integrationsrat der Gemeinde Hiddenhausen"),
        ("Stadt Löhne", "Stadt Löhne, Jugendamt"),
        ("Kreis Herford", "Kommunales Integrationszentrum Kreis Herford"),
        ("Müller Bau GmbH & Co. KG", "Müller Bau GmbH"),
    ],
)
def test_bodies_of_one_family_under_one_roof_are_two(carrier: str, part: str) -> None:
    roof = {"street": "Amtshausstr. 3", "postcode": "32051", "city": "Herford", "phone": "05221 131"}

    both = match([Record(id="1", name=carrier, **roof), Record(id="2", name=part, **roof)])

    assert "same" not in both.decision.tolist()
    assert match([Record(id="1", name=carrier, **roof), Record(id="2", name=carrier, **roof)]).decision[0] == "same"


def test_an_acronym_meets_the_whole_name_and_no_other_acronym() -> None:
    listed = records(
        "UCSB", "UCSD", "University of California, San Diego", "MIT", "Massachusetts Institute of Technology"
    )

    found = match(listed)

    assert set(found.where(found.decision == "same").ids()) == {("1", "2"), ("3", "4")}
    within_a_word = compare(records("FZH"), records("Freizeitzentrum Herford")).weight[0]
    assert 0 < within_a_word < compare(records("FZH"), records("Freie Zeltbühne Herford")).weight[0]


def test_two_named_carriers_are_two_bodies_even_beside_a_record_that_names_none() -> None:
    found = match(records("AWO Kita Sonnenschein Bünde", "Kita Sonnenschein Bünde", "DRK Kita Sonnenschein Bünde"))

    assert ("0", "2") not in found.where(found.decision == "same").ids()
    assert found.weight[found.decision == "same"].min() > 0


def test_same_is_transitively_closed_and_every_pair_of_a_body_is_listed() -> None:
    found = match(records(*["Jugendring Herford e.V."] * 3, "Jugendring Herford", "Schachclub Vlotho"))

    same = {tuple(pair) for pair, decision in zip(found.ids(), found.decision, strict=True) if decision == "same"}
    assert same == {("0", "1"), ("0", "2"), ("0", "3"), ("1", "2"), ("1", "3"), ("2", "3")}


def test_a_common_title_and_practice_do_not_make_two_doctors_one() -> None:
    practice = {"street": ("Bahnhofstr. 7",) * 2, "phone": ("05223 998877",) * 2, "city": ("Bünde",) * 2}

    found = match(records("Dr. med. Anna Müller", "Dr. med. Bernd Schulz", **practice))

    assert "same" not in found.decision.tolist()


def test_a_carrier_may_be_given_by_id_or_by_name() -> None:
    names = ("Diakonie Herford", "Diakonie Herford Flüchtlingsberatung")
    weight = [match(records(*names, parent=(None, parent))).weight[0] for parent in (None, "0", "DIAKONIE Herford")]

    assert weight[0] - weight[1] > 20 < weight[0] - weight[2]


def test_a_record_that_gives_its_own_name_as_carrier_is_no_part_of_its_double() -> None:
    double = records("Diakonie Herford", "Diakonie Herford", parent=(None, "Diakonie Herford"))

    assert match(double).decision.tolist() == ["same"]


def test_another_register_number_is_another_body() -> None:
    names = ("Sportverein Eintracht Löhne", "Sportverein Eintracht Löhne")

    assert match(records(*names, register_number=("VR 12", "VR 13"))).decision[0] != "same"
    assert match(records(*names, register_number=("VR 12", "VR12"))).decision[0] == "same"


def test_contributions_and_prior_add_up_to_the_weight() -> None:
    found = match(
        records("Jugendring Herford e.V.", "Jugendring Herford", "Stadtjugendring Herford", city=("Herford",) * 3)
    )

    assert np.allclose(found.contributions.sum(axis=1) + found.prior, found.weight, atol=1e-4)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_an_explanation_says_adds_up_to_the_weight(lang: str) -> None:
    found = match(records("Jugendring Löhne e.V.", "Jugendring Löhne", "Stadtjugendring Löhne", city=("Löhne",) * 3))

    for line, parts, weight in zip(found.explanations(lang), contributions(found, lang), found.weight, strict=True):
        assert round(sum(part.bits for part in parts), 1) == round(float(weight), 1)
        assert line.startswith("Ausgangswert −" if lang == "de" else "starting value −")


def test_an_explanation_names_the_alias_that_was_compared_and_words_as_they_are_written() -> None:
    asked = [Record(id="1", name="Kreisverband", alias=("AWO Bünde",)), Record(id="2", name="Arbeiterwohlfahrt Bünde")]
    physics = records("Max-Planck-Institut für Physik", "Max-Planck-Institut für Plasmaphysik")

    assert "(verglichen: „AWO Bünde“ und „Arbeiterwohlfahrt Bünde“)" in match(asked).explanations()[0]
    assert "gemeinsame Wörter (AWO, Bünde)" in match(asked).explanations()[0]
    assert "seltenes Wort ohne Gegenstück (Physik / Plasmaphysik)" in match(physics).explanations()[0]


def test_an_explanation_says_where_others_made_two_records_one_body() -> None:
    sure = match(records("Jugendring Löhne", "Jugendring Löhne e.V."))
    grouped = replace(sure, weight=np.array([-1.0]))

    assert "durch andere Datensätze der Gruppe verbunden" not in sure.explanations()[0]
    assert grouped.explanations()[0].endswith("; durch andere Datensätze der Gruppe verbunden")


def test_the_order_of_records_does_not_matter() -> None:
    rows = generate(300, 5).to_dicts()
    given = [Record(id=row["id"], name=row["name"], city=row["city"] or None) for row in rows]

    def answer(some: list[Record]) -> dict[tuple[str, str], tuple[float, str]]:
        found = match(some)
        weights = np.round(found.weight, 3).tolist()
        return dict(zip(found.ids(), zip(weights, found.decision.tolist(), strict=True), strict=True))

    same = {pair for pair, (_, decision) in answer(given).items() if decision == "same"}
    assert {pair for pair, (_, decision) in answer(given[::-1]).items() if decision == "same"} == same


@pytest.mark.parametrize(
    "given", [[], [Record(id="1", name="Eins")], [Record(id="1", name=""), Record(id="2", name="-")]]
)
def test_little_or_nothing_to_compare_is_no_error(given: list[Record]) -> None:
    assert len(match(given)) <= 1
    assert len(link(given, [])) == len(rank([], given, k=3)) == len(nearest([], given)) == 0


def test_the_prior_follows_the_share_of_doubles_in_the_list() -> None:
    sure, none = np.full(400, 25.0), np.full(400, -25.0)

    many = prior_of_list(sure, n_records=1000, n_others=1000)
    few = prior_of_list(none, n_records=1000, n_others=1000)

    assert many > few
    assert abs(many - np.log2(400 / 500_000)) < 1


def test_one_pair_does_not_chain_two_bodies() -> None:
    left, right = np.array([0, 1, 0, 2, 3, 2, 1]), np.array([1, 2, 2, 3, 4, 4, 3])
    weight = np.array([9.0, 0.5, -9.0, 9.0, 9.0, 9.0, -9.0])

    assert cluster(5, left, right, weight, np.zeros(7, np.bool_)).tolist() == [0, 0, 2, 2, 2]


def test_of_three_records_two_sure_pairs_do_not_outvote_a_clear_difference() -> None:
    left, right = np.array([0, 1, 0]), np.array([1, 2, 2])
    chain = [
        cluster(3, left, right, np.array([9.0, 8.0, third]), np.zeros(3, np.bool_)).tolist() for third in (-4.0, -9.0)
    ]

    assert chain[0] == [0, 0, 0]
    assert len(set(chain[1])) == 2


def test_a_third_record_does_not_join_two_that_differ_in_all_they_say() -> None:
    found = match(
        records(
            "Heimatverein Vlotho",
            "Heimatverein Vlotho",
            "Heimatverein Vlotho",
            street=("Lange Str. 1", None, "Bergweg 7"),
            phone=("05733 1111", None, "05733 2222"),
            postcode=("32602", None, "33602"),
        )
    )

    decision = dict(zip(found.ids(), found.decision.tolist(), strict=True))
    assert decision["0", "2"] != "same"
    assert [decision["0", "1"], decision["1", "2"]].count("same") == 1


def test_long_lists_are_searched_by_keys_and_lose_little(monkeypatch: pytest.MonkeyPatch) -> None:
    table = generate(1500, 3)
    columns = ("id", "name", "street", "postcode", "city", "phone", "email", "web")
    given = [Record(**{k: v or None for k, v in row.items()}) for row in table.select(columns).to_dicts()]
    monkeypatch.setattr("graphsvc.matching.blocking.LONG_LIST", 1000)
    found = match(given)

    body = dict(zip(table["id"], table["body"], strict=True))
    hits = sum(body[a] == body[b] for a, b in found.ids())
    total = sum(size * (size - 1) // 2 for size in table["body"].value_counts()["count"].to_list())
    assert hits / total > 0.95
    assert len(found) / len(given) < 15


@pytest.mark.parametrize("feature", [*NAME_FEATURES, *FIELD_FEATURES])
def test_features_are_documented_weighed_and_named(feature: str) -> None:
    meaning = ({**NAME_FEATURES, **FIELD_FEATURES})[feature].__doc__  # type: ignore[dict-item]

    assert " ".join((meaning or "").split()) in DOCS.read_text(encoding="utf-8")
    assert weights()[feature] != 0
    assert all(feature_label(feature, lang) for lang in LANGUAGES)


def test_ranking_finds_a_body_under_the_name_it_had_before() -> None:
    now = records(
        "Fachverband Obstbau und Weinbau Vlotho",
        "Verein zur Pflege der Heimat Vlotho",
        "Verband der Imker und Gärtner",
        "Obstbauverein Löhne",
        "Weinfreunde Vlotho",
    )

    found = rank(records("Verein für Obstbau und Weinbau"), now, k=3)

    assert found.records[int(found.right[0])].name == now[0].name
    assert len(set(found.weight.tolist())) == 3


@pytest.mark.parametrize(
    ("field", "one", "other"),
    [
        ("phone", "617-555-0134", "+1 (617) 555-0134 x12"),
        ("phone", "05221 131450", "0049 5221 13 14 50"),
        ("postcode", "02139", "02139-7241"),
        ("postcode", "32052", "D-32052"),
        ("street", "12 Main St., Suite 400", "12 Main Street"),
        ("street", "Amtshausstraße 3, 2. OG", "Amtshausstr. 3"),
    ],
)
def test_fields_are_equal_however_they_are_written(field: str, one: str, other: str) -> None:
    fields = field_table([Record(id="1", name="A", **{field: one}), Record(id="2", name="B", **{field: other})])  # type: ignore[arg-type]

    assert fields.columns[field].code[0] == fields.columns[field].code[1] >= 0


def test_a_record_without_legal_form_does_not_join_an_association_and_its_company() -> None:
    found = match(
        records(
            "AWO Kreisverband Herford e.V.",
            "Arbeiterwohlfahrt KV Herford",
            "AWO Kreisverband Herford gGmbH",
            city=("Herford",) * 3,
        )
    )

    same = {pair for pair, decision in zip(found.ids(), found.decision, strict=True) if decision == "same"}
    assert same == {("0", "1")}
