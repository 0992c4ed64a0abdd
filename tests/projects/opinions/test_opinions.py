"""Opinions: what the base refuses, who may see and answer, what is late, what has changed."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from correspondents.models import Message, Post, SignedLink
from correspondents.records.refusals import refusal_of
from projects.models import (
    Application,
    ApplicationVersion,
    Opinion,
    OpinionRequest,
    Piece,
)

from ...factories import (
    ApplicationFactory,
    CorrespondentFactory,
    OpinionRequestFactory,
    UserFactory,
)
from ...reviews import read_and_done, read_first

pytestmark = pytest.mark.django_db
GOOD = {"verdict": "favourable", "reasons": "Le projet répond à un besoin.", "drafted_by": "V. I."}


def refusal(write):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return refusal_of(raised.value)


def drafted(request=None, **values):
    request = request or OpinionRequestFactory()
    return Opinion.objects.create(
        request=request, application=request.application, **{**GOOD, **values}
    )


def given(request=None, **values):
    opinion = drafted(request, **values)
    opinion.validate("Le COCAC inventé")
    return opinion


def by_link(request, purpose="opinion", to="vi@diplomatie.example"):
    link = SignedLink.objects.issue(purpose, request.batch, to=to, lasts=timedelta(days=30))
    part = "validation/" if purpose == "validation" else ""
    return f"/avis/{part}{link.token}/"


def carried(client, address):
    """The fields that the page carries, to tell what it shows."""
    page = client.get(address).content.decode()
    return dict(re.findall(r'name="(seen|version)" value="([^"]*)"', page))


def write(client, address, act="review", **values):
    """Fill the form of the page, as it is now."""
    return client.post(address, {**GOOD, **values, "act": act, **carried(client, address)})


def decide(client, address, act, **values):
    """Read the text again, and press the button below it."""
    review = f"{address}relire/"
    return client.post(review, {"act": act, **carried(client, review), **values})


# What the base keeps


def test_an_opinion_that_counts_is_never_changed_nor_deleted():
    opinion = given()
    rows = Opinion.objects.filter(pk=opinion.pk)
    assert refusal(lambda: rows.update(verdict="unfavourable")) == (
        "Un avis validé ne se modifie plus."
    )
    assert refusal(rows.delete) == "Un avis validé ne se modifie plus."


def test_its_marks_neither():
    request = OpinionRequestFactory()
    criterion = request.batch.call.criteria.create(name="Pertinence locale")
    opinion = drafted(request)
    mark = opinion.marks.create(criterion=criterion, mark=3)
    opinion.validate("Le COCAC inventé")

    assert refusal(lambda: type(mark).objects.update(mark=0)) == (
        "Un avis validé ne se modifie plus."
    )
    assert refusal(mark.delete) == "Un avis validé ne se modifie plus."


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"verdict": ""}, "a un sens"),
        ({"reasons": ""}, "Donnez les motifs"),
        ({"verdict": "with_reservations"}, "dit lesquelles"),
    ],
)
def test_an_opinion_that_counts_says_why(values, said):
    opinion = drafted(**values)

    with pytest.raises(ValidationError, match=said):
        opinion.validate("Le COCAC inventé")
    signed = {"validated_at": timezone.now(), "validated_by": "X"}
    signed["version"] = ApplicationVersion.objects.keep(opinion.application, by=None)

    assert said in refusal(lambda: Opinion.objects.filter(pk=opinion.pk).update(**signed))


def test_without_object_needs_no_reason():
    assert given(verdict="not_applicable", reasons="").validated_at


def test_nothing_counts_once_the_committee_has_met():
    request = OpinionRequestFactory(due_in=-5)
    opinion = drafted(request)
    call = request.batch.call
    call.committee_on = timezone.localdate()
    call.save()

    assert "Le comité s’est réuni" in refusal(lambda: opinion.validate("Le COCAC inventé"))
    call.committee_on += timedelta(days=1)
    call.save()
    opinion.refresh_from_db()
    opinion.validate("Le COCAC inventé")

    assert opinion.lateness == "reçu hors délai (J+5)"


def test_a_revoked_request_takes_no_opinion():
    request = OpinionRequestFactory()
    opinion = drafted(request)
    request.revoke(because="Dossier retiré.")

    assert "n’est plus attendu" in refusal(lambda: opinion.validate("Le COCAC inventé"))


def test_a_request_is_of_the_post_and_call_of_its_mail():
    request = OpinionRequestFactory()
    other = ApplicationFactory()
    said = "Une saisine est du poste et de l’appel de son message."
    berne = Post.objects.get(slug="berne")
    rows = OpinionRequest.objects.filter(pk=request.pk)

    assert refusal(lambda: rows.update(post=berne)) == said
    assert refusal(lambda: rows.update(application=other)) == said


def test_an_opinion_is_about_the_dossier_of_its_request():
    opinion = drafted()
    other = ApplicationFactory()
    Opinion.objects.filter(pk=opinion.pk).update(application=other)
    opinion.refresh_from_db()

    assert "dossier de sa saisine" in refusal(lambda: opinion.validate("Le COCAC inventé"))


def test_a_prefecture_answers_no_request():
    dossier = ApplicationFactory()
    opinion = Opinion.objects.create(application=dossier, author_kind="prefecture", **GOOD)
    opinion.validate("Préfecture de région inventée")

    assert opinion.lateness == ""
    assert "n’en a pas" in refusal(
        lambda: Opinion.objects.create(
            request=OpinionRequestFactory(), application=dossier, author_kind="prefecture"
        )
    )


@pytest.mark.parametrize(
    ("hour", "late"),
    [
        (datetime(2027, 3, 1, 23, 30), ""),
        (datetime(2027, 3, 2, 0, 10), "reçu hors délai (J+1)"),
        (datetime(2027, 3, 5, 12, 0), "reçu hors délai (J+4)"),
    ],
)
def test_lateness_is_counted_at_midnight_of_paris(hour, late):
    request = OpinionRequestFactory()
    request.batch.due_on = datetime(2027, 3, 1).date()
    opinion = Opinion(request=request)
    opinion.validated_at = hour.replace(tzinfo=ZoneInfo("Europe/Paris")).astimezone(
        ZoneInfo("Pacific/Auckland")
    )

    assert opinion.lateness == late


def test_silence_is_never_blank_nor_favourable():
    assert OpinionRequestFactory(due_in=0).state_in_words == "avis attendu"
    assert OpinionRequestFactory(due_in=-1).state_in_words == "avis non rendu à l’échéance"
    request = OpinionRequestFactory(due_in=-2)
    given(request, verdict="reserved")
    request = OpinionRequest.objects.get(pk=request.pk)
    assert request.state_in_words == "réservé, reçu hors délai (J+2)"


def test_what_changed_after_the_opinion_is_told(client):
    request = OpinionRequestFactory()
    opinion = given(request)
    assert opinion.changes_since() == []
    dossier = request.application
    dossier.requested = 12_000
    dossier.save()
    ApplicationVersion.objects.keep(dossier, by=None)

    page = client.get(f"{by_link(request)}{request.pk}/").content.decode()

    assert [change.label for change in opinion.changes_since()] == ["Cofinancement demandé"]
    assert "Rendu sur une version antérieure" in page


# Who sees what


def test_a_post_sees_the_dossiers_that_it_is_asked_about(cocac):
    request, other = OpinionRequestFactory(), ApplicationFactory()
    stranger = UserFactory(post=Post.objects.get(slug="berne"), post_function="validates")

    assert list(Application.objects.visible_to(cocac)) == [request.application]
    assert not Application.objects.visible_to(stranger).exists()
    assert other not in Application.objects.visible_to(cocac)
    request.revoke(because="Erreur.")
    assert not Application.objects.visible_to(cocac).exists()


def test_a_link_opens_the_dossiers_of_its_mail_only(client):
    mine, other = OpinionRequestFactory(), OpinionRequestFactory()
    piece = Piece.objects.receive(
        other.application, SimpleUploadedFile("a.pdf", b"%PDF-1.7"), by=None
    )
    base = by_link(mine)

    assert client.get(f"{base}{mine.pk}/").status_code == 200
    assert client.get(f"{base}{other.pk}/").status_code == 404
    assert client.post(f"{base}{other.pk}/", {"act": "draft"}).status_code == 404
    assert client.get(f"{base}{mine.pk}/pieces/{piece.pk}/").status_code == 404


# Answering


def test_opening_the_page_writes_nothing(client):
    request = OpinionRequestFactory()
    client.get(f"{by_link(request)}{request.pk}/")
    assert not Opinion.objects.exists()


def test_a_draft_is_kept_and_does_not_count(client):
    request = OpinionRequestFactory()
    criterion = request.batch.call.criteria.create(name="Pertinence locale")
    sent = {"act": "draft", "reasons": "À compléter.", f"criterion_{criterion.pk}": "3"}

    response = client.post(f"{by_link(request)}{request.pk}/", sent)

    assert response.status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.reasons, opinion.marks.get().mark) == ("À compléter.", 3)
    assert not Opinion.objects.validated().exists()


@pytest.mark.slow
def test_who_drafts_submits_and_the_cocac_validates_by_a_link_of_its_own(client, dakar):
    cocac = CorrespondentFactory(post=dakar, role="cocac", email="cocac@diplomatie.example")
    request = OpinionRequestFactory()
    address = f"{by_link(request)}{request.pk}/"

    assert client.post(address, {**GOOD, "act": "validate"}).status_code == 403
    assert client.post(f"{address}relire/", {"act": "validate"}).status_code == 403
    write(client, address)
    decide(client, address, "submit")
    message = Message.objects.get(kind="opinion_validation")
    assert message.to == cocac.email
    assert "/avis/validation/" in message.text
    own = f"{by_link(request, 'validation', cocac.email)}{request.pk}/"
    response = decide(client, own, "validate")

    assert response.status_code == 302
    opinion = Opinion.objects.validated().get()
    assert opinion.drafted_by == "V. I."
    assert str(cocac) in opinion.validated_by


def test_a_cocac_who_left_validates_no_more(client, dakar):
    cocac = CorrespondentFactory(post=dakar, role="cocac", email="cocac@diplomatie.example")
    request = OpinionRequestFactory()
    own = f"{by_link(request, 'validation', cocac.email)}{request.pk}/"
    cocac.ended_on = timezone.localdate() - timedelta(days=1)
    cocac.save()

    assert client.post(own, {**GOOD, "act": "validate"}).status_code == 410


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"verdict": "", "act": "review"}, "Choisissez le sens"),
        ({"reasons": " ", "act": "review"}, "Donnez les motifs"),
        ({"verdict": "with_reservations", "act": "review"}, "dit lesquelles"),
        ({"drafted_by": "", "act": "review"}, "Donnez votre nom"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(client, sent, said):
    request = OpinionRequestFactory()

    response = client.post(f"{by_link(request)}{request.pk}/", {**GOOD, **sent})

    assert response.status_code == 422
    assert said in response.content.decode()
    assert not Opinion.objects.filter(submitted_at__isnull=False).exists()
    assert not Message.objects.exists()


@pytest.mark.slow
def test_an_account_that_drafts_does_not_validate(client, dakar):
    request = OpinionRequestFactory()
    client.force_login(UserFactory(post=dakar, post_function="drafts"))
    address = f"/espace-poste/avis/{request.pk}/"

    assert client.post(address, {**GOOD, "act": "validate"}).status_code == 403
    write(client, address)
    assert client.post(f"{address}relire/", {"act": "validate"}).status_code == 403
    assert decide(client, address, "submit").status_code == 302
    client.force_login(UserFactory(post=dakar, post_function="validates"))
    assert "Avis à valider" in client.get("/espace-poste/").content.decode()
    decide(client, address, "validate")

    assert Opinion.objects.validated().exists()
    assert "Avis à valider" not in client.get("/espace-poste/").content.decode()


def test_another_post_s_request_is_not_found(client):
    request = OpinionRequestFactory()
    berne = Post.objects.get(slug="berne")
    client.force_login(UserFactory(post=berne, post_function="validates"))

    for method in (client.get, client.post):
        assert method(f"/espace-poste/avis/{request.pk}/").status_code == 404


def test_an_answer_after_the_committee_says_so(client, cocac):
    request = OpinionRequestFactory(due_in=-9)
    call = request.batch.call
    call.committee_on = timezone.localdate()
    call.save()
    client.force_login(cocac)

    response = write(client, f"/espace-poste/avis/{request.pk}/")

    assert response.status_code == 422
    assert "Le comité s’est réuni" in response.content.decode()
    assert not Opinion.objects.validated().exists()


@pytest.mark.slow
def test_the_delegation_accepts_a_submitted_draft_for_a_reason(delegation, delegation_client):
    opinion = drafted()
    call = opinion.request.batch.call
    address = f"/admin/projects/call/{call.pk}/avis/"
    sent = {"act": "accept", "opinion": opinion.pk, "reason": "COCAC absent."}

    refused = delegation_client.post(address, sent).content.decode()
    assert "n’a pas été soumis" in refused
    opinion.submitted_at = timezone.now()
    opinion.save()
    assert (
        "Dites pourquoi" in delegation_client.post(address, {**sent, "reason": ""}).content.decode()
    )
    assert GOOD["reasons"] in read_first(delegation_client, address, sent).content.decode()
    assert not Opinion.objects.validated().exists()
    read_and_done(delegation_client, address, sent)

    opinion.refresh_from_db()
    assert opinion.accepted_because == "COCAC absent."
    assert delegation.signature in opinion.validated_by


def test_the_pages_cost_as_much_for_one_dossier_as_for_four(client, django_assert_max_num_queries):
    first = OpinionRequestFactory()
    base = by_link(first)
    with django_assert_max_num_queries(20) as one:
        client.get(base)
    for _ in range(3):
        OpinionRequestFactory(
            batch=first.batch, application=ApplicationFactory(call=first.batch.call)
        )
    with django_assert_max_num_queries(len(one)):
        client.get(base)


@pytest.mark.slow
def test_the_opinion_of_a_prefecture_is_entered_where_the_dossier_is_read(delegation_client):
    dossier = ApplicationFactory()
    address = f"/admin/projects/application/{dossier.pk}/instruction/"
    sent = {"act": "prefecture", "verdict": "reserved", "reasons": "Motif.", "signed_by": ""}

    assert "de quelle préfecture" in delegation_client.post(address, sent).content.decode()
    assert not Opinion.objects.exists()
    missing = {**sent, "signed_by": "Préfecture inventée", "reasons": ""}
    refused = delegation_client.post(address, missing).content.decode()
    assert "Donnez les motifs" in refused
    assert 'value="Préfecture inventée"' in refused
    assert not Opinion.objects.exists()
    whole = {**missing, "reasons": "Motif."}
    assert "Préfecture inventée" in read_first(delegation_client, address, whole).content.decode()
    assert not Opinion.objects.exists()
    read_and_done(delegation_client, address, whole)

    shown = delegation_client.get(address).content.decode()
    assert Opinion.objects.validated().get().author_kind == "prefecture"
    assert "Préfecture inventée" in shown
    assert "Réservé" in shown


@pytest.mark.slow
def test_the_desk_counts_what_is_late_by_call(delegation_client):
    request = OpinionRequestFactory(due_in=-3)
    drafted(request, submitted_at=timezone.now())

    shown = delegation_client.get("/admin/").content.decode()

    assert f"Avis non rendus : {request.batch.call}" in shown
    assert f"Avis à faire valider : {request.batch.call}" in shown
    request.batch.call.committee_on = timezone.localdate()
    request.batch.call.save()
    assert "Avis non rendus" not in delegation_client.get("/admin/").content.decode()
