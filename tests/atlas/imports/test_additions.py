"""A file completes what the base knows; it takes nothing from it."""

from atlas.models import LocalAuthority, Partnership
from correspondents.imports.apply import apply

from ...factories import PartnershipFactory
from ..listed import RENNES, outcomes, plan_of, rows_of


def test_a_reserved_status_is_not_written_over_by_a_file(db):
    broken = PartnershipFactory(
        lead=LocalAuthority.objects.get(siren=RENNES),
        partner__name="Ndimagine",
        source="",
        status="broken",
        status_reason="Annoncée au conseil",
        status_since="2024",
        status_source="Délibération",
    )
    plan = plan_of("Commune;Partenaire;Pays;État;Année\nRennes;Ndimagine;SN;En cours;1987\n")

    assert rows_of(plan)[0]["changes"] == {"first_signed_year": [None, 1987]}
    assert "l’état « rompu » est gardé" in rows_of(plan)[0]["messages"][0].lower()
    apply(plan)
    broken.refresh_from_db()
    assert (broken.status, broken.first_signed_year) == ("broken", 1987)


def test_a_kind_that_the_import_supposes_does_not_replace_a_known_one(db):
    lead = LocalAuthority.objects.get(siren=RENNES)
    PartnershipFactory(lead=lead, partner__name="Ndimagine", kind="agreement", source="")

    plan = plan_of("Commune;Partenaire;Pays\nRennes;Ndimagine;SN\n", kind="twinning")

    assert outcomes(plan) == ["identical"]


def test_an_end_before_the_start_that_the_base_knows_goes_aside(db):
    lead = LocalAuthority.objects.get(siren=RENNES)
    PartnershipFactory(lead=lead, partner__name="Ndimagine", started="2019", source="")

    row = rows_of(plan_of("Commune;Partenaire;Pays;Fin\nRennes;Ndimagine;SN;2018\n"))[0]

    assert row["outcome"] == "modified"
    assert row["changes"] == {"other_data": [{}, {"Fin": "2018"}]}
    assert row["messages"] == [
        "D2 : « 2018 » est avant le début, 2019 : gardé dans les autres données."
    ]


def test_an_identifier_is_that_of_one_partnership(db):
    PartnershipFactory(partner__name="Autrepart", source="Liste", source_id="A1")
    text = (
        "Commune;Partenaire;Pays;Source;Identifiant source\n"
        "Rennes;Ndimagine;SN;Liste;A1\n"
        "Rennes;Diofior;SN;Liste;A2\n"
        "Rennes;Fatick;SN;Liste;A2\n"
        "Rennes;Foundiougne;SN;Autre liste;A2\n"
    )
    plan = plan_of(text)

    assert outcomes(plan) == ["rejected", "new", "rejected", "new"]
    assert "A1 » est déjà l’identifiant du partenariat «" in plan.rows[0].messages[0]
    assert plan.rows[2].messages == ["E4 : « A2 » est déjà l’identifiant de la ligne 3."]
    apply(plan)
    assert Partnership.objects.count() == 3
    assert outcomes(plan_of(text)) == ["rejected", "identical", "rejected", "identical"]
