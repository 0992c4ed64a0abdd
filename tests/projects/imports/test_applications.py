"""Dossiers come in by any sheet of the platform: nothing lost, nothing guessed, undone whole."""

import io
import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from atlas.models import ForeignAuthority, LocalAuthority, Theme
from correspondents.imports.apply import apply
from correspondents.imports.kinds import list_kind
from correspondents.imports.plan import build
from correspondents.imports.report import report
from correspondents.imports.sheet import lay_out
from correspondents.imports.undo import undo
from correspondents.models import ImportBatch
from correspondents.spreadsheets.cells import Cell, Sheet
from projects.imports.applications import ApplicationOptions
from projects.imports.values import goals_of, months_of
from projects.models import Application, BudgetLine

from ...correspondents.imports.test_screens import address, columns_of
from ...factories import (
    ApplicationFactory,
    CallFactory,
    ForeignAuthorityFactory,
    OpinionRequestFactory,
    UserFactory,
)
from ...hypothesis_profiles import examples

pytestmark = pytest.mark.django_db
RENNES = "213502388"
HEADINGS = ["N° dossier", "Titre du projet", "Chef de file", "Partenaire", "Pays"]
HEADINGS += ["Montant demandé"]
WATER = ["1001", "Eau inventée", "Rennes", "Ndimagine", "Sénégal", "12 000,50 €"]


def workbook(rows, headings, above=()):
    book = Workbook()
    sheet = book.active
    for row in (*above, headings, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def plan_of(call, *rows, headings=HEADINGS, choices=None, above=()):
    return build(
        workbook(rows, headings, above),
        "dossiers.xlsx",
        kind=list_kind("applications"),
        options=ApplicationOptions(call=call.slug),
        choices=choices,
    )


def outcomes(plan):
    return [str(row.outcome) for row in plan.rows]


def with_more(row, **more):
    """A row and its headings, with other columns after the usual ones."""
    return [*row, *more.values()], [*HEADINGS, *more]


@pytest.fixture
def call():
    return CallFactory(slug="appel-invente")


@pytest.fixture
def messy(call):
    """An export as people have it: a title, a blank line, headings anyhow, texts and numbers."""
    Theme.objects.create(code="eau-inventee", name="Eau inventée")
    headings = [
        *("ID", "Email", "Déposé le", "Établissement SIRET", "Intitulé du projet", "Description"),
        *("Collectivités associées", "Partenaire étranger", "Pays du partenaire"),
        *("Autres collectivités partenaires", "Pays concernés", "Associations partenaires"),
        *("Thème", "ODD visés", "Date de démarrage", "Durée", "Subvention demandée"),
        *("Part de la collectivité (€)", "dont valorisation", "Part du partenaire", "dont suivi"),
        *("Autres financements privés", "e-APD N-1", "Avis du service"),
    ]
    row = [
        *(1001, "marie@ville.example", datetime(2026, 3, 2, 9, 30), f"{RENNES} 00019"),
        *("Eau inventée\npour tous", "Un résumé.", "Département d’Ille-et-Vilaine ; 56121"),
        *("Ndimagine", "SN", "Ndirêve ; Kayes-la-Rêvée (Mali)", "Sénégal, Mali"),
        *("Une association\nUne école", "Eau inventée", "ODD 6 ; 11", "01/01/2027", "2 ans"),
        *("20 000,00 €", 15_000, "5.000", "XOF 3 279 785", "1 000", 0, "oui", "à revoir"),
    ]
    total = [None] * (len(headings) - 1) + ["TOTAL"]
    title = ["Export des dossiers du 3 mars 2026"]
    return {"headings": headings, "above": [title, [None]], "rows": [row, total]}


def plan_messy(call, messy):
    return plan_of(call, *messy["rows"], headings=messy["headings"], above=messy["above"])


def test_a_messy_export_comes_in_whole(call, messy):
    plan = plan_messy(call, messy)
    assert plan.rows[0].messages == []
    apply(plan)

    dossier = Application.objects.get()
    assert (dossier.reference, dossier.title) == ("1001", "Eau inventée\npour tous")
    assert (dossier.filed_on, dossier.starts_on) == (date(2026, 3, 2), date(2027, 1, 1))
    assert (dossier.lead.siren, dossier.months, dossier.aid_declared) == (RENNES, 24, "yes")
    assert (dossier.requested, dossier.monitoring) == (20_000, 1_000)
    assert dossier.currency == "EUR"
    assert dossier.goals == [6, 11]
    assert {theme.code for theme in dossier.themes.all()} == {"eau-inventee"}
    assert {country.pk for country in dossier.countries.all()} == {"SN", "ML"}
    assert {each.name for each in dossier.other_authorities.all()} == {"Ille-et-Vilaine", "Lorient"}
    assert {(each.name, each.country_id) for each in dossier.other_partners.all()} == {
        ("Ndirêve", "SN"),
        ("Kayes-la-Rêvée", "ML"),
    }
    assert dossier.other_bodies == "Une association\nUne école"
    assert dossier.contact_email == "marie@ville.example"


def test_each_budget_column_is_a_line_of_the_year_of_the_start(call, messy):
    apply(plan_messy(call, messy))

    lines = BudgetLine.objects.values_list("funder", "is_in_kind", "amount", "currency", "year")
    assert set(lines) == {
        ("lead", False, Decimal(10_000), "EUR", 2027),
        ("lead", True, Decimal(5_000), "EUR", 2027),
        ("foreign", False, Decimal(3_279_785), "XOF", 2027),
        ("requested", False, Decimal(20_000), "EUR", 2027),
    }


def test_what_no_field_takes_stays_in_the_notes_and_a_total_is_refused(call, messy):
    plan = plan_messy(call, messy)
    apply(plan)

    assert Application.objects.get().notes == "Avis du service : à revoir"
    assert outcomes(plan) == ["new", "rejected"]
    assert plan.rows[1].messages == [
        "Ligne 5 : « Numéro de dossier » n’est pas dit : c’est la clé du dossier."
    ]


@pytest.mark.slow
def test_the_same_file_twice_changes_nothing(call, messy):
    apply(plan_messy(call, messy))

    again = plan_messy(call, messy)
    apply(again)

    assert outcomes(again) == ["identical", "rejected"]
    assert Application.objects.get().versions.count() == 1


@pytest.mark.slow
def test_a_changed_dossier_has_a_new_version_by_who_applied_it(call, delegation):
    apply(plan_of(call, WATER))
    apply(plan_of(call, [*WATER[:5], "15 000 €"]), by=delegation)

    dossier = Application.objects.get()
    assert dossier.requested == 15_000
    assert [version.made_by for version in dossier.versions.all()] == [None, delegation]
    assert report(plan_of(call, WATER))["rows"][0]["changes"] == {
        "requested": ["15\xa0000\xa0€", "12\xa0000,50\xa0€"]
    }


def test_an_empty_cell_erases_nothing_and_an_absent_dossier_stays(call):
    kept = ApplicationFactory(call=call, reference="900")
    row, headings = with_more(WATER, Résumé="Un résumé", Durée=12)
    apply(plan_of(call, row, headings=headings))

    plan = plan_of(call, ["1001", None, None, None, None, None, None, None], headings=headings)
    apply(plan)

    assert outcomes(plan) == ["identical"]
    dossier = Application.objects.get(reference="1001")
    assert (dossier.summary, dossier.months) == ("Un résumé", 12)
    assert Application.objects.filter(pk=kept.pk).exists()


def test_the_number_is_the_key_in_its_call_only(call):
    ApplicationFactory(reference="1001", title="D’un autre appel")

    plan = plan_of(call, WATER, WATER)

    assert outcomes(plan) == ["new", "rejected"]
    assert plan.rows[1].messages == ["A3 : « 1001 » est déjà à la ligne 2."]


@pytest.mark.parametrize(
    ("place", "text", "sentence"),
    [
        (5, "environ 12", "F2 : « environ 12 » n’a pas de monnaie connue (« environ ») ; "),
        (5, "12,000", "F2 : « 12,000 » se lit de deux façons : "),
        (5, "0", "F2 : « 0 » n’est pas un montant demandé : il est plus grand que zéro."),
        (1, None, "Ligne 2 : « Intitulé » n’est pas dit : un dossier nouveau en a besoin."),
        (2, "999999999", "C2 : « 999999999 » n’est le SIREN d’aucune collectivité connue."),
        (4, "France", "E2 : « France » est en France : un partenaire est à l’étranger."),
    ],
)
def test_what_is_not_legible_is_refused_with_its_cell(call, place, text, sentence):
    row = [*WATER]
    row[place] = text

    plan = plan_of(call, row)

    assert outcomes(plan) == ["rejected"]
    assert plan.rows[0].messages[0].startswith(sentence)
    assert report(plan)["rows"][0]["other"]["N° dossier"] == "1001"


@pytest.mark.slow
def test_a_dossier_without_an_amount_comes_in_with_one_to_come(call):
    plan = plan_of(call, [*WATER[:5], None], ["1002", "Puits", "Rennes", "Ndimagine", "Mali", "-"])

    assert outcomes(plan) == ["new", "new"]
    assert [row.application.requested for row in plan.rows] == [None, None]
    assert plan.rows[0].messages == [
        "Ligne 2 : le cofinancement demandé n’est pas dit : il reste à préciser."
    ]
    apply(plan)
    assert Application.objects.get(reference="1001").requested_in_words == "à préciser"


@pytest.mark.parametrize(
    ("heading", "text", "sentence"),
    [
        ("Devise", "ducat", "G2 : « ducat » n’a pas de monnaie connue"),
        ("Devise", "XOF", "F2 : « 12 000,50 € » est en EUR, et la monnaie de la ligne est XOF."),
        ("Part du partenaire (k€)", "12", "G2 : « 12 » est en milliers ou en millions"),
        ("Part du partenaire", "12", "Ligne 2 : « Année du budget » n’est pas dite"),
    ],
)
def test_other_cells_are_refused_too(call, heading, text, sentence):
    row, headings = with_more(WATER, **{heading: text})

    plan = plan_of(call, row, headings=headings)

    assert outcomes(plan) == ["rejected"]
    assert plan.rows[0].messages[0].startswith(sentence)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heading", "text", "reason"),
    [
        ("ODD", "6 et le 4x4", "n’est pas une liste d’ODD : leurs numéros vont de 1 à 17"),
        ("ODD", "18", "n’est pas une liste d’ODD : leurs numéros vont de 1 à 17"),
        ("Durée", "longue", "n’est pas une durée : écrivez un nombre de mois"),
        ("Déposé le", "31/02/2026", "n’est pas une date : écrivez JJ/MM/AAAA"),
        ("Début", "été 2027", "n’est pas une date : écrivez JJ/MM/AAAA"),
        ("e-APD", "peut-être", "n’est ni oui, ni non, ni inconnu"),
        ("Année", "mars", "n’est pas une année entre 2000 et 2100"),
        ("Courriel", "renée.fictive@", "n’est pas une adresse électronique"),
        ("Contact", "x" * 121, "dépasse 120 caractères"),
        ("Adresse", "x" * 501, "dépasse 500 caractères"),
        ("Résumé", "x" * 5_001, "dépasse 5000 caractères"),
        ("Part du partenaire", "-", "ne dit pas de montant"),
        ("dont suivi", "néant", "ne dit pas de montant"),
    ],
)
def test_an_optional_cell_that_cannot_be_read_goes_to_the_notes(call, heading, text, reason):
    row, headings = with_more(WATER, **{heading: text})

    plan = plan_of(call, row, headings=headings)
    apply(plan)

    shown = text if len(text) <= 80 else f"{text[:80]}…"
    assert plan.rows[0].messages == [f"G2 : « {shown} » {reason} : gardé dans les notes."]
    assert Application.objects.get().notes == f"{heading} : {text}"
    assert outcomes(plan_of(call, row, headings=headings)) == ["identical"]


def test_an_unknown_country_waits_for_a_person(call):
    row = [*WATER[:4], "Atlantide", WATER[5]]
    plan = plan_of(call, row)
    [question] = plan.rows[0].questions

    assert outcomes(plan) == ["ambiguous"]
    answered = plan_of(call, row, choices={question.key: "other:Sénégal"})
    assert answered.rows[0].country.pk == "SN"


def faulty(heading, fault):
    """The plan of a row whose cell of this heading is not what a person sees."""
    row, headings = with_more(WATER, Durée=18)
    place = headings.index(heading) + 1
    call = CallFactory()
    sheet = Sheet(
        "Dossiers",
        [
            [Cell(1, n, text) for n, text in enumerate(headings, 1)],
            [Cell(2, n, v, fault=fault if n == place else "") for n, v in enumerate(row, 1)],
        ],
    )
    kind = list_kind("applications")
    listings = [lay_out(sheet, kind.vocabulary)]
    return kind.plan(
        "", None, listings, ApplicationOptions(call=call.slug), {}, progress=lambda percent: None
    )


def test_a_cell_that_is_not_what_a_person_sees_goes_aside_or_refuses():
    aside = faulty("Durée", "formule sans résultat").rows[0]
    refused = faulty("Montant demandé", "formule sans résultat").rows[0]

    assert str(aside.outcome) == "new"
    assert aside.messages == [
        "G2 : « 18 » ne se lit pas : formule sans résultat : gardé dans les notes."
    ]
    assert aside.application.notes == "Durée : 18"
    assert str(refused.outcome) == "rejected"
    assert refused.messages == ["F2 : « 12 000,50 € » ne se lit pas : formule sans résultat."]


@pytest.mark.parametrize(
    ("value", "unit", "months"), [(2, "ans", 24), (18, "mois", 18), (6, "", 6)]
)
def test_a_duration_has_the_unit_that_its_format_shows(value, unit, months):
    assert months_of("months", f"{value} {unit}".strip()) == months


def test_a_long_title_is_cut_and_whole_in_the_notes(call):
    row = ["1001", "Eau " * 60, *WATER[2:]]

    apply(plan_of(call, row))

    dossier = Application.objects.get()
    assert (len(dossier.title), dossier.title[-1]) == (200, "…")
    assert dossier.notes == f"Titre du projet : {row[1].strip()}"
    assert outcomes(plan_of(call, row)) == ["identical"]


@pytest.mark.parametrize(
    "text",
    [
        *("6, 11", "ODD6/ODD11", "11 et 6", "ODD 6 : Eau propre et assainissement\n• ODD n° 11"),
        "Villes et communautés durables, eau propre et assainissement",
    ],
)
def test_goals_are_read_as_people_write_them(text):
    assert goals_of("goals", text) == [6, 11]


@pytest.mark.slow
@pytest.mark.parametrize("text", ["-", "à préciser"])
def test_a_dossier_whose_amount_is_to_come_is_there_without_one(call, text):
    plan = plan_of(call, [*WATER[:5], text])
    apply(plan)

    assert plan.rows[0].messages == [
        f"F2 : « {text} » ne dit pas de montant : gardé dans les notes."
    ]
    dossier = Application.objects.whole().get()
    assert (dossier.requested, dossier.notes) == (None, f"Montant demandé : {text}")
    assert dossier.requested_in_words == "à préciser"
    assert outcomes(plan_of(call, [*WATER[:5], text])) == ["identical"]
    apply(plan_of(call, WATER))
    assert Application.objects.get().requested == Decimal("12000.50")


def test_a_machine_number_is_rounded_with_a_word(call):
    plan = plan_of(call, [*WATER[:5], "468120.9625"])

    assert plan.rows[0].application.requested == Decimal("468120.96")
    assert plan.rows[0].messages == ["F2 : « 468120.9625 » est arrondi au centime."]


def test_whom_to_write_to_comes_in(call):
    row, headings = with_more(
        WATER,
        **{
            "Nom du contact": "Marie Fictive",
            "Courriel du contact": "marie.fictive@ville.example",
            "Adresse postale": "1 rue Inventée\n35000 Rennes",
        },
    )

    apply(plan_of(call, row, headings=headings))

    dossier = Application.objects.get()
    assert dossier.contact_name == "Marie Fictive"
    assert dossier.contact_email == "marie.fictive@ville.example"
    assert dossier.postal_address == "1 rue Inventée\n35000 Rennes"


@pytest.mark.slow
def test_homonyms_wait_for_a_person_who_chooses(call):
    row, headings = with_more(WATER, **{"Autres collectivités": "Lorient ; Saint-Aubin"})
    plan = plan_of(call, row, headings=headings)

    [question, omission] = plan.rows[0].questions
    assert omission.key == "omit:Sheet!G2"
    assert outcomes(plan) == ["ambiguous"]
    assert plan.rows[0].messages[0].startswith("G2 : « Saint-Aubin » est le nom de plusieurs")

    chosen = plan_of(call, row, headings=headings, choices={question.key: question.choices[0][0]})
    apply(chosen)
    joined = Application.objects.get().other_authorities.all()
    assert {each.name for each in joined} == {"Lorient", "Saint-Aubin"}


def test_the_country_of_the_partner_among_several_is_asked(call):
    row = [*WATER]
    row[4] = "Sénégal ; Mali"
    plan = plan_of(call, row)

    [question] = plan.rows[0].questions
    assert [value for value, _ in question.choices] == ["SN", "ML", "aside"]

    apply(plan_of(call, row, choices={question.key: "ML"}))
    dossier = Application.objects.get()
    assert dossier.partner.country_id == "ML"
    assert {country.pk for country in dossier.countries.all()} == {"SN", "ML"}


def test_a_known_partner_is_recognised_and_a_new_one_created_once(call):
    known = ForeignAuthorityFactory(name="Ndimagine")
    other = ["1002", "Écoles inventées", RENNES, "Ndirêve", "SN", 5_000]

    plan = plan_of(call, WATER, other, ["1003", *other[1:]])
    apply(plan)

    assert plan.rows[0].application.partner == known
    assert ForeignAuthority.objects.filter(name="Ndirêve").count() == 1


@pytest.mark.slow
def test_an_unknown_theme_is_kept_in_the_notes(call):
    theme = Theme.objects.create(code="eau-inventee", name="Eau inventée")
    row, headings = with_more(WATER, Thèmes="Eau inventée, Inconnue")

    apply(plan_of(call, row, headings=headings))

    dossier = Application.objects.get()
    assert [*dossier.themes.all()] == [theme]
    assert dossier.notes == "Thèmes : Eau inventée, Inconnue"
    assert outcomes(plan_of(call, row, headings=headings)) == ["identical"]


def test_a_month_alone_is_kept_in_the_notes(call):
    row, headings = with_more(WATER, Début="janvier 2027")

    apply(plan_of(call, row, headings=headings))

    dossier = Application.objects.get()
    assert (dossier.starts_on, dossier.notes) == (None, "Début : janvier 2027")


@pytest.mark.parametrize(
    "text",
    [
        "15/01/2026 10:33",
        "15/01/2026 à 10h33",
        "2026-01-15 10:33:45",
        "2026-01-15 10:33:45 +0100",
        "2026-01-15T10:33:45+01:00",
        "2026-01-14T23:30:00Z",
    ],
)
def test_a_moment_of_filing_is_its_day_in_paris(call, text):
    row, headings = with_more(WATER, **{"Déposé le": text})

    apply(plan_of(call, row, headings=headings))

    assert Application.objects.get().filed_on == date(2026, 1, 15)


def test_a_budget_split_by_hand_is_left_to_the_hand(call):
    dossier = ApplicationFactory(
        call=call, reference="1001", lines=[("lead", 500, False), ("lead", 500, False)]
    )
    headings = ["N° dossier", "Part de la collectivité", "Année"]

    same = plan_of(call, ["1001", 1_000, 2027], headings=headings)
    other = plan_of(call, ["1001", 1_200, 2027], headings=headings)

    assert outcomes(same) == outcomes(other) == ["identical"]
    assert "tient en 2 lignes du budget" in other.rows[0].messages[0]
    assert other.rows[0].conflicts == {"lead_money": ["1\xa0000\xa0€", "1\xa0200\xa0€"]}
    assert dossier.budget_lines.count() == 2


@pytest.mark.slow
def test_undoing_takes_back_all_that_the_import_wrote(call, messy):
    Theme.objects.create(code="autre-inventee", name="Autre inventée")
    apply(plan_of(call, WATER))
    before = Application.objects.get().versions.last().record
    batch = apply(plan_messy(call, messy))
    assert Application.objects.get().versions.last().record != before

    left = undo(batch.pk).left_alone

    dossier = Application.objects.get()
    assert left == []
    assert dossier.versions.last().record == before
    assert (dossier.versions.count(), dossier.budget_lines.count()) == (3, 0)
    assert not ForeignAuthority.objects.filter(name="Ndirêve").exists()


@pytest.mark.slow
def test_undoing_deletes_what_was_created_with_its_partner(call):
    batch = apply(plan_of(call, WATER))

    assert undo(batch.pk).left_alone == []
    assert not Application.objects.exists()
    assert not ForeignAuthority.objects.filter(name="Ndimagine").exists()


@pytest.mark.slow
@pytest.mark.parametrize("is_new", [True, False])
def test_a_dossier_about_which_a_post_is_asked_stays_whole(call, is_new):
    first = apply(plan_of(call, WATER))
    row, headings = with_more(WATER, **{"Part du partenaire": 500, "Année": 2027})
    last = first if is_new else apply(plan_of(call, row, headings=headings))
    OpinionRequestFactory(application=Application.objects.get())

    batch = undo(last.pk)

    assert ("dossier", "un avis, une pièce ou une décision en dépend désormais") in [
        (line["table"], line["reason"]) for line in batch.left_alone
    ]
    assert Application.objects.get().partner.name == "Ndimagine"
    assert BudgetLine.objects.count() == (0 if is_new else 2)


@pytest.mark.slow
def test_a_dossier_changed_since_stays_whole(delegation_client, call):
    batch = apply(plan_of(call, WATER))
    dossier = Application.objects.get()
    dossier.countries.add("ML")
    dossier.versions.model.objects.keep(dossier, by=None)

    left = undo(batch.pk).left_alone

    assert left[0]["reason"] == "modifié depuis"
    assert Application.objects.get().countries.count() == 2


TEXTS = st.sampled_from(["", "Rennes", "Lorient", RENNES, "Saint-Aubin", "Nulle-Part"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "2", "3", ""]),
        st.sampled_from(["", "Eau", "Écoles"]),
        TEXTS,
        st.sampled_from(["", "Ndimagine", "Ndirêve"]),
        st.sampled_from(["", "SN", "Sénégal ; Mali", "Mali"]),
        st.one_of(st.integers(0, 10**6), st.sampled_from(["", "12 000,50 €", "12,000", "XOF 5"])),
        st.one_of(st.none(), st.integers(0, 10**6)),
        st.sampled_from(["", "Eau", "une remarque", "=1+1"]),
        st.sampled_from(["2027", "", "mars"]),
    ),
    min_size=1,
    max_size=5,
)


@examples(15)
@given(rows=ROWS)
def test_whatever_the_file_again_is_no_change_and_undone_is_nothing(db, rows):
    headings = [*HEADINGS, "Part du partenaire", "Remarque", "Année"]
    call = CallFactory()

    batch = apply(plan_of(call, *rows, headings=headings))
    again = plan_of(call, *rows, headings=headings)

    assert {"new", "modified"}.isdisjoint(outcomes(again))
    assert undo(batch.pk).left_alone == []
    assert not Application.objects.filter(call=call).exists()


@pytest.mark.slow
def test_a_plan_costs_the_same_whatever_its_rows(call):
    def cost(number):
        rows = [[str(n), *WATER[1:]] for n in range(number)]
        with CaptureQueriesContext(connection) as queries:
            plan_of(call, *rows)
        return len(queries)

    cost(1)
    assert cost(2) == cost(40)


# The command


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "dossiers.xlsx"
    path.write_bytes(workbook([WATER, ["1002"]], HEADINGS).read())
    return path


def test_the_command_prints_the_plan_of_the_inventory(call, path, capsys):
    call_command("import_applications", path, call=call.slug, json=True)

    document = json.loads(capsys.readouterr().out)
    assert document["totals"]["new"] == 1
    assert {
        key: document["rows"][0][key]
        for key in ["outcome", "reference", "authority", "country", "partner"]
    } == {
        "outcome": "new",
        "reference": "1001",
        "authority": RENNES,
        "country": "SN",
        "partner": "Ndimagine",
    }
    assert not Application.objects.exists()


def test_the_command_writes_when_told(call, path, capsys):
    call_command("import_applications", path, call=call.slug, apply=True)

    assert "appliqué." in capsys.readouterr().out
    assert Application.objects.get().call == call


def test_the_command_wants_a_call_that_is_one(path):
    with pytest.raises(CommandError, match="Aucun appel n’a l’adresse courte « rien »"):
        call_command("import_applications", path, call="rien")


# The screens


def uploaded(client, call, *rows):
    file = SimpleUploadedFile("dossiers.xlsx", workbook(rows, HEADINGS).read())
    posted = {"file": file, "edition": "2026-11-20", "call": call}
    add = f"{reverse('admin:correspondents_importbatch_add')}?liste=applications"
    return client.post(add, posted), ImportBatch.objects.first()


@pytest.mark.slow
def test_a_file_goes_from_upload_to_undo(delegation_client, delegation, call):
    client = delegation_client
    response, batch = uploaded(client, call.slug, WATER, ["1002", "Sans le reste"])
    shown = client.get(response.url)
    client.post(response.url, columns_of(shown))

    new = client.get(f"{address('change', batch)}?pile=new").content.decode()
    assert f"Appel : {call.title}." in new
    assert "Rennes (commune, Ille-et-Vilaine)" in new
    assert "Autorités locales étrangères à créer : Ndimagine." in new

    client.post(address("appliquer", batch))
    dossier = Application.objects.get()
    assert dossier.versions.get().made_by == delegation
    assert client.get(address("rejets", batch)).status_code == 200

    client.post(address("annuler", batch))
    assert not Application.objects.exists()


def test_a_call_must_be_chosen(delegation_client, call):
    response, batch = uploaded(delegation_client, "")

    assert response.context["form"].errors["call"] == [
        "Choisissez l’appel auquel répondent ces dossiers."
    ]
    assert batch is None


@pytest.mark.slow
def test_the_call_may_be_changed_while_the_plan_waits(delegation_client, call):
    other = CallFactory(title="L’autre appel")
    _, batch = uploaded(delegation_client, call.slug, WATER)

    delegation_client.post(address("options", batch), {"call": other.slug})

    batch.refresh_from_db()
    assert (batch.report["call"], batch.totals["new"]) == ("L’autre appel", 1)


@pytest.mark.slow
def test_a_modified_dossier_shows_what_changes(delegation_client, call):
    apply(plan_of(call, WATER))
    _, batch = uploaded(delegation_client, call.slug, [*WATER[:4], "Mali", "15 000 €"])

    page = delegation_client.get(f"{address('change', batch)}?pile=modified").content.decode()

    assert "15\xa0000\xa0€" in page
    assert "Pays du projet" in page


def test_imports_are_the_delegations(client, dakar, call):
    client.force_login(UserFactory(post=dakar))

    response, batch = uploaded(client, call.slug, WATER)

    assert (response.status_code, batch) == (302, None)
    assert LocalAuthority.objects.filter(siren=RENNES).exists()


def omitted(*codes):
    return {f"omit:Sheet!{address}": "without" for address in codes}


def omissions(plan):
    keys = [question.key for question in plan.rows[0].questions]
    return [key for key in keys if key.startswith("omit:")]


@pytest.mark.slow
def test_an_amount_that_reads_two_ways_is_left_out_by_a_person(call):
    row, headings = with_more([*WATER[:5], "12,000"], **{"Part du chef de file": "3,000"})
    assert omissions(plan_of(call, row, headings=headings)) == ["omit:Sheet!F2", "omit:Sheet!G2"]
    half = plan_of(call, row, headings=headings, choices=omitted("F2"))
    assert outcomes(half) == ["rejected"]
    assert omissions(half) == ["omit:Sheet!G2", "omit:Sheet!F2"]

    plan = plan_of(call, row, headings=headings, choices=omitted("F2", "G2"))
    apply(plan)

    assert outcomes(plan) == ["new"]
    dossier = Application.objects.get()
    assert dossier.requested is None
    assert "Montant demandé : 12,000" in dossier.notes
    assert plan.rows[0].messages[0].startswith("F2 : « 12,000 » est laissé de côté")


def test_what_the_dossier_needs_has_no_button(call):
    plan = plan_of(call, ["1001", "Eau inventée", "Nulle-Part-Inventé", *WATER[3:]])

    assert omissions(plan) == []


def test_an_export_of_a_text_in_paragraphs_comes_back_unchanged(call):
    row, headings = with_more(WATER, Résumé="Un résumé.")
    apply(plan_of(call, row, headings=headings))
    Application.objects.update(summary="Un  résumé.\n\nEn deux parties.")

    row, headings = with_more(WATER, Résumé="Un  résumé.\n\nEn deux parties.")

    assert outcomes(plan_of(call, row, headings=headings)) == ["identical"]
