"""What anybody reads of the calls, and the acts of the delegation."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import vobject
from django.utils import timezone

from correspondents.models import Country
from projects.models import Call, CallCountry, RequiredPiece
from projects.models.windows import closing

from ...correspondents.admin.test_admin import fields_of
from ...factories import CallFactory
from ...reviews import read_and_done, read_first

pytestmark = pytest.mark.django_db

LIST = "/appels-a-projets/"


def titles(client, query=""):
    return [call.title for call in client.get(LIST + query).context["object_list"]]


def calendar(client, address):
    found = vobject.readOne(client.get(address).content.decode())
    return sorted(e.summary.value for e in found.contents.get("vevent", []))


def test_the_list_narrows_by_country_and_situation(client, senegal):
    CallFactory(title="général")
    clos = CallFactory(title="clos", windows=[(-20, -3)])
    CallCountry.objects.create(call=clos, country=senegal, is_excluded=True)
    CallFactory(title="brouillon", draft=True)

    assert titles(client) == ["général", "clos"]
    assert titles(client, "?pays=sn") == ["général"]
    assert titles(client, "?situation=closed") == ["clos"]
    assert titles(client, "?q=general") == ["général"]


def test_a_draft_is_a_404_for_all_but_the_delegation(client, delegation, cocac):
    CallFactory(slug="prive", draft=True)

    assert client.get(f"{LIST}prive/").status_code == 404
    assert client.get(f"{LIST}prive/agenda.ics").status_code == 404
    client.force_login(cocac)
    assert client.get(f"{LIST}prive/").status_code == 404
    client.force_login(delegation)
    assert "Brouillon" in client.get(f"{LIST}prive/").content.decode()


@pytest.mark.parametrize(
    ("extent", "sentence"),
    [
        ("nothing", "Le porteur ne le lit pas, sauf demande d’accès."),
        ("verdict", "Une fois la décision prise, le porteur en lit le sens de l’avis."),
    ],
)
def test_the_page_says_what_the_applicant_reads_of_opinions(client, extent, sentence):
    call = CallFactory(opinions_told=extent)

    assert sentence in client.get(call.get_absolute_url()).content.decode()


def test_the_page_tells_the_rules_in_words(client):
    call = CallFactory(
        slug="regles",
        minimum_share="10.00",
        in_kind_cap="50",
        minimum_authorities=3,
        applicant_types=["commune", "region"],
    )
    RequiredPiece.objects.create(call=call, name="Convention signée")

    text = client.get(f"{LIST}regles/").content.decode()

    for said in [
        "10 % du budget total au moins",
        "50 % de la part de la collectivité au plus",
        "3 au moins",
        "commune, région",
        "Convention signée",
        "https://depot.example/appel",
    ]:
        assert said in text


def test_the_page_keeps_the_history_of_the_closing(client, delegation):
    window = CallFactory(slug="reporte").windows.get()
    former = window.closes_at
    window.postpone(window.closes_at + timedelta(days=7), because="Grève.", by=delegation)

    text = client.get(f"{LIST}reporte/").content.decode()

    assert f"Clôture reportée : elle était prévue le {closing(former)}." in text
    assert "Grève." in text
    assert str(delegation) not in text


@pytest.mark.slow
def test_a_country_shows_the_calls_open_to_it(client):
    CallFactory(title="Pour tous")
    CallFactory(title="Déjà clos", windows=[(-20, -3)])
    japan = CallFactory(title="Japon seul", every_country=False)
    CallCountry.objects.create(call=japan, country_id="JP")

    senegal = client.get("/pays/sn/").content.decode()

    assert "Pour tous" in senegal
    assert "Déjà clos" not in senegal
    assert "Japon seul" not in senegal
    assert "Japon seul" in client.get("/pays/jp/").content.decode()
    assert "Pour tous" not in client.get("/pays/gp/").content.decode()


def test_openings_and_closings_are_in_the_calendars(client):
    CallFactory(title="Pour tous", slug="tous")
    japan = CallFactory(title="Japon seul", every_country=False)
    CallCountry.objects.create(call=japan, country_id="JP")
    CallFactory(title="Brouillon", draft=True)
    CallFactory(title="Annulé", cancelled_on=timezone.localdate(), cancelled_because="Crédits.")
    here = ["Clôture : Pour tous", "Ouverture : Pour tous"]
    there = ["Clôture : Japon seul", *here[:1], "Ouverture : Japon seul", *here[1:]]
    asia = Country.objects.get(pk="JP").zone_id

    assert calendar(client, "/agenda.ics?pays=sn") == here
    assert calendar(client, f"{LIST}tous/agenda.ics") == here
    assert calendar(client, "/agenda.ics") == there
    assert calendar(client, f"/agenda.ics?zone={asia}") == there


def test_a_closing_put_off_is_the_same_event_later(client, delegation):
    window = CallFactory(slug="tous").windows.get()

    def closing():
        found = vobject.readOne(client.get(f"{LIST}tous/agenda.ics").content.decode())
        return next(e for e in found.contents["vevent"] if "cloture" in e.uid.value)

    before = closing()
    window.postpone(window.closes_at + timedelta(days=7), because="Grève.", by=delegation)
    after = closing()

    assert before.uid.value == after.uid.value
    assert after.dtstart.value == before.dtstart.value + timedelta(days=7)
    assert after.last_modified.value >= before.last_modified.value


# The delegation's acts


def acts(call):
    return f"/admin/projects/call/{call.pk}/actes/"


def test_the_delegation_publishes(delegation_client):
    call = CallFactory(draft=True)

    delegation_client.get(acts(call))
    assert not Call.objects.published().exists()
    read_and_done(delegation_client, acts(call), {"act": "publish"})

    assert Call.objects.published().get().published_by.is_delegation


def test_its_days_and_who_may_file_are_read_before(delegation_client):
    call = CallFactory(draft=True, applicant_types=["commune", "region"])
    call.windows.update(label="Unique")
    call.minimum_share, call.every_country = 15, True
    call.save()

    review = read_first(delegation_client, acts(call), {"act": "publish"}).context["review"]

    facts = dict(review.facts)
    assert facts["Période de dépôt : Unique"] == call.windows.get().period
    assert facts["Qui peut déposer"] == "commune, région"
    assert facts["Ouvert à"] == "tous les pays"
    assert facts["Part de la collectivité"] == "15 % du budget total au moins"
    assert facts["Où déposer"] == call.filing_url
    assert facts["Ce que le porteur lit des avis"] == "rien, sauf demande d’accès"


def test_the_delegation_puts_a_closing_off(delegation_client):
    call = CallFactory()
    window = call.windows.get()
    day = timezone.localdate() + timedelta(days=40)
    sent = {
        "act": "postpone",
        "window": window.pk,
        "closes_at_0": f"{day:%Y-%m-%d}",
        "closes_at_1": "12:00",
    }

    refused = delegation_client.post(acts(call), sent)
    assert "Dites pourquoi la clôture est reportée" in refused.content.decode()
    read_and_done(delegation_client, acts(call), {**sent, "reason": "Grève."})

    window.refresh_from_db()
    assert timezone.localtime(window.closes_at).strftime("%Y-%m-%d %H:%M") == f"{day} 12:00"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Choisissez un acte"),
        ({"act": "postpone"}, "Choisissez la période"),
        ({"act": "postpone", "window": "x", "closes_at_0": "demain"}, "date"),
        ({"act": "cancel"}, "Dites pourquoi l’appel est annulé"),
    ],
)
def test_an_act_that_cannot_be_done_says_why(delegation_client, sent, said):
    call = CallFactory()

    response = delegation_client.post(acts(call), sent)

    assert response.status_code in {200, 422}
    assert said in response.content.decode()
    assert Call.objects.with_dates().get(pk=call.pk).state == "open"


@pytest.mark.slow
def test_the_form_of_a_published_call_keeps_its_dates(delegation_client):
    call = CallFactory(slug="garde")

    page = delegation_client.get(f"/admin/projects/call/{call.pk}/change/").content.decode()

    assert 'name="windows-0-closes_at_0"' not in page
    assert 'name="slug"' not in page


def test_a_call_is_written_on_its_form(delegation_client):
    parts = ["windows", "call_countries", "ceilings", "envelopes", "exchange_rates"]
    parts += ["required_pieces", "criteria"]
    sent = {f"{part}-{word}_FORMS": "0" for part in parts for word in ("TOTAL", "INITIAL")}
    sent |= {
        "family": "generalist",
        "title": "Appel écrit",
        "slug": "appel-ecrit",
        "summary": "En bref.",
        "every_country": "on",
        "applicant_types": ["commune", "region"],
        "opinions_told": "verdict",
        "minimum_share": "8.5",
        "windows-TOTAL_FORMS": "1",
        "windows-0-opens_at_0": "01/03/2027",
        "windows-0-opens_at_1": "09:00",
        "windows-0-closes_at_0": "30/04/2027",
        "windows-0-closes_at_1": "23:59",
    }

    response = delegation_client.post("/admin/projects/call/add/", sent)

    assert response.status_code == 302, response.context["errors"]
    call = Call.objects.get()
    assert response.url == acts(call)
    assert call.applicant_types == ["commune", "region"]
    assert str(call.minimum_share) == "8.50"
    assert timezone.localtime(call.windows.get().closes_at).hour == 23


def test_a_closing_at_midnight_is_the_eve(client):
    """Nobody files on the 15th when the call closes at its first moment."""
    paris = ZoneInfo("Europe/Paris")
    year = timezone.localdate().year + 1
    call = CallFactory(slug="minuit", windows=[])
    opens_at = datetime(year - 2, 11, 1, tzinfo=paris)
    call.windows.create(opens_at=opens_at, closes_at=datetime(year, 1, 15, tzinfo=paris))

    for address in (f"{LIST}minuit/", LIST):
        text = client.get(address).content.decode()
        assert f"14 janvier {year} à minuit" in text
        assert "15 janvier" not in text
    assert f"du 1er novembre {year - 2}" in client.get(f"{LIST}minuit/").content.decode()
    agenda = client.get(f"{LIST}minuit/agenda.ics").content.decode()
    assert f"DTSTART;VALUE=DATE:{year}0114" in agenda
    assert f"{year}0115" not in agenda.replace(f"DTEND;VALUE=DATE:{year}0115", "")


@pytest.mark.parametrize("year", ["2999"])
def test_a_closing_that_cannot_be_is_refused(delegation_client, year):
    call = CallFactory()
    sent = {"act": "postpone", "window": call.windows.get().pk, "reason": "Grève."}
    sent |= {"closes_at_0": f"{year}-01-01", "closes_at_1": "12:00"}

    response = delegation_client.post(acts(call), sent)

    assert "2999 ne va pas" in response.content.decode()


@pytest.mark.slow
def test_what_a_draft_lacks_leads_to_its_fields_and_back_to_its_acts(delegation_client):
    call = CallFactory(draft=True, filing_url="", windows=[], every_country=False)
    form = f"/admin/projects/call/{call.pk}/change/"

    page = delegation_client.get(acts(call)).content.decode()

    for anchor in ("id_filing_url", "windows-group", "call_countries-group"):
        assert f'href="{form}#{anchor}"' in page
        assert f'id="{anchor}"' in delegation_client.get(form).content.decode()
    sent = fields_of(delegation_client.get(form))
    response = delegation_client.post(form, {**sent, "filing_url": "https://depot.example/"})
    assert response.url == acts(call)


@pytest.mark.slow
def test_the_admin_speaks_french(delegation_client):
    CallFactory()

    added = delegation_client.get("/admin/projects/call/add/").content.decode()
    listed = delegation_client.get("/admin/projects/call/").content.decode()

    assert "Ajout d’appel à projets" in added
    assert "Supprimer la sélection" in listed
