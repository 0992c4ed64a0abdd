"""The page of a mail's link: nothing at a glance, three answers, each once."""

from datetime import timedelta

import html5lib
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from correspondents.models import Check, Correspondent, Message, Post, Proposal, SignedLink

from ...factories import CorrespondentFactory

BOX = "scac.dakar@diplomatie.example"


@pytest.fixture
def person(db):
    Post.objects.filter(slug="dakar").update(mailbox=BOX)
    person = CorrespondentFactory(last_name="Interrogée", first_name="Anaïs")
    Check.objects.create(
        correspondent=person, reason="period", mails=1, last_mail_on=timezone.localdate()
    )
    return person


def address(person, purpose="confirm", to=None):
    link = SignedLink.objects.issue(
        purpose, person, to=to or person.email, lasts=timedelta(days=30)
    )
    kind = {"confirm": "confirmer", "departure": "depart"}[purpose]
    return f"/{kind}/{link.token}/"


def state():
    """Every row that an answer may touch."""
    rows = []
    for model in (Correspondent, Check, Proposal, SignedLink, Message):
        rows += [(model.__name__, *row) for row in model.objects.order_by("pk").values_list()]
    return rows


def leave(client, path, **fields):
    person = SignedLink.objects.latest("created_at").target
    values = {"reponse": "parti", "quitte": person.pk, "last_day": timezone.localdate(), **fields}
    return client.post(path, values)


def correction(entry, **changes):
    """What the form of an entry sends, with some fields changed."""
    names = ["civility", "first_name", "last_name", "function", "email", "phone"]
    values = {name: getattr(entry, name) for name in names} | changes
    named = {f"fiche-{entry.pk}-{name}": value for name, value in values.items()}
    return {"reponse": "corrige", "fiche": entry.pk, **named}


def test_the_page_shows_the_entry_as_published(client, person):
    text = client.get(address(person)).content.decode()

    assert "Interrogée" in text
    assert person.email not in text.split('<dl class="facts">')[1].split("</dl>")[0]
    for answer in ["Tout est exact", "Je corrige", "Je ne suis plus en poste"]:
        assert answer in text
    html5lib.HTMLParser(strict=True).parse(text)


@pytest.mark.parametrize("purpose", ["confirm", "departure"])
def test_a_scanner_that_opens_the_link_changes_nothing(client, person, purpose):
    person.hide()
    path = address(person, purpose)
    before = state()

    for _ in range(2):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
        assert client.options(path).status_code == 200

    assert state() == before


def test_the_page_is_kept_from_referrers_caches_and_engines(client, person):
    response = client.get(address(person))

    assert response.headers["Referrer-Policy"] == "strict-origin"
    assert "no-store" in response.headers["Cache-Control"]
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert "no-cookie" not in response.cookies


def test_all_is_exact(client, person):
    response = client.post(address(person), {"reponse": "exact"}, follow=True)

    person.refresh_from_db()
    assert person.verified_on == timezone.localdate()
    assert person.verified_by == "la personne elle-même"
    assert person.is_fresh
    assert person.checks.get().answer == "exact"
    assert "C’est confirmé le" in response.content.decode()
    assert "Déjà" not in response.content.decode()


def test_a_second_use_says_when_it_was_confirmed(client, person):
    path = address(person)
    client.post(path, {"reponse": "exact"})
    before = state()

    response = client.post(path, {"reponse": "exact"}, follow=True)

    assert "Déjà confirmé le" in response.content.decode()
    assert state() == before


def test_an_answer_closes_the_persons_other_links(client, person):
    first, second = address(person), address(person)

    client.post(second, {"reponse": "exact"})

    assert "Déjà confirmé le" in client.get(first).content.decode()


def test_the_post_may_answer_for_somebody(client, person):
    client.post(address(person, to=BOX), {"reponse": "exact"})

    person.refresh_from_db()
    assert person.verified_by == "le poste"


def test_a_confirmation_verifies_all_the_entries_of_the_person(client, person):
    other = CorrespondentFactory(
        role="cocac", email=person.email, last_name="Interrogée", first_name="Anaïs"
    )

    client.post(address(person), {"reponse": "exact"})

    other.refresh_from_db()
    assert other.is_fresh


def test_a_correction_is_a_proposal(client, person):
    client.post(address(person), correction(person, function="Attachée", phone="+221 33 1"))

    person.refresh_from_db()
    assert person.function == "Chargée de coopération"
    proposals = Proposal.objects.order_by("field")
    assert [(p.field, p.old, p.new) for p in proposals] == [
        ("function", "Chargée de coopération", "Attachée"),
        ("phone", "+221 33 000 00 00", "+221 33 1"),
    ]
    assert len({p.submission for p in proposals}) == 1
    assert proposals[0].post == person.post
    assert person.checks.get().answer == "corrected"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "Rien n’a changé"),
        ({"email": "pas une adresse"}, "Saisissez une adresse de courriel valide"),
        ({"phone": "appelez-moi"}, "Un téléphone s’écrit en chiffres"),
        ({"last_name": ""}, "Le nom manque"),
        ({"started_on": "hier"}, "Saisissez une date valide"),
    ],
)
def test_a_bad_correction_says_what_to_do_and_writes_nothing(client, person, changes, sentence):
    path = address(person)
    before = state()

    response = client.post(path, correction(person, **changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert state() == before
    html5lib.HTMLParser(strict=True).parse(response.content.decode())


@pytest.mark.slow
def test_who_left_is_hidden_at_once_and_not_ended(client, person):
    leave(client, address(person), successor_name="Théo Suivant")

    person.refresh_from_db()
    assert person.hidden_since is not None
    assert person.ended_on is None
    assert "Interrogée" not in client.get("/pays/sn/").content.decode()
    assert "Interrogée" not in client.get("/correspondants/").content.decode()
    assert list(Proposal.objects.values_list("field", "new")) == [
        ("ended_on", f"{timezone.localdate()}"),
        ("successor", "Théo Suivant"),
    ]


def test_the_mailbox_and_the_cocac_are_told(client, person):
    cocac = CorrespondentFactory(role="cocac")

    leave(client, address(person))

    assert set(Message.objects.values_list("to", flat=True)) == {BOX, cocac.email}
    assert all("/depart/" in text for text in Message.objects.values_list("text", flat=True))


def test_where_nobody_can_be_told_the_desk_of_the_zone_is(client, person):
    Post.objects.update(mailbox="")

    leave(client, address(person))

    assert Message.objects.get().to == person.post.country.zone.mailbox


def test_one_click_undoes_a_departure(client, person):
    leave(client, address(person))
    path = address(person, "departure", to=BOX)

    response = client.post(path, {"reponse": "reste"}, follow=True)

    person.refresh_from_db()
    assert person.hidden_since is None
    assert person.verified_by == "le poste"
    assert "Interrogée" in client.get("/pays/sn/").content.decode()
    assert not Proposal.objects.pending().exists()
    assert "toujours en poste le" in response.content.decode()


def test_the_post_confirms_a_departure(client, person):
    leave(client, address(person))

    client.post(address(person, "departure", to=BOX), {"reponse": "parti"})

    person.refresh_from_db()
    assert person.ended_on == timezone.localdate()
    assert person.hidden_since is not None


def test_a_departure_that_the_base_refuses_is_taken_back_whole(client, person):
    path = address(person)
    leave(client, path, last_day=timezone.localdate() - timedelta(days=9))
    Correspondent.objects.update(started_on=timezone.localdate() - timedelta(days=3))
    undo = address(person, "departure", to=BOX)
    before = state()

    response = client.post(undo, {"reponse": "parti"})

    assert response.status_code == 422
    assert "Le dernier jour en fonction précède le premier." in response.content.decode()
    assert state() == before


def test_a_departure_leaves_the_choice_among_several_entries(client, person):
    kept = CorrespondentFactory(
        role="cocac", email=person.email, last_name="Interrogée", first_name="Anaïs"
    )

    client.post(
        address(person),
        {"reponse": "parti", "quitte": person.pk, "last_day": timezone.localdate()},
    )

    kept.refresh_from_db()
    assert kept.hidden_since is None


def test_somebody_elses_entry_cannot_be_named(client, person):
    stranger = CorrespondentFactory(post=Post.objects.get(slug="banjul"))
    before = state()
    path = address(person)

    answers = [
        client.post(path, correction(stranger, function="Piège")),
        client.post(
            path,
            {"reponse": "parti", "quitte": stranger.pk, "last_day": timezone.localdate()},
        ),
        client.post(path, {"reponse": "supprimer"}),
        client.post(path),
    ]

    assert [answer.status_code for answer in answers] == [403, 422, 403, 403]
    assert [row for row in state() if row[0] != "SignedLink"] == [
        row for row in before if row[0] != "SignedLink"
    ]
    assert SignedLink.objects.get().is_open


def expire():
    SignedLink.objects.update(
        created_at=timezone.now() - timedelta(days=31), expires_at=timezone.now()
    )


def test_an_expired_link_offers_another_one(client, person):
    path = address(person)
    expire()

    page = client.get(path)
    client.post(path, {"reponse": "nouveau"})
    client.post(path, {"reponse": "nouveau"})

    assert page.status_code == 410
    assert "Recevoir un nouveau lien" in page.content.decode()
    assert Message.objects.get().to == person.email
    assert SignedLink.objects.open().count() == 1


@pytest.mark.parametrize("answer", ["exact", "corrige", "parti"])
def test_an_expired_link_answers_nothing(client, person, answer):
    path = address(person)
    expire()
    before = state()

    client.post(path, {**correction(person, function="Trop tard"), "reponse": answer})

    assert state() == before


def test_a_link_about_somebody_gone_says_so(client, person):
    path = address(person)
    Correspondent.objects.update(ended_on=timezone.localdate() - timedelta(days=1))

    assert "n’est plus en fonction" in client.get(path).content.decode()


@pytest.mark.parametrize("path", ["/confirmer/faux/", "/depart/faux/", "/confirmer/a:b/"])
def test_a_forged_token_is_a_404(client, db, path):
    assert client.get(path).status_code == 404
    assert client.post(path, {"reponse": "exact"}).status_code == 404


def test_a_cost_is_constant(client, person):
    path = address(person)
    client.get(path)
    with CaptureQueriesContext(connection) as one:
        client.get(path)
    for rank in (2, 3, 4):
        CorrespondentFactory(
            role="backup", rank=rank, email=person.email, last_name="Interrogée", first_name="Anaïs"
        )

    with CaptureQueriesContext(connection) as four:
        client.get(path)

    assert len(four) == len(one)
