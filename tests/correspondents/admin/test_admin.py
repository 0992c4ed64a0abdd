"""The delegation's admin: for the delegation alone, in French, no 500, no query per row."""

import re
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from correspondents.models import (
    Correspondent,
    Country,
    CountryAlias,
    Coverage,
    ImportBatch,
    Post,
    UnansweredSearch,
    UnrecognisedEntity,
    User,
    Zone,
)

from ...factories import CorrespondentFactory, UserFactory
from ...reviews import read_first, sent_or_done

pytestmark = pytest.mark.slow

KEPT = [Zone, Country, CountryAlias, UnrecognisedEntity, Post, Coverage, Correspondent]
READ = [UnansweredSearch]


def page(model, name, *args):
    return reverse(f"admin:correspondents_{model._meta.model_name}_{name}", args=args)


def fields_of(response):
    """What a browser would post of the change form it was given."""
    context = response.context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    posted = {}
    for form in forms:
        for field in form:
            if (value := field.value()) is not None and value is not False:
                posted[field.html_name] = value
    return posted


@pytest.fixture
def records(dakar):
    """One record at least of each table."""
    ImportBatch.objects.create(file_name="liste.xlsx", sha256="0" * 64, size=1)
    today = timezone.localdate()
    UnansweredSearch.objects.create(
        digest="1", text="agartha", times=3, first_seen_on=today, last_seen_on=today
    )
    CorrespondentFactory(post=dakar)


@pytest.mark.parametrize("model", [*KEPT, ImportBatch, *READ])
def test_every_page_answers_the_delegation(delegation_client, records, model):
    record = model.objects.first()

    for url in [page(model, "changelist"), page(model, "change", record.pk)]:
        assert delegation_client.get(url).status_code == 200
    assert delegation_client.get(page(model, "history", record.pk)).status_code == 200


@pytest.mark.parametrize("model", KEPT)
def test_what_the_delegation_keeps_may_be_added(delegation_client, db, model):
    assert delegation_client.get(page(model, "add")).status_code == 200


@pytest.mark.parametrize("model", READ)
def test_what_the_delegation_reads_is_not_edited(delegation_client, records, model):
    record = model.objects.get()

    assert delegation_client.get(page(model, "add")).status_code == 403
    assert delegation_client.post(page(model, "change", record.pk), {}).status_code == 403
    assert delegation_client.get(page(model, "delete", record.pk)).status_code == 403


def addresses(patterns, prefix="/admin/"):
    """The address of every page of the admin, "1" standing for every argument."""
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        elif pattern.name not in {"login", None}:
            yield prefix + re.sub("<[^>]+>", "1", str(pattern.pattern))


def test_a_post_sees_nothing_of_the_admin(client, dakar):
    client.force_login(UserFactory(post=dakar))
    pages = [url for url in addresses(admin.site.urls[0]) if "^" not in url]

    answers = {url: client.get(url) for url in pages}
    answers |= {f"POST {url}": client.post(url) for url in pages if url != "/admin/logout/"}

    open_pages = {
        url
        for url, answer in answers.items()
        if answer.status_code not in {302, 403}
        or "/login/" not in answer.get("Location", "/login/")
    }
    assert len(pages) > 60
    assert open_pages <= {"/admin/logout/"}


def test_staff_outside_the_delegation_sees_nothing_of_the_admin(client, db):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(page(Correspondent, "changelist")).status_code == 302


def test_a_superuser_manages_accounts(client, dakar):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))

    response = client.post(page(User, "add"), {"email": "Nouvelle@diplomatie.example"})

    user = User.objects.get(email="nouvelle@diplomatie.example")
    assert response["Location"] == page(User, "change", user.pk)
    assert client.get(response["Location"]).status_code == 200
    assert client.get(page(User, "changelist"), {"q": "nouvelle@"}).context["cl"].result_count == 1
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 200


def test_a_change_list_costs_the_same_with_2_rows_and_with_20(delegation_client, db):
    def cost(model):
        with CaptureQueriesContext(connection) as queries:
            delegation_client.get(page(model, "changelist"))
        return len(queries)

    posts = list(Post.objects.working()[:20])
    CorrespondentFactory(post=posts[0])
    CorrespondentFactory(post=posts[1])
    Coverage.objects.exclude(country__in=["SN", "GM"]).delete()
    before = {model: cost(model) for model in [Correspondent, Coverage]}
    for post in posts[2:]:
        CorrespondentFactory(post=post)
        Coverage.objects.create(post=post, country_id="ML", relation="non_resident")

    assert {model: cost(model) for model in before} == before


@pytest.mark.parametrize("model", [Country, CountryAlias, Post])
def test_a_change_list_reads_its_rows_at_once(delegation_client, db, model):
    with CaptureQueriesContext(connection) as queries:
        response = delegation_client.get(page(model, "changelist"))

    assert len(response.context["cl"].result_list) == 50
    assert len(queries) < 12


@pytest.mark.parametrize(("model", "key"), [(Post, "dakar"), (Country, "SN")])
def test_a_form_costs_the_same_whatever_its_inlines(delegation_client, senegal, dakar, model, key):
    record = dakar if model is Post else senegal

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert delegation_client.get(page(model, "change", record.pk)).status_code == 200
        return len(queries)

    CorrespondentFactory(post=dakar)
    cost()  # reads the content types once for all
    before = cost()
    for rank in range(2, 12):
        CorrespondentFactory(post=dakar, rank=rank)
        Coverage.objects.create(
            post=dakar, country=senegal, relation="non_resident", scope=f"partie {rank}"
        )

    assert cost() == before


def test_people_are_found_by_name_post_or_country_without_accents(delegation_client, dakar):
    CorrespondentFactory(post=dakar, last_name="Éluard-Fictif")
    CorrespondentFactory(post=Post.objects.get(slug="tirana"), last_name="Autre")

    found = {
        text: delegation_client.get(page(Correspondent, "changelist"), {"q": text}).context["cl"]
        for text in ["eluard fictif", "DAKAR", "senegal", "nulle part"]
    }

    assert {text: cl.result_count for text, cl in found.items()} == {
        "eluard fictif": 1,
        "DAKAR": 1,
        "senegal": 1,
        "nulle part": 0,
    }


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"fonction": "departed"}, ["Partie"]),
        ({"fonction": "in_office"}, ["Fraîche", "Jamais", ""]),
        ({"fraicheur": "fresh"}, ["Fraîche"]),
        ({"fraicheur": "stale"}, ["Partie"]),
        ({"fraicheur": "never_verified"}, ["Jamais", ""]),
        ({"is_vacant__exact": "1"}, [""]),
        ({"role__exact": "cocac"}, ["Jamais"]),
        ({"fraicheur": "delete"}, ["Fraîche", "Jamais", "Partie", ""]),
    ],
    ids=str,
)
def test_people_are_filtered(delegation_client, dakar, query, names):
    CorrespondentFactory(post=dakar, last_name="Fraîche", verified_on=timezone.localdate(), rank=2)
    CorrespondentFactory(post=dakar, last_name="Jamais", role="cocac")
    CorrespondentFactory(post=dakar, vacant=True, rank=3)
    CorrespondentFactory(
        post=dakar, last_name="Partie", verified_on=date(2019, 1, 1), ended_on=date(2020, 1, 1)
    )

    listed = delegation_client.get(page(Correspondent, "changelist"), query).context["cl"]

    assert {person.last_name for person in listed.result_list} == set(names)


def act(client, name, people, **data):
    return sent_or_done(
        client,
        page(Correspondent, "changelist"),
        {"action": name, "_selected_action": [person.pk for person in people], **data},
    )


def test_people_are_marked_verified_today_by_who_did_it(delegation_client, delegation, dakar):
    people = [CorrespondentFactory(post=dakar, rank=rank) for rank in (1, 2)]
    User.objects.filter(pk=delegation.pk).update(first_name="Léa", last_name="Inventée")

    act(delegation_client, "mark_verified", people[:1])

    verified, untouched = Correspondent.objects.order_by("rank")
    assert (verified.verified_on, verified.verified_by) == (
        timezone.localdate(),
        "Léa Inventée, la délégation",
    )
    assert untouched.verified_on is None


def test_ending_tenures_asks_for_the_day_first(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar, started_on=date(2025, 9, 1))

    response = act(delegation_client, "end_tenure", [person])

    assert "Dernier jour en fonction" in response.content.decode()
    person.refresh_from_db()
    assert person.ended_on is None


def test_tenures_end_on_the_day_given(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar)
    gone = CorrespondentFactory(post=dakar, rank=2, ended_on=date(2020, 1, 1))

    sent = {"action": "end_tenure", "_selected_action": [person.pk, gone.pk]}
    sent["ended_on"] = "2026-09-30"
    text = read_first(delegation_client, page(Correspondent, "changelist"), sent).content.decode()
    assert str(person.post) in text
    assert "30 septembre 2026" in text
    assert not Correspondent.objects.filter(ended_on__year=2026).exists()

    act(delegation_client, "end_tenure", [person, gone], ended_on="2026-09-30")

    person.refresh_from_db()
    gone.refresh_from_db()
    assert (person.ended_on, gone.ended_on) == (date(2026, 9, 30), date(2020, 1, 1))


@pytest.mark.parametrize("day", ["", "hier", "2024-01-01"])
def test_tenures_end_all_or_none(delegation_client, dakar, day):
    first = CorrespondentFactory(post=dakar)
    second = CorrespondentFactory(post=dakar, rank=2, started_on=date(2025, 9, 1))

    response = act(delegation_client, "end_tenure", [first, second], ended_on=day)

    assert response.context["form"].errors
    assert not Correspondent.objects.filter(ended_on__isnull=False).exists()


def submit(client, record, **changes):
    """Post the change form of a record as a browser would, but for the changes."""
    url = page(type(record), "change", record.pk)
    return client.post(url, {**fields_of(client.get(url)), **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"is_vacant": "on"}, "Une vacance ne porte ni nom ni coordonnées."),
        ({"last_name": ""}, "Seul un service peut n’avoir pas de nom"),
        ({"rank": "0"}, "Le rang commence à 1."),
        ({"phone": "appeler Anne"}, "Un téléphone s’écrit en chiffres"),
        ({"phone": "03 12"}, "Un téléphone s’écrit en chiffres"),
        (
            {"started_on": "02/01/2026", "ended_on": "01/01/2026"},
            "Le dernier jour en fonction précède le premier.",
        ),
        ({"started_on": "01/01/2020"}, "Ce poste a déjà un correspondant de rang 1 à ces dates"),
    ],
    ids=str,
)
def test_a_correspondent_that_breaks_a_rule_is_refused_in_french(
    delegation_client, dakar, changes, sentence
):
    CorrespondentFactory(post=dakar, started_on=date(2020, 1, 1), ended_on=date(2024, 12, 31))
    person = CorrespondentFactory(post=dakar, started_on=date(2025, 1, 1))

    response = submit(delegation_client, person, **changes)

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"status": "closed", "status_since": ""}, "Un poste fermé porte la date de sa fermeture."),
        ({"status": "relocated"}, "Un poste qui exerce depuis un autre lieu dit lequel"),
        ({"timezone": "Mars/Olympe"}, "n’est pas un fuseau horaire"),
        ({"coverages-0-as_of": "hier"}, "La date d’état s’écrit"),
    ],
    ids=str,
)
def test_a_post_that_breaks_a_rule_is_refused_in_french(
    delegation_client, dakar, changes, sentence
):
    response = submit(delegation_client, dakar, **changes)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_rule_that_two_rows_break_together_is_an_error_of_the_form(delegation_client, dakar):
    posted = fields_of(delegation_client.get(page(Post, "change", dakar.pk)))
    count = int(posted["coverages-TOTAL_FORMS"])
    same = {"country": "ML", "relation": "non_resident", "rank": "1", "post": str(dakar.pk)}
    for number in (count, count + 1):
        posted |= {f"coverages-{number}-{name}": value for name, value in same.items()}
    posted["coverages-TOTAL_FORMS"] = str(count + 2)

    response = delegation_client.post(page(Post, "change", dakar.pk), posted)

    assert response.status_code == 422
    assert "Ce poste a déjà cette compétence pour ce pays." in response.content.decode()
    assert not Coverage.objects.filter(post=dakar, country="ML").exists()


def test_a_form_sent_back_as_it_is_changes_nothing(delegation_client, dakar, senegal):
    person = CorrespondentFactory(post=dakar, other_data={"Bureau": "12"})
    before = Correspondent.pgh_event_model.objects.count()

    for record in [person, dakar, senegal]:
        assert submit(delegation_client, record).status_code == 302

    assert Correspondent.pgh_event_model.objects.count() == before
    assert Post.pgh_event_model.objects.filter(pgh_obj=dakar.pk).count() == 1


def test_the_code_of_a_country_is_not_edited(delegation_client, senegal):
    submit(delegation_client, senegal, iso2="XX", capital="Dakar")

    assert not Country.objects.filter(pk="XX").exists()


@pytest.mark.parametrize("model", [*KEPT, ImportBatch, *READ])
def test_a_page_holds_no_inline_style_nor_script(delegation_client, records, model):
    record = model.objects.first()
    pages = [page(model, "changelist"), page(model, "change", record.pk)]
    pages += [page(model, "history", record.pk), reverse("admin:index")]

    for url in pages:
        response = delegation_client.get(url)
        html = response.content.decode()
        assert not re.findall(r"<script(?![^>]*\ssrc=)[^>]*>|\sstyle=|\son\w+=|<style", html)
        assert "unsafe" not in response["Content-Security-Policy"]


def test_only_the_searches_that_may_be_told_are_listed(delegation_client, records):
    old = timezone.localdate() - timedelta(days=100)
    today = timezone.localdate()
    for digest, text, seen in [("2", "", today), ("3", "perimee", old)]:
        UnansweredSearch.objects.create(
            digest=digest, text=text, times=1, first_seen_on=seen, last_seen_on=seen
        )

    listed = delegation_client.get(page(UnansweredSearch, "changelist")).context["cl"]

    assert [search.text for search in listed.result_list] == ["agartha"]


def test_the_code_of_a_country_is_never_changed(delegation_client, senegal):
    form = delegation_client.get(page(Country, "change", senegal.pk)).context["adminform"].form

    assert "iso2" not in form.fields
    assert "name" in form.fields


def test_a_record_that_changed_meanwhile_is_not_overwritten(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar, function="Attachée")
    url = page(Correspondent, "change", person.pk)
    opened = delegation_client.get(url)
    seen = re.search(r'name="_seen" value="(\d+)"', opened.content.decode())[1]
    Correspondent.objects.filter(pk=person.pk).update(phone="+221 33 111 11 11")

    posted = fields_of(opened) | {"_seen": seen, "function": "Conseillère"}
    response = delegation_client.post(url, posted)

    person.refresh_from_db()
    assert (person.function, person.phone) == ("Attachée", "+221 33 111 11 11")
    assert "La fiche a changé pendant que vous la modifiiez" in response.content.decode()


def test_fields_are_protected_by_ticking_them(delegation_client, dakar):
    person = CorrespondentFactory(post=dakar)
    url = page(Correspondent, "change", person.pk)

    posted = fields_of(delegation_client.get(url)) | {"protected_fields": ["email", "phone"]}
    response = delegation_client.post(url, posted)

    assert response.status_code == 302
    person.refresh_from_db()
    assert person.protected_fields == ["email", "phone"]
