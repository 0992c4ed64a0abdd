"""Partnerships come in by any sheet: recognised by codes and exact names, never guessed."""

import json
from pathlib import Path

import pghistory
import pytest
from django.core.management import call_command

from atlas.models import (
    ForeignAuthority,
    ForeignMember,
    FrenchMember,
    LocalAuthority,
    Partnership,
    Rapprochement,
)
from correspondents.imports.apply import apply
from correspondents.imports.undo import undo
from correspondents.models import ImportBatch

from ...factories import (
    ApplicationFactory,
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)
from ..listed import RENNES, outcomes, plan_of, rows_of

TWINNINGS = Path(__file__).resolve().parents[4] / "shared" / "reference" / "twinnings.csv"


def test_a_new_partnership_with_its_new_partner(db):
    plan = plan_of(
        "Collectivité;Partenaire;Pays;Nature;Première signature\n"
        "Rennes;Ndimagine;Sénégal;Jumelage;1987\n"
    )
    apply(plan)

    made = Partnership.objects.get()
    assert (made.lead.siren, made.partner.name, made.partner.country_id) == (
        RENNES,
        "Ndimagine",
        "SN",
    )
    assert (made.kind, made.first_signed_year, made.status) == ("twinning", 1987, "")
    assert made.confirmed_on is None


@pytest.mark.parametrize("who", ["Rennes", "rennes", "Ville de Rennes", "RENNES (35)"])
def test_a_name_is_recognised_in_its_usual_forms(db, who):
    plan = plan_of(f"Commune;Partenaire;Pays\n{who};Ndimagine;SN\n")

    assert rows_of(plan)[0]["authority"] == RENNES


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("Magenta, Marne", "Magenta"),
        ("Arbignieu", "Arboys en Bugey"),
        ("Département d’Ille-et-Vilaine", "Ille-et-Vilaine"),
        ("Région Bretagne", "Bretagne"),
        ("Rennes Métropole", "Rennes Métropole"),
    ],
)
def test_departements_regions_groupings_and_former_communes_are_recognised(db, who, name):
    plan = plan_of(f'Collectivité;Partenaire;Pays\n"{who}";Ndimagine;SN\n')

    assert plan.rows[0].authority.name == name


def test_a_code_is_enough(db):
    plan = plan_of("Code INSEE;Partenaire;Pays\n35238;Ndimagine;SN\n69385;Ndimagine;SN\n")

    assert [row.authority.name for row in plan.rows] == ["Rennes", "Lyon"]


def test_homonyms_wait_for_a_person_who_chooses(db):
    text = "Commune;Partenaire;Pays\nSaint-Aubin;Ndimagine;SN\n"
    row = rows_of(plan_of(text))[0]
    question = row["questions"][0]

    assert row["outcome"] == "ambiguous"
    assert "plusieurs collectivités" in row["messages"][0]

    chosen = question["choices"][0]["value"]
    again = plan_of(text, choices={question["key"]: chosen})

    assert outcomes(again) == ["new"]
    assert again.rows[0].authority.local_code == chosen


@pytest.mark.slow
def test_an_unknown_country_waits_and_one_answer_settles_all_its_rows(db):
    text = "Commune;Partenaire;Pays\nRennes;Ndimagine;Syldavie\nRennes;Ndirêve;Syldavie\n"
    row = rows_of(plan_of(text))[0]
    [question] = row["questions"]

    assert row["outcome"] == "ambiguous"
    assert "« Syldavie » n’est le nom d’aucun pays" in row["messages"][0]
    for answer in ("SN", "other:Sénégal"):
        plan = plan_of(text, choices={question["key"]: answer})
        assert [row.country and row.country.pk for row in plan.rows] == ["SN", "SN"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("UK", "GB"),
        ("el", "GR"),
        ("People's Republic of China", "CN"),
        ("Palestinian National Authority", "PS"),
        ("Republic of Macedonia", "MK"),
        ("Kingdom of the Netherlands", "NL"),
        ("Republic of Korea", "KR"),
        ("Democratic People's Republic of Korea", "KP"),
    ],
)
def test_a_country_goes_by_its_codes_and_its_english_official_name(db, name, code):
    plan = plan_of(f"Commune;Partenaire;Pays\nRennes;Ndimagine;{name}\n")

    assert outcomes(plan) == ["new"]
    assert plan.rows[0].country.pk == code


def test_a_state_that_is_no_more_is_nobodys_name(db):
    assert outcomes(plan_of("Commune;Partenaire;Pays\nRennes;Ndimagine;Prussia\n")) == ["ambiguous"]


def test_an_english_name_is_offered_and_never_taken(db):
    row = rows_of(plan_of("Commune;Partenaire;Pays\nDunkirk;Ndimagine;SN\n"))[0]

    assert row["outcome"] == "ambiguous"
    assert row["authority"] is None
    assert "A2 : « Dunkirk »" in row["messages"][0]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (f"Rennes;{'x' * 201};SN;;", "dépasse 200 caractères"),
        ("Rennes;Ndimagine;France;;", "un partenaire est à l’étranger"),
        ("Rennes;;SN;;", "« Partenaire » n’est pas dit"),
        (";Ndimagine;SN;;", "« Collectivité française » n’est pas dit"),
    ],
)
def test_a_row_that_cannot_be_read_says_what_and_where(db, cells, sentence):
    plan = plan_of(f"Collectivité;Partenaire;Pays;État;Début\n{cells}\n")

    row = rows_of(plan)[0]
    assert row["outcome"] == "rejected"
    assert sentence in " ".join(row["messages"])


def test_a_row_that_says_no_country_waits_for_a_person_to_say_it(db):
    row = rows_of(plan_of("Collectivité;Partenaire;Pays\nRennes;Ndimagine;\n"))[0]

    assert row["outcome"] == "ambiguous"
    assert "« Pays ou territoire » n’est pas dit" in row["messages"][0]
    assert row["questions"][0]["text"] == "Dans quel pays est « Ndimagine » ?"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("heading", "text", "reason"),
    [
        ("État", "Rompu", "est un état réservé"),
        ("État", "Merveilleux", "n’est pas reconnu"),
        ("Nature", "Inouïe", "n’est pas reconnu"),
        ("Niveau", "Royaume", "n’est pas reconnu"),
        ("Début", "31/02/2019", "n’est pas une date"),
        ("Fin", "été 2027", "n’est pas une date"),
        ("Année", "1432", "n’est pas une année entre"),
        ("Latitude", "nord", "n’est pas un nombre de degrés"),
        ("Longitude", "12.5", "n’est que la moitié d’un point"),
        ("Source", "x" * 201, "dépasse 200 caractères"),
        ("Identifiant source", "x" * 81, "dépasse 80 caractères"),
        ("Atlas", "x" * 41, "dépasse 40 caractères"),
    ],
)
def test_an_optional_cell_that_cannot_be_read_goes_aside(db, heading, text, reason):
    file = f"Commune;Partenaire;Pays;{heading}\nRennes;Ndimagine;SN;{text}\n"

    plan = plan_of(file)
    apply(plan)

    [message] = plan.rows[0].messages
    assert message.startswith(f"D2 : « {text[:41]}")
    assert reason in message
    assert Partnership.objects.get().other_data == {heading: text}
    assert outcomes(plan_of(file)) == ["identical"]


def test_the_same_file_twice_changes_nothing(db):
    text = "Commune;Partenaire;Pays;Nature;Remarque\nRennes;Ndimagine;SN;Jumelage;à revoir\n"
    apply(plan_of(text))

    assert outcomes(plan_of(text)) == ["identical"]
    assert Partnership.objects.get().other_data == {"Remarque": "à revoir"}


def test_an_empty_cell_erases_nothing_and_a_full_one_completes(db):
    known = PartnershipFactory(
        lead=LocalAuthority.objects.get(siren=RENNES),
        partner__name="Ndimagine",
        context="Depuis longtemps",
        source="",
    )
    text = "Commune;Partenaire;Pays;Contexte;Année\nRennes;Ndimagine;SN;;1987\n"
    plan = plan_of(text)

    assert rows_of(plan)[0]["changes"] == {"first_signed_year": [None, 1987]}
    apply(plan)
    known.refresh_from_db()
    assert (known.context, known.first_signed_year) == ("Depuis longtemps", 1987)


def test_a_row_said_twice_counts_once(db):
    plan = plan_of("Commune;Partenaire;Pays\nRennes;Ndimagine;SN\nRENNES;ndimagine;Sénégal\n")

    assert outcomes(plan) == ["new", "identical"]
    assert "déjà à la ligne 2" in plan.rows[1].messages[0]
    apply(plan)
    assert Partnership.objects.count() == 1


def test_a_list_seen_from_abroad_does_not_count_the_members_again(db):
    partnership = PartnershipFactory(
        lead=LocalAuthority.objects.get(siren=RENNES), partner__name="Ndimagine"
    )
    FrenchMember.objects.create(
        partnership=partnership, authority=LocalAuthorityFactory(name="Voisinefeinte")
    )
    ForeignMember.objects.create(
        partnership=partnership, authority=ForeignAuthorityFactory(name="Ndirêve")
    )

    plan = plan_of(
        "Pays;Autorité locale étrangère;Collectivité française\n"
        "Sénégal;Ndimagine;Rennes\n"
        "Sénégal;Ndimagine;Voisinefeinte\n"
        "Sénégal;Ndirêve;Rennes\n"
    )

    assert "new" not in outcomes(plan)
    assert plan.partners == []


def test_a_partner_is_known_by_its_geonames_number(db):
    place = ForeignAuthorityFactory(name="Ndimagine", geonames_id=42)
    plan = plan_of("Commune;Partenaire;Pays;GeoNames\nRennes;Dimaguine;SN;42\n")

    assert plan.rows[0].partner.authority == place


def united(kept, merged):
    """The second was found to be the first."""
    pair = Rapprochement.objects.create(kept=kept, merged=merged, reason="essai")
    pair.merge(by=UserFactory(delegation=True))
    return kept


@pytest.mark.parametrize("cells", ["Diofior-Feinte;", "Dioffior-Feinte;", "Autre nom;990017"])
def test_a_partner_found_to_be_another_one_leads_to_the_one_that_is_kept(db, cells):
    kept = ForeignAuthorityFactory(name="Diofior-Feinte")
    united(kept, ForeignAuthorityFactory(name="Dioffior-Feinte", geonames_id=990_017))

    plan = plan_of(f"Commune;Partenaire;geonames_id;Pays\nRennes;{cells};SN\n")
    apply(plan)

    assert Partnership.objects.get().partner == kept


def test_a_name_of_a_merged_one_that_the_kept_one_lost_still_leads_to_it(db):
    first = ForeignAuthorityFactory(name="Dioffior-Feinte", geonames_id=990_017)
    second = united(ForeignAuthorityFactory(name="Diofior-Feinte"), first)
    kept = united(ForeignAuthorityFactory(name="Diofor-Feinte"), second)
    kept.names.all().delete()

    plan = plan_of(
        "Commune;Partenaire;geonames_id;Pays\nRennes;Dioffior-Feinte;;SN\nLyon;Autre;990017;SN\n"
    )

    assert [row.partner.authority for row in plan.rows] == [kept, kept]
    assert plan.partners == []


def test_a_list_seen_from_abroad_knows_those_that_were_merged(db):
    lead = LocalAuthority.objects.get(siren=RENNES)
    merged = ForeignAuthorityFactory(name="Dioffior-Feinte", geonames_id=990_017)
    partnership = PartnershipFactory(lead=lead, partner=merged)
    FrenchMember.objects.create(
        partnership=partnership, authority=LocalAuthorityFactory(name="Voisinefeinte")
    )
    united(ForeignAuthorityFactory(name="Diofior-Feinte"), merged)

    plan = plan_of(
        "Pays;Autorité locale étrangère;GeoNames;Collectivité française\n"
        "SN;Dioffior-Feinte;;Rennes\n"
        "SN;Dioffior-Feinte;990017;Voisinefeinte\n"
        "SN;Diofior-Feinte;;Rennes\n"
    )

    assert outcomes(plan) == ["identical"] * 3
    assert plan.partners == []


def test_two_places_of_a_name_are_two_partners(db):
    plan = plan_of("Commune;Partenaire;Pays;GeoNames\nRennes;Ndim;SN;42\nRennes;Ndim;SN;43\n")
    apply(plan)

    assert ForeignAuthority.objects.filter(name="Ndim").count() == 2


def test_a_name_said_first_without_its_number_is_not_two_places(db):
    lines = "Rennes;Ndim;SN;\nLyon;Ndim;SN;42\nNantes;Ndim;SN;43\n"
    plan = plan_of(f"Commune;Partenaire;Pays;GeoNames\n{lines}")
    apply(plan)

    leads = Partnership.objects.order_by("pk").values_list("partner__geonames_id", flat=True)
    assert list(leads) == [42, 42, 43]
    again = plan_of(f"Commune;Partenaire;Pays;GeoNames\n{lines}")
    assert outcomes(again) == ["ambiguous", "identical", "identical"]


def test_an_import_is_undone_whole(db):
    known = PartnershipFactory(
        lead=LocalAuthority.objects.get(siren=RENNES), partner__name="Ndimagine", source=""
    )
    batch = apply(
        plan_of("Commune;Partenaire;Pays;Année\nRennes;Ndimagine;SN;1987\nRennes;Ndirêve;SN;1990\n")
    )

    undone = undo(batch.pk)

    known.refresh_from_db()
    assert known.first_signed_year is None
    assert list(Partnership.objects.all()) == [known]
    assert not ForeignAuthority.objects.filter(name="Ndirêve").exists()
    assert (undone.state, undone.left_alone) == (ImportBatch.State.UNDONE, [])


def test_what_was_edited_since_is_left_alone_by_the_undoing(db):
    batch = apply(plan_of("Commune;Partenaire;Pays\nRennes;Ndirêve;SN\n"))
    with pghistory.context(user=None):
        Partnership.objects.update(context="Complété à la main")

    undone = undo(batch.pk)

    assert Partnership.objects.count() == 1
    reasons = {line["table"]: line["reason"] for line in undone.left_alone}
    assert "modifié depuis" in reasons["partenariat"]
    assert "autre chose en dépend" in reasons["autorité locale étrangère"]


def test_a_place_that_a_dossier_names_is_left_by_the_undoing(db):
    batch = apply(plan_of("Commune;Partenaire;Pays\nRennes;Ndirêve;SN\n"))
    dossier = ApplicationFactory()
    dossier.other_partners.set(ForeignAuthority.objects.filter(name="Ndirêve"))

    undo(batch.pk)

    assert [place.name for place in dossier.other_partners.all()] == ["Ndirêve"]


@pytest.mark.slow
@pytest.mark.skipif(not TWINNINGS.exists(), reason="les données de référence ne sont pas là")
def test_the_real_twinnings_come_in_whole(db, capsys):
    call_command("import_partnerships", str(TWINNINGS), apply=True, json=True, kind="twinning")
    document = json.loads(capsys.readouterr().out)
    matched = [row for row in document["rows"] if row["authority"]]
    waiting = [row for row in document["rows"] if row["outcome"] in ("ambiguous", "rejected")]

    assert len(document["rows"]) == 3673
    assert len(matched) / 3673 >= 0.98
    assert len(matched) + len(waiting) >= 3673
    assert all(row["messages"] for row in waiting)
    assert Partnership.objects.count() == document["totals"]["new"]
    assert Partnership.objects.exclude(status="").count() == 0

    call_command("import_partnerships", str(TWINNINGS), json=True, kind="twinning")
    again = json.loads(capsys.readouterr().out)

    assert (again["totals"]["new"], again["totals"]["modified"]) == (0, 0)


def test_a_wrong_code_is_left_out_by_a_person_when_the_name_is_right(db):
    text = "Collectivité;SIREN;Partenaire;Pays\nRennes;999999998;Ndimagine;SN\n"
    [question] = plan_of(text).rows[0].questions

    plan = plan_of(text, choices={question.key: "without"})

    row = rows_of(plan)[0]
    assert (row["outcome"], row["authority"]) == ("new", RENNES)
    assert row["other"] == {"SIREN": "999999998"}
    assert row["messages"][0].startswith("B2 : « 999999998 » est laissé de côté")
