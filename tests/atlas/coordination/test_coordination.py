"""Notes, dismissed signals, and the screens where they are written."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from atlas.coordination.open_signals import waiting
from atlas.coordination.tasks import coordination_tasks, radar_tasks
from atlas.models import CoordinationNote, Dismissal, Partnership, Rapprochement
from correspondents.models import Country, Post

from ...factories import (
    CoordinationNoteFactory,
    DismissalFactory,
    ForeignAuthorityFactory,
    PartnershipFactory,
    UserFactory,
)

HOME = "/espace-poste/coordination/"


@pytest.fixture
def shared(db):
    """Two authorities work in Ndimagine, in Senegal."""
    place = ForeignAuthorityFactory(name="Ndimagine")
    for _ in range(2):
        PartnershipFactory(partner=place)
    return place


@pytest.fixture
def cocac(dakar):
    return UserFactory(post=dakar, post_function="validates")


@pytest.fixture
def at_dakar(client, cocac):
    client.force_login(cocac)
    return client


def waiting_places(user):
    return [group.territory for group in waiting(user)]


def dismiss(client, place, reason="Elles se connaissent."):
    return client.post(f"{HOME}territoires/{place.pk}/ecarter/", {"reason": reason})


def test_a_signal_waits_for_the_post_that_serves_the_country(shared, cocac):
    elsewhere = UserFactory(post=Post.objects.get(slug="abidjan"), post_function="validates")

    assert waiting_places(cocac) == [shared.pk]
    assert waiting_places(elsewhere) == []


def test_a_sensitive_partnership_counts_for_staff(shared, cocac, delegation):
    Partnership.objects.update(is_sensitive=True)

    assert waiting_places(cocac) == waiting_places(delegation) == [shared.pk]


@pytest.mark.slow
def test_a_dismissed_signal_stays_dismissed_until_a_newcomer(at_dakar, shared, cocac, delegation):
    assert dismiss(at_dakar, shared).status_code == 302

    assert waiting_places(cocac) == waiting_places(delegation) == []
    assert Dismissal.objects.get().dismissed_by == str(cocac)
    PartnershipFactory(partner=shared)
    assert waiting_places(cocac) == [shared.pk]
    assertContains(at_dakar.get(HOME), "Elles se connaissent.")

    dismiss(at_dakar, shared)

    assert waiting_places(cocac) == []


def test_one_who_leaves_does_not_bring_a_signal_back(at_dakar, shared, cocac):
    PartnershipFactory(partner=shared)
    dismiss(at_dakar, shared)

    Partnership.objects.filter(partner=shared).first().delete()

    assert waiting_places(cocac) == []


def test_a_newcomer_inside_brings_the_signal_of_a_region_back(at_dakar, cocac, db):
    region = ForeignAuthorityFactory(level="region")
    for place in [region, ForeignAuthorityFactory(parent=region)]:
        PartnershipFactory(partner=place)
    dismiss(at_dakar, region)
    assert waiting_places(cocac) == []

    PartnershipFactory(partner=ForeignAuthorityFactory(parent=region))

    assert waiting_places(cocac) == [region.pk]


def test_a_dismissal_says_why(at_dakar, shared):
    response = dismiss(at_dakar, shared, reason="")

    assert response.status_code == 422
    assertContains(response, "Dites pourquoi", status_code=422)
    with pytest.raises(IntegrityError, match="dismissal_says_why"), transaction.atomic():
        DismissalFactory(reason="")


def test_one_authority_alone_is_no_signal_to_dismiss(at_dakar, db):
    alone = PartnershipFactory().partner

    assertContains(dismiss(at_dakar, alone), "Une seule collectivité", status_code=422)


def test_the_delegation_settles_for_the_posts_and_a_post_not_for_another(shared, cocac, dakar):
    DismissalFactory(territory=shared, post=Post.objects.get(slug="abidjan"), known=known(shared))
    assert waiting_places(cocac) == [shared.pk]

    DismissalFactory(territory=shared, post=None, known=known(shared))

    assert waiting_places(cocac) == []


def known(place):
    return list(Partnership.objects.filter(partner=place).values_list("lead", flat=True))


def test_a_dismissal_is_taken_back_by_its_post_only(at_dakar, shared, cocac, dakar):
    mine = DismissalFactory(territory=shared, post=dakar, known=known(shared))
    of_delegation = DismissalFactory(territory=shared, post=None, known=known(shared))

    refused = at_dakar.post(f"{HOME}ecartes/{of_delegation.pk}/reprendre/")
    done = at_dakar.post(f"{HOME}ecartes/{mine.pk}/reprendre/")

    assert (refused.status_code, done.status_code) == (404, 302)
    assert list(Dismissal.objects.all()) == [of_delegation]


def write(client, query="", **values):
    filled = {
        "kind": "meeting",
        "held_on": timezone.localdate(),
        "text": "Réunion à trois.",
        **values,
    }
    return client.post(f"{HOME}notes/ajouter/{query}", filled)


def test_a_note_on_a_territory_settles_its_signal_until_a_newcomer(at_dakar, shared, cocac):
    assert write(at_dakar, f"?territoire={shared.pk}").status_code == 302

    note = CoordinationNote.objects.get()
    assert (note.territory, note.country_id, note.post) == (shared, "SN", cocac.post)
    assert not note.is_public
    assert waiting_places(cocac) == []
    PartnershipFactory(partner=shared)
    assert waiting_places(cocac) == [shared.pk]


def test_a_note_is_of_today_until_one_says_otherwise(at_dakar, db):
    form = at_dakar.get(f"{HOME}notes/ajouter/").context["form"]

    assert form["held_on"].value() == timezone.localdate()


def test_a_note_on_a_country_is_on_one_that_the_post_serves(at_dakar, db):
    served = write(at_dakar, country="GM")
    other = write(at_dakar, country="CI")
    nowhere = write(at_dakar)

    assert (served.status_code, other.status_code, nowhere.status_code) == (302, 422, 422)
    assertContains(nowhere, "Dites de quel pays", status_code=422)
    assert CoordinationNote.objects.get().country_id == "GM"


@pytest.mark.parametrize("query", ["?territoire=0", "?territoire=999999999999999999999"])
def test_a_note_on_no_territory_is_a_404(at_dakar, db, query):
    assert at_dakar.get(f"{HOME}notes/ajouter/{query}").status_code == 404


def test_a_note_is_corrected_while_it_is_internal(at_dakar, cocac, delegation):
    note = CoordinationNoteFactory(post=cocac.post)
    page = at_dakar.get(f"{HOME}notes/{note.pk}/")
    seen = page.context["seen"]
    values = {"kind": "staff", "held_on": timezone.localdate(), "text": "Un volontaire partagé."}

    stale = at_dakar.post(f"{HOME}notes/{note.pk}/", {**values, "seen": "0"})
    done = at_dakar.post(f"{HOME}notes/{note.pk}/", {**values, "seen": seen})

    assert (stale.status_code, done.status_code) == (422, 302)
    note.refresh_from_db()
    assert (note.kind, note.text) == ("staff", "Un volontaire partagé.")
    note.publish(by=delegation)
    seen = at_dakar.get(f"{HOME}notes/{note.pk}/").context["seen"]
    refused = at_dakar.post(f"{HOME}notes/{note.pk}/", {**values, "text": "Autre", "seen": seen})
    assertContains(refused, "demandez à la délégation", status_code=422)


def test_only_the_delegation_publishes(cocac, delegation, db):
    note = CoordinationNoteFactory(post=cocac.post)

    with pytest.raises(PermissionDenied):
        note.publish(by=cocac)
    note.publish(by=delegation)
    assert list(CoordinationNote.objects.published()) == [note]
    note.withdraw(by=delegation)
    assert list(CoordinationNote.objects.published()) == []


def test_the_delegation_publishes_from_its_list(delegation_client, db):
    note = CoordinationNoteFactory()
    url = "/admin/atlas/coordinationnote/"

    delegation_client.post(url, {"action": "publish", "_selected_action": [note.pk]})
    note.refresh_from_db()
    assert note.is_public

    delegation_client.post(url, {"action": "withdraw", "_selected_action": [note.pk]})
    note.refresh_from_db()
    assert not note.is_public


def test_the_delegation_writes_a_note_that_settles_the_signal(
    delegation_client, delegation, shared
):
    values = {"kind": "mission", "held_on": timezone.localdate(), "text": "Mission à trois."}

    response = delegation_client.post(
        "/admin/atlas/coordinationnote/add/", {**values, "territory": shared.pk}
    )

    assert response.status_code == 302, response.context["errors"]
    assert CoordinationNote.objects.get().country_id == "SN"
    assert waiting_places(delegation) == []


def test_a_note_is_of_a_known_kind(db):
    with pytest.raises(IntegrityError, match="coordination_note_is_of_a_known_kind"):
        CoordinationNoteFactory(kind="zut")


def test_what_was_written_of_a_place_follows_it_into_the_one_it_becomes(shared, cocac, delegation):
    twin = ForeignAuthorityFactory()
    note = CoordinationNoteFactory(territory=twin, post=cocac.post)
    dismissal = DismissalFactory(territory=twin)
    same = Rapprochement.objects.create(kept=shared, merged=twin, reason="essai")

    same.merge(by=delegation)

    for row in (note, dismissal):
        row.refresh_from_db()
        assert row.territory == shared


def test_another_posts_note_is_not_in_the_list(at_dakar, db):
    CoordinationNoteFactory(post=Post.objects.get(slug="abidjan"), text="Note d’Abidjan")
    CoordinationNoteFactory(post=None, text="Note de la délégation")

    page = at_dakar.get(HOME)

    assertNotContains(page, "Note d’Abidjan")
    assertNotContains(page, "Note de la délégation")


def test_the_signal_is_a_task_of_the_post(at_dakar, shared, cocac):
    page = at_dakar.get("/espace-poste/")

    assertContains(page, "2 collectivités françaises travaillent à Ndimagine")
    dismiss(at_dakar, shared)
    assert radar_tasks(cocac) == []


def test_many_signals_are_ten_tasks_and_a_line(cocac, db):
    for _ in range(12):
        place = ForeignAuthorityFactory()
        for _ in range(2):
            PartnershipFactory(partner=place)

    tasks = radar_tasks(cocac)

    assert len(tasks) == 11
    assert tasks[-1].title == "2 autres territoires partagés"


@pytest.mark.slow
def test_the_desk_counts_signals_and_countries_without_a_note(
    delegation_client, delegation, shared
):
    def told():
        return [(group.kind, group.count) for group in coordination_tasks(delegation)]

    assert told() == [("signals", 1), ("countries_without_note", 1)]
    assertContains(delegation_client.get("/admin/"), "Pays à plusieurs collectivités et sans note")
    CoordinationNoteFactory(territory=shared, known=known(shared))
    assert told() == []


def test_a_country_where_many_work_without_a_note_is_listed(delegation_client, shared):
    PartnershipFactory(partner__country=Country.objects.get(pk="ML"))
    url = "/admin/atlas/coordinationnote/pays/sans-note/"

    page = delegation_client.get(url)
    file = delegation_client.get(f"{url}export.csv").getvalue().decode("utf-8-sig")

    assert [country.pk for country, _ in page.context["lines"]] == ["SN"]
    assert file.splitlines()[1:] == ["Sénégal;SN;" + Country.objects.get(pk="SN").zone.name + ";2"]


def test_a_country_without_any_partnership_is_listed(delegation_client, shared):
    url = "/admin/atlas/coordinationnote/pays/sans-partenariat/"

    keys = {country.pk for country, _ in delegation_client.get(url).context["lines"]}

    assert "ML" in keys
    assert not keys & {"SN", "FR", "GP"}
    assert delegation_client.get(f"{url}export.zip").status_code == 404
    assert delegation_client.get(url.replace("sans-partenariat", "zut")).status_code == 404


@pytest.mark.slow
def test_the_screen_costs_as_much_whatever_waits(at_dakar, shared, dakar):
    def cost():
        at_dakar.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            at_dakar.get(HOME)
        return len(captured)

    CoordinationNoteFactory(post=dakar)
    DismissalFactory(post=dakar)
    one = cost()
    for _ in range(4):
        place = ForeignAuthorityFactory()
        for _ in range(2):
            PartnershipFactory(partner=place)
        CoordinationNoteFactory(post=dakar)
        DismissalFactory(post=dakar)

    assert cost() == one
