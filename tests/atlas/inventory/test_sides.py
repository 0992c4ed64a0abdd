"""What a post says of the sides of a partnership: others beside the leads, level, point,
and the first convention of one that it adds."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest

from atlas.models import Agreement, ForeignAuthority, LocalAuthority, Partnership
from correspondents.models import Country, Proposal
from tests.factories import (
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

from .test_inventory import ADD, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def validator(client, dakar):
    user = UserFactory(post=dakar, post_function="validates")
    client.force_login(user)
    return user


@pytest.fixture
def drafter(client, dakar):
    user = UserFactory(post=dakar, post_function="drafts")
    client.force_login(user)
    return user


@pytest.fixture
def row(db):
    return PartnershipFactory()


def url_of(row):
    return f"/espace-poste/inventaire/fiches/{row.pk}/"


def send(client, row, **values):
    url = url_of(row)
    return client.post(url, form_of(client, url, **values))


def errors(response, name):
    assert response.status_code == 422
    return " ".join(response.context["form"].errors[name])


def others(row):
    row = Partnership.objects.get(pk=row.pk)
    return (
        {a.name for a in row.other_authorities.all()},
        {a.name for a in row.other_partners.all()},
    )


def test_others_are_added_and_taken_away_line_by_line(client, validator, row):
    nearby = ForeignAuthorityFactory(name="Kimagine")

    send(
        client,
        row,
        french_members="Rennes\n243500139",
        foreign_members="Kimagine\nBarimagine (nouvelle)",
    )

    assert others(row) == ({"Rennes", "Rennes Métropole"}, {"Kimagine", "Barimagine"})
    page = form_of(client, url_of(row))
    assert f"Kimagine (n° {nearby.pk})" in page["foreign_members"]
    assert "Rennes (213502388)" in page["french_members"]

    send(client, row, french_members="Rennes (213502388)", foreign_members="")
    assert others(row) == ({"Rennes"}, set())


def test_saving_again_what_is_shown_changes_nothing(client, validator, row):
    japan = ForeignAuthorityFactory(country=Country.objects.get(pk="JP"))
    row.foreign_members.create(authority=japan)
    row.french_members.create(authority=LocalAuthority.objects.get(siren="213502388"))
    before = others(row), list(row.foreign_members.values_list("pk"))

    response = send(client, row)

    assert response.status_code == 302
    assert (others(row), list(row.foreign_members.values_list("pk"))) == before


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("french_members", "Sainte-Colombe", "Écrivez l’une de celles-ci"),
        ("french_members", "Zzyxville", "« Zzyxville »"),
        ("foreign_members", "Zzyx", "« Zzyx » n’est pas connue de l’Atlas (Sénégal)"),
        ("foreign_members", "(nouvelle)", "n’est pas connue"),
        ("foreign_members", "Zzyx (n° 99999999)", "n’est pas connue"),
        ("partner_point", "14.69", "Écrivez la latitude puis la longitude"),
        ("partner_point", "nan, 3", "n’est pas un point"),
        ("partner_point", "91, 3", "n’est pas un point"),
        ("partner_level", "ville", "choix"),
    ],
)
def test_what_cannot_be_read_says_why_and_writes_nothing(client, validator, row, name, text, said):
    response = send(client, row, **{name: text, "context": "Perdu ?"})

    assert said in errors(response, name)
    assert Partnership.objects.get(pk=row.pk).context == row.context


def test_the_leads_are_not_beside_themselves(client, validator, row):
    code = row.lead.code

    response = send(client, row, french_members=f"{row.lead.name} ({code})")

    assert response.status_code == 422
    assert "est déjà la chef de file" in response.content.decode()
    response = send(client, row, foreign_members=f"{row.partner} (n° {row.partner.pk})")
    assert "est déjà le partenaire chef de file" in response.content.decode()


def test_the_level_and_the_point_of_the_partner_are_the_partners(client, validator, row):
    send(client, row, partner_level="region", partner_point="14.69, -17.44")

    partner = ForeignAuthority.objects.get(pk=row.partner.pk)
    assert (partner.level, partner.latitude, partner.longitude) == ("region", 14.69, -17.44)
    assert ForeignAuthority.pgh_event_model.objects.filter(pgh_obj=partner.pk).count() > 1


def test_a_drafter_proposes_them_and_the_post_accepts(client, drafter, dakar, row):
    send(client, row, french_members="Rennes", partner_level="region", partner_point="1, 2")

    assert others(row) == (set(), set())
    told = {p.field: p for p in Proposal.objects.about(row)}
    assert set(told) == {"french_members", "partner_level", "partner_point"}
    assert told["french_members"].shown_new == "Rennes"
    assert told["partner_level"].shown_new == "région"

    Proposal.objects.decide(
        [(p, "") for p in told.values()],
        [],
        by=UserFactory(post=dakar, post_function="validates"),
    )

    assert others(row) == ({"Rennes"}, set())
    assert ForeignAuthority.objects.get(pk=row.partner.pk).latitude == 1


def test_the_review_shows_the_sides(client, validator, drafter, dakar, row):
    send(client, row, foreign_members="Barimagine (nouvelle)")
    client.force_login(validator)

    page = client.get(Proposal.objects.get().get_absolute_url()).content.decode()

    assert "nouvelle Barimagine" in page
    assert "Autres partenaires" in page


# A partnership to be added, with its first convention


def addition(**values):
    lead, partner = LocalAuthorityFactory(), ForeignAuthorityFactory(name="Kimagine")
    return (
        f"{ADD}?collectivite={lead.code}&pays=SN&partenaire=Kimagine&autorite={partner.pk}",
        {
            "kind": "agreement",
            "convention_object": "Eau et assainissement",
            "convention_signed_on": "2024-05",
            "convention_amount": "12000.50",
            "convention_currency": "EUR",
            **values,
        },
    )


def test_a_partnership_comes_with_its_convention(client, validator):
    url, sent = addition(french_members="Rennes")

    response = client.post(url, form_of(client, url, **sent))

    assert response.status_code == 302
    agreement = Agreement.objects.get()
    assert (agreement.object, agreement.signed_on) == ("Eau et assainissement", "2024-05")
    assert (str(agreement.amount), agreement.currency) == ("12000.50", "EUR")
    assert others(agreement.partnership)[0] == {"Rennes"}


def test_a_drafter_proposes_the_convention_with_the_partnership(client, drafter, dakar):
    url, sent = addition()

    client.post(url, form_of(client, url, **sent))

    assert not Partnership.objects.exists()
    proposals = list(Proposal.objects.pending())
    shown = {p.field: p.shown_new for p in proposals}
    assert shown["agreement"].startswith("Eau et assainissement, signée : mai 2024")
    Proposal.objects.decide(
        [(p, "") for p in proposals], [], by=UserFactory(post=dakar, post_function="validates")
    )
    assert Agreement.objects.get().partnership.kind == "agreement"


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"convention_object": ""}, "convention_object"),
        ({"convention_signed_on": "hier"}, "convention_signed_on"),
        ({"convention_currency": ""}, None),
    ],
)
def test_a_convention_half_told_writes_nothing(client, validator, values, name):
    url, sent = addition(**values)

    response = client.post(url, form_of(client, url, **sent))

    assert response.status_code == 422
    assert response.context["form"].errors[name or "__all__"]
    assert not Partnership.objects.exists()


def test_without_a_convention_none_is_written(client, validator):
    url, sent = addition(**{f"convention_{n}": "" for n in ["object", "signed_on", "amount"]})

    response = client.post(url, form_of(client, url, **sent | {"convention_currency": ""}))

    assert response.status_code == 302
    assert not Agreement.objects.exists()


def test_an_addition_shows_and_keeps_what_is_known_of_the_partner(client, validator):
    url, sent = addition()
    partner = ForeignAuthority.objects.get(name="Kimagine")
    ForeignAuthority.objects.update(level="region", latitude=14.5, longitude=-17.25)

    shown = form_of(client, url, **sent)
    client.post(url, shown)

    assert (shown["partner_level"], shown["partner_point"]) == ("region", "14.5, -17.25")
    partner.refresh_from_db()
    assert (partner.level, partner.latitude) == ("region", 14.5)


def test_a_new_partner_has_no_level_until_somebody_says_it(client, drafter):
    lead = LocalAuthorityFactory()
    url = f"{ADD}?collectivite={lead.code}&pays=SN&partenaire=Zzyximagine&autorite=nouveau"

    client.post(url, form_of(client, url, kind="agreement"))

    assert [p.field for p in Proposal.objects.pending()] == ["kind"]


SIDES = "?collectivite=213502388&pays=SN&partenaire=Zzyxfeint&autorite=nouveau"
TEXT = "Un long texte sur un projet d’eau."


def searched(client, address, **values):
    """The page after « Chercher de nouveau », with the record typed in the form beside it."""
    return client.post(address, {"cotes": SIDES, "context": TEXT, "chercher": "", **values})


@pytest.mark.parametrize("address", [ADD, "/atlas/proposer/"])
def test_another_search_loses_nothing_of_the_record(client, request, settings, address):
    settings.FORM_MIN_SECONDS = 0
    if address == ADD:
        request.getfixturevalue("validator")
    names = {"collectivite": "213502388", "pays": "SN", "partenaire": "Fuzzyfeint"}

    page = searched(client, address + SIDES, **names)

    assert page.status_code == 200
    assert page.context["sides"].partner_name == "Fuzzyfeint"
    assert page.context["form"]["context"].value() == TEXT
    assert TEXT in page.content.decode()
    assert "erreurs" not in page.content.decode()
    assert not Partnership.objects.exists()


def test_a_side_chosen_by_its_code_is_shown_by_its_name_and_kept(client, validator):
    doubs = LocalAuthorityFactory(name="Doubsfeint", type="departement")
    lead = LocalAuthorityFactory(name="Sainte-Fictive", department=doubs)
    LocalAuthorityFactory(name="Sainte-Fictive")
    sides = {"collectivite": lead.code, "pays": "sn", "partenaire": "Zzyxfeint"}

    first = client.get(f"{ADD}?{urlencode(sides)}")
    shown = first.context["sides_form"]["collectivite"].value()
    again = client.get(f"{ADD}?{urlencode({**sides, 'collectivite': shown})}")

    assert shown == "Sainte-Fictive (Doubsfeint)"
    assert 'value="Sainte-Fictive (Doubsfeint)"' in first.content.decode()
    assert first.context["sides"].lead == again.context["sides"].lead == lead
    assert f"collectivite={lead.code}" in first.context["query"].urlencode()


def test_a_side_offered_for_another_of_its_names_says_so(client, validator):
    today = LocalAuthorityFactory(name="Val-de-Fiction")
    LocalAuthorityFactory(name="Sainte-Fictive", successor=today)
    LocalAuthorityFactory(name="Sainte-Fictive", population=12)
    sides = {"collectivite": "Sainte-Fictive", "pays": "sn", "partenaire": "Zzyxfeint"}

    page = client.get(f"{ADD}?{urlencode(sides)}").content.decode()

    assert page.count("dont « Sainte-Fictive » est un ancien nom ou une partie") == 1
    line = page.split("dont « Sainte-Fictive »")[0].rpartition("<li>")[2]
    assert today.told_apart in line


def test_likely_sides_are_chosen_without_losing_the_record(client, validator):
    for name in ("Zzyxfeint", "Zzyxfeinte"):
        ForeignAuthorityFactory(name=name)
    names = {"collectivite": "213502388", "pays": "SN", "partenaire": "Zzyxfein"}

    page = searched(client, ADD + SIDES, **names)
    choices = re.findall(r'name="chercher" value="([^"]+)"', page.content.decode())
    unsettled = client.post(ADD, {"cotes": "?" + page.context["query"].urlencode()})
    settled = searched(client, ADD, chercher=unescape(choices[0]))

    assert not page.context["sides"].are_settled
    assert unsettled.status_code == 200
    assert settled.context["sides"].are_settled
    assert settled.context["form"]["context"].value() == TEXT


def test_a_record_is_of_the_sides_that_its_page_shows(client, validator):
    names = {"collectivite": "213502388", "pays": "SN", "partenaire": "Fuzzyfeint"}
    sent = {**names, "cotes": f"?{urlencode({**names, 'autorite': 'nouveau'})}", "context": TEXT}

    client.post(ADD + SIDES, sent | {"seen": ""})

    assert Partnership.objects.get().partner.name == "Fuzzyfeint"
