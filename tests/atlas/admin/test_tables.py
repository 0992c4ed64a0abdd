"""The Atlas in the delegation's admin: kept there, searched there, decided there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from atlas.inventory.tasks import atlas_tasks
from atlas.models import (
    Agreement,
    ForeignAuthority,
    LocalAuthority,
    Partnership,
    PartnershipTheme,
    Rapprochement,
    Theme,
)

from ...correspondents.admin.test_admin import fields_of
from ...factories import (
    ForeignAuthorityFactory,
    LocalAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)
from ...page_forms import forms_of

pytestmark = pytest.mark.django_db

MODELS = [LocalAuthority, Theme, ForeignAuthority, Partnership, Rapprochement]
RENNES = "213502388"


def page(model, name, *args):
    return reverse(f"admin:atlas_{model._meta.model_name}_{name}", args=args)


def listed(client, model, **query):
    response = client.get(page(model, "changelist"), query)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


def choices(client, model, field, term):
    """The labels that an autocomplete of a field offers."""
    query = {"app_label": "atlas", "model_name": model._meta.model_name}
    answer = client.get("/admin/autocomplete/", {**query, "field_name": field, "term": term})
    return [choice["text"] for choice in answer.json()["results"]]


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def pair():
    kept, merged = (
        ForeignAuthorityFactory(name=name) for name in ("Feinte-sur-Mer", "Feinte s/ Mer")
    )
    return Rapprochement.objects.create(kept=kept, merged=merged, reason="noms voisins")


@pytest.fixture
def screen(pair):
    return page(Rapprochement, "change", pair.pk)


@pytest.mark.slow
@pytest.mark.parametrize("model", MODELS)
def test_every_page_answers(delegation_client, pair, model):
    PartnershipFactory()
    record = model.objects.first()

    for name, args in [("changelist", []), ("add", []), ("change", [record.pk])]:
        assert delegation_client.get(page(model, name, *args)).status_code == 200
    assert delegation_client.get(page(model, "history", record.pk)).status_code == 200


@pytest.mark.parametrize("term", ["rennes", "RENNES", RENNES, "35238"])
def test_a_french_authority_is_found(delegation_client, term):
    found = listed(delegation_client, LocalAuthority, q=term, type__exact="commune")

    assert "Rennes" in [authority.name for authority in found]


def test_those_that_were_replaced_are_told_apart(delegation_client):
    query = {"q": "arbignieu", "type__exact": "commune"}

    assert listed(delegation_client, LocalAuthority, **query, existe="oui") == []
    assert len(listed(delegation_client, LocalAuthority, **query, existe="non")) == 1


def save(client, record, **values):
    address = page(type(record), "change", record.pk)
    return client.post(address, {**fields_of(client.get(address)), **values})


@pytest.mark.slow
def test_what_a_person_corrects_is_kept_by_hand(delegation_client):
    rennes = LocalAuthority.objects.get(siren=RENNES)

    assert save(delegation_client, rennes, name="Roazhon").status_code == 302

    rennes.refresh_from_db()
    assert (rennes.name, rennes.is_kept_by_hand) == ("Roazhon", True)


def test_a_form_saved_as_it_was_leaves_the_authority_to_the_registers(delegation_client):
    rennes = LocalAuthority.objects.get(siren=RENNES)

    assert save(delegation_client, rennes).status_code == 302

    rennes.refresh_from_db()
    assert not rennes.is_kept_by_hand


def test_an_authority_of_the_registers_is_not_deleted(delegation_client):
    rennes = LocalAuthority.objects.get(siren=RENNES)
    made = LocalAuthorityFactory(type="syndicat", name="Syndicat feint")

    refused = delegation_client.post(page(LocalAuthority, "delete", rennes.pk), {"post": "yes"})
    delegation_client.post(page(LocalAuthority, "delete", made.pk), {"post": "yes"})

    assert refused.status_code == 403
    assert not LocalAuthority.objects.filter(pk=made.pk).exists()


def test_homonyms_are_told_apart_where_one_is_chosen(delegation_client):
    labels = choices(delegation_client, Partnership, "lead", "sainte-colombe")

    assert "Sainte-Colombe (commune, Doubs)" in labels
    assert len(labels) == len(set(labels))


def test_an_authority_that_has_become_another_is_not_chosen(delegation_client, delegation, pair):
    pair.merge(by=delegation)

    labels = choices(delegation_client, Partnership, "partner", "feinte")

    assert labels == ["Feinte-sur-Mer (commune, Sénégal)"]


def test_themes_stand_under_their_own(delegation_client):
    themes = listed(delegation_client, Theme)

    assert [theme.path for theme in themes] == sorted(theme.path for theme in themes)
    assert {theme.level for theme in themes} >= {1, 2}


def test_a_partnership_is_entered_with_its_themes_and_its_agreement(delegation_client):
    lead, partner = LocalAuthorityFactory(), ForeignAuthorityFactory()
    theme = Theme.objects.first()
    empty = {
        f"{prefix}-{name}": 0
        for prefix in ("french_members", "foreign_members", "partnershiptheme_set", "agreements")
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    posted = empty | {
        "kind": "agreement",
        "lead": lead.pk,
        "partner": partner.pk,
        "started": "2019-05",
        "goals": ["6", "11"],
        "partnershiptheme_set-TOTAL_FORMS": 1,
        "partnershiptheme_set-0-theme": theme.pk,
        "partnershiptheme_set-0-priority": 1,
        "agreements-TOTAL_FORMS": 1,
        "agreements-0-object": "Eau potable",
        "agreements-0-signed_on": "2019-05-03",
        "agreements-0-amount": "120000",
        "agreements-0-currency": "EUR",
    }

    response = delegation_client.post(page(Partnership, "add"), posted)

    assert response.status_code == 302
    made = Partnership.objects.get(lead=lead)
    assert (made.goals, made.started) == ([6, 11], "2019-05")
    assert PartnershipTheme.objects.get(partnership=made).theme == theme
    assert made.agreements.get().amount == 120_000


@pytest.mark.slow
def test_a_signed_convention_is_not_deleted_by_a_box(delegation_client):
    partnership = PartnershipFactory()
    signed = Agreement.objects.create(
        partnership=partnership, object="Eau potable", signed_on="2019-05-03"
    )
    (form,) = [
        form
        for form in forms_of(delegation_client.get(page(Partnership, "change", partnership.pk)))
        if "agreements-0-id" in form.sent(form.buttons[0])
    ]
    sent = form.sent(form.buttons[0]) | {"agreements-0-DELETE": "on"}

    response = delegation_client.post(page(Partnership, "change", partnership.pk), sent)

    assert response.status_code == 422
    assert "Une convention signée ne se supprime pas" in response.content.decode()
    assert Agreement.objects.filter(pk=signed.pk).exists()


@pytest.mark.slow
def test_a_date_that_is_none_is_said(delegation_client):
    partnership = PartnershipFactory()

    response = save(delegation_client, partnership, started="été 2019")

    assert "« été 2019 » n’est pas une date." in response.content.decode()


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["mai 2019", "05/2019", "Mai 2019", "2019-05"])
def test_a_month_is_read_as_it_is_written(delegation_client, typed):
    partnership = PartnershipFactory()

    save(delegation_client, partnership, started=typed)

    partnership.refresh_from_db()
    assert partnership.started == "2019-05"


@pytest.mark.slow
def test_a_second_twinning_of_two_is_refused(delegation_client):
    first, second = PartnershipFactory(), PartnershipFactory()

    response = save(
        delegation_client, second, lead=first.lead_id, partner=first.partner_id, kind="twinning"
    )

    assert "Ces deux collectivités ont déjà un jumelage." in response.content.decode()


@pytest.mark.slow
def test_the_list_tells_how_complete_a_record_is(delegation_client):
    poor = PartnershipFactory(partner__latitude=None, partner__longitude=None)
    better = PartnershipFactory(
        status="running", started="2004", first_signed_year=2004, context="Écoles"
    )

    assert listed(delegation_client, Partnership, completude="faible") == [poor]
    assert listed(delegation_client, Partnership, completude="moyenne") == [better]
    shown = delegation_client.get(page(Partnership, "change", better.pk)).content.decode()
    assert "thématique, confirmation par le poste" in shown


@pytest.mark.slow
def test_the_list_costs_the_same_whatever_its_rows(delegation_client):
    costs = []
    for _ in range(2):
        PartnershipFactory.create_batch(3)
        with CaptureQueriesContext(connection) as queries:
            listed(delegation_client, Partnership)
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_the_screen_shows_both_and_changes_nothing(delegation_client, pair, screen):
    pair.merged.names.create(name="Feintemer")
    PartnershipFactory.create_batch(2, partner=pair.merged)

    response = delegation_client.get(screen)

    assert [side["partnerships"] for side in response.context["sides"]] == [0, 2]
    shown = response.content.decode()
    assert "Réunir sous « Feinte-sur-Mer »" in shown
    assert "Ce sont deux autorités" in shown
    assert "Feintemer" in shown
    pair.refresh_from_db()
    assert pair.state == "pending"


@pytest.mark.slow
def test_two_are_made_one_then_two_again(delegation_client, delegation, pair, screen):
    led = PartnershipFactory(partner=pair.merged)

    done = delegation_client.post(screen, {"act": "keep_kept"}, follow=True)

    led.refresh_from_db()
    assert led.partner == pair.kept
    assert messages_of(done) == ["« Feinte s/ Mer » est réunie à « Feinte-sur-Mer »."]
    assert "Annuler la réunion" in delegation_client.get(screen).content.decode()

    delegation_client.post(screen, {"act": "undo"})

    led.refresh_from_db()
    pair.refresh_from_db()
    assert (led.partner, pair.state) == (pair.merged, "pending")


def test_two_said_to_be_two_are_compared_again(delegation_client, pair, screen):
    delegation_client.post(screen, {"act": "refuse"})
    assert "Remettre à rapprocher" in delegation_client.get(screen).content.decode()

    delegation_client.post(screen, {"act": "undo"})

    pair.refresh_from_db()
    assert (pair.state, pair.decided_at, pair.decided_by) == ("pending", None, None)


def test_the_person_chooses_which_one_stays(delegation_client, pair, screen):
    led = PartnershipFactory(partner=pair.kept)

    delegation_client.post(screen, {"act": "keep_merged"})

    led.refresh_from_db()
    assert led.partner == pair.merged


@pytest.mark.slow
def test_two_that_are_two_leave_the_queue(delegation_client, delegation, pair, screen):
    assert listed(delegation_client, Rapprochement) == [pair]

    delegation_client.post(screen, {"act": "refuse"})

    pair.refresh_from_db()
    assert (pair.state, pair.decided_by) == ("different", delegation)
    assert listed(delegation_client, Rapprochement) == []
    assert listed(delegation_client, Rapprochement, etat="different") == [pair]


def test_what_is_refused_is_said(delegation_client, pair, screen):
    twinning = PartnershipFactory(partner=pair.kept)
    PartnershipFactory(partner=pair.merged, lead=twinning.lead)

    response = delegation_client.post(screen, {"act": "keep_kept"})

    assert "a un jumelage avec chacune" in response.content.decode()
    assert "Rien n’a été enregistré." in response.context["refusal"]
    pair.refresh_from_db()
    assert pair.state == "pending"


@pytest.mark.parametrize("act", ["", "autre", "undo"])
def test_a_button_that_is_not_there_does_nothing(delegation_client, pair, screen, act):
    response = delegation_client.post(screen, {"act": act})

    assert response.status_code == 200
    assert response.context["refusal"]
    pair.refresh_from_db()
    assert pair.state == "pending"


def test_a_person_may_propose_two_of_one_country(delegation_client):
    one, other = ForeignAuthorityFactory(), ForeignAuthorityFactory()
    abroad = ForeignAuthorityFactory(country_id="ML", country=None)
    add = page(Rapprochement, "add")
    posted = {"kept": one.pk, "reason": "vu par le poste"}

    refused = delegation_client.post(add, {**posted, "merged": abroad.pk})
    taken = delegation_client.post(add, {**posted, "merged": other.pk})
    again = delegation_client.post(add, {**posted, "kept": other.pk, "merged": one.pk})

    assert "du même pays ou territoire" in refused.content.decode()
    assert taken.status_code == 302
    assert "Ce rapprochement est déjà proposé ou décidé." in again.content.decode()


@pytest.mark.parametrize("number", ["0", "999999", "abc"])
def test_a_pair_that_does_not_exist_is_not_found(delegation_client, number):
    assert delegation_client.get(page(Rapprochement, "change", number)).status_code == 404


def test_the_people_of_a_post_decide_nothing(client, dakar, pair, screen):
    client.force_login(UserFactory(post=dakar, post_function="validates"))

    response = client.post(screen, {"act": "keep_kept"})

    assert response.status_code == 302
    pair.refresh_from_db()
    assert pair.state == "pending"


@pytest.mark.slow
def test_what_waits_is_on_the_desk(delegation_client, pair):
    tasks = delegation_client.get("/admin/").context["tasks"]

    (group,) = [task for task in tasks if task.kind == "rapprochements"]
    assert (group.title, group.count) == ("Autorités locales à rapprocher", 1)
    assert len(listed(delegation_client, Rapprochement)) == 1
    assert group.url == page(Rapprochement, "changelist")


def test_nothing_waits_once_decided_nor_for_a_post(delegation, dakar, pair):
    assert atlas_tasks(UserFactory(post=dakar)) == []
    assert len(atlas_tasks(delegation)) == 1

    pair.refuse(by=delegation)

    assert atlas_tasks(delegation) == []
