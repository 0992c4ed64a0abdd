"""Asking posts in batch, reminding them: one mail each, never about another post's dossiers."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from correspondents.models import AccessRecord, Country, Message, Post
from correspondents.records.reviews import BACK
from projects.models import Opinion, OpinionBatch, OpinionReminder, OpinionRequest
from projects.opinions.reminders import run
from projects.opinions.requests import competent_posts, first_posts

from ...factories import (
    ApplicationFactory,
    CallFactory,
    CorrespondentFactory,
    ForeignAuthorityFactory,
    OpinionRequestFactory,
)
from ...reviews import confirmed, read_and_done, read_first

pytestmark = pytest.mark.slow

DAY = timedelta(days=1)
db = pytest.mark.django_db


def in_country(code, call, **values):
    country = Country.objects.get(pk=code)
    partner = ForeignAuthorityFactory(country=country)
    return ApplicationFactory(call=call, partner=partner, **values)


def page(call):
    return f"/admin/projects/call/{call.pk}/avis/"


def sent_of(dossiers, days=20):
    found = competent_posts(dossiers)
    pairs = [f"{d.pk}:{post}" for d in dossiers for post in first_posts(d, found)]
    due = timezone.localdate() + timedelta(days=days)
    return {"act": "send", "pair": pairs, "due_on": f"{due:%Y-%m-%d}", "text": "Merci d’avance."}


# Whom to ask


@db
@pytest.mark.parametrize(
    ("state", "said"), [("draft", "sur un appel publié"), ("cancelled", "Cet appel est annulé")]
)
def test_opinions_are_of_a_call_that_is_public_and_stands(delegation_client, state, said):
    call = CallFactory(draft=state == "draft")
    dossier = in_country("SN", call)
    if state == "cancelled":
        call.cancel(because="Crédits supprimés.")

    shown = delegation_client.post(page(call), sent_of([dossier]))

    assert said in shown.content.decode()
    assert not OpinionBatch.objects.exists()
    assert not Message.objects.exists()


@db
def test_the_base_keeps_it_too():
    dossier = ApplicationFactory(call=CallFactory(draft=True))

    with pytest.raises(IntegrityError, match="appel publié, et non annulé"):
        OpinionRequestFactory(application=dossier)


@db
def test_the_competent_post_comes_through_coverage():
    call = CallFactory()
    dossiers = [in_country(code, call) for code in ("SN", "GM", "CA")]
    found = competent_posts(dossiers)
    asked = [
        sorted(Post.objects.filter(pk__in=first_posts(d, found)).values_list("slug", flat=True))
        for d in dossiers
    ]

    assert asked[:2] == [["dakar"], ["dakar"]]
    assert asked[2] == ["ottawa"]
    assert {"Québec"} <= {scope for _, scope, _ in found[dossiers[2].pk]}


@db
def test_one_mail_a_post_with_its_dossiers_only(delegation_client):
    call = CallFactory()
    here = [in_country("SN", call, reference="D-SN"), in_country("GM", call, reference="D-GM")]
    there = in_country("MG", call, reference="D-MG")
    Post.objects.update(mailbox="boite@diplomatie.example")

    response = read_and_done(delegation_client, page(call), sent_of([*here, there]))

    assert response.status_code == 302, response.context["refusal"]
    mails = {m.key: m for m in Message.objects.filter(kind="opinion_request")}
    assert len(mails) == OpinionBatch.objects.count() == 2
    texts = {b.post.slug: mails[f"opinion {b.pk}"].text for b in OpinionBatch.objects.all()}
    assert "D-SN" in texts["dakar"]
    assert "D-GM" in texts["dakar"]
    assert "D-MG" not in texts["dakar"]
    assert "Merci d’avance." in texts["dakar"]
    (other,) = [text for slug, text in texts.items() if slug != "dakar"]
    assert "D-SN" not in other


@db
def test_a_project_in_two_countries_is_asked_of_both_posts(delegation_client):
    call = CallFactory()
    countries = Country.objects.filter(pk__in=["SN", "MG"])
    dossier = ApplicationFactory(call=call, countries=countries)
    Post.objects.update(mailbox="boite@diplomatie.example")

    found = competent_posts([dossier])
    both = [f"{dossier.pk}:{post.pk}" for post, *_ in found[dossier.pk]]
    read_and_done(delegation_client, page(call), {**sent_of([dossier]), "pair": both})

    assert OpinionRequest.objects.filter(application=dossier).count() == len(both) >= 2


@db
def test_the_mails_are_read_before_they_leave(delegation_client):
    call = CallFactory()
    dossier = in_country("SN", call, reference="D-SN")
    Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")

    review = read_first(delegation_client, page(call), sent_of([dossier]))

    shown = review.content.decode()
    assert "boite@diplomatie.example" in shown
    assert "Avis du poste attendu le" in shown
    assert "/avis/…" in shown
    assert not OpinionRequest.objects.exists()
    assert not Message.objects.exists()
    back = delegation_client.post(page(call), {**sent_of([dossier]), BACK: "1"})
    assert "Merci d’avance." in back.content.decode()
    assert not OpinionRequest.objects.exists()
    confirmed(delegation_client, review, page(call))
    assert Message.objects.get().to == "boite@diplomatie.example"


@db
def test_what_is_already_asked_is_not_asked_again(delegation_client):
    call = CallFactory()
    dossier = in_country("SN", call)
    Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")
    sent = sent_of([dossier])
    read_and_done(delegation_client, page(call), sent)

    again = delegation_client.post(page(call), sent).content.decode()

    assert "n’est pas déjà saisi" in again
    assert Message.objects.filter(kind="opinion_request").count() == 1


@db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"pair": []}, "Cochez au moins un dossier"),
        ({"pair": ["x:y"]}, "Cochez au moins un dossier"),
        ({"due_on": ""}, "Donnez le jour"),
        ({"due_on": "2020-01-01"}, "échéance est passée"),
        ({"act": ""}, "Choisissez un acte"),
        ({"act": "revoke", "request": "²"}, "Choisissez un acte"),
    ],
)
def test_what_cannot_be_asked_says_why(delegation_client, change, said):
    call = CallFactory()
    dossier = in_country("SN", call)
    Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")

    response = delegation_client.post(page(call), {**sent_of([dossier]), **change})

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not OpinionRequest.objects.exists()


@db
def test_a_deadline_that_cannot_be_is_refused_where_it_is_typed(delegation_client):
    call = CallFactory()
    dossier = in_country("SN", call)

    for act in ("preview", "send"):
        response = delegation_client.post(page(call), sent_of([dossier], act, days=9 * 366))
        assert "ne va pas : donnez un jour du" in response.content.decode()

    assert not OpinionRequest.objects.exists()


@db
def test_a_post_without_address_stops_all_the_mails(delegation_client):
    call = CallFactory()
    dossiers = [in_country("SN", call), in_country("MG", call)]
    Post.objects.update(mailbox="")
    Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")

    said = delegation_client.post(page(call), sent_of(dossiers)).content.decode()

    assert "Aucune adresse où écrire" in said
    assert not Message.objects.exists()


@db
def test_the_board_says_given_and_expected_and_who_is_late(delegation_client):
    call = CallFactory()
    late = OpinionRequestFactory(application=in_country("SN", call), due_in=-3)
    OpinionReminder.objects.create(
        batch=late.batch, step=1, sent_on=timezone.localdate(), requests=1
    )

    shown = delegation_client.get(page(call)).content.decode()
    file = delegation_client.get(f"/admin/projects/call/{call.pk}/avis.csv")
    body = b"".join(file.streaming_content).decode("utf-8-sig")

    assert "0 / 1" in shown
    assert "avis non rendu à l’échéance" in shown
    assert "relance J+1, le" in shown
    assert "avis non rendu à l’échéance" in body
    assert AccessRecord.objects.get(what="export").rows == 1


@db
def test_the_board_costs_as_much_for_one_dossier_as_for_four(
    delegation_client, django_assert_max_num_queries
):
    call = CallFactory()
    OpinionRequestFactory(application=in_country("SN", call))
    with django_assert_max_num_queries(40) as one:
        delegation_client.get(page(call))
    for _ in range(3):
        OpinionRequestFactory(application=in_country("SN", call))
    with django_assert_max_num_queries(len(one)):
        delegation_client.get(page(call))


@db
def test_a_request_is_revoked_with_its_reason(delegation_client):
    request = OpinionRequestFactory()
    call = request.batch.call
    sent = {"act": "revoke", "request": request.pk}
    assert "Dites pourquoi" in delegation_client.post(page(call), sent).content.decode()

    sent["reason"] = "Dossier retiré."
    assert "Dossier retiré." in read_first(delegation_client, page(call), sent).content.decode()
    assert OpinionRequest.objects.standing().exists()
    read_and_done(delegation_client, page(call), sent)

    assert not OpinionRequest.objects.standing().exists()


# Reminders


def reminded(request, until=40):
    """[(day from the deadline, step)] of the reminders when the command runs every day, twice."""
    due = request.batch.due_on
    for days in range(-40, until):
        on = due + timedelta(days=days)
        run(on)
        run(on)
    rows = OpinionReminder.objects.filter(batch=request.batch)
    return [((row.sent_on - due).days, row.step) for row in rows]


def on_a_tuesday(request):
    """A deadline on a Tuesday, asked for long before."""
    due = timezone.localdate() + timedelta(days=60)
    batch = request.batch
    batch.due_on = due + timedelta(days=(1 - due.weekday()) % 7)
    batch.asked_at = timezone.now() - timedelta(days=60)
    batch.save()
    return request


@db
def test_a_silent_post_is_reminded_at_each_step_once():
    request = on_a_tuesday(OpinionRequestFactory())
    # J-10 of a Tuesday is a Saturday, J-3 too: the Friday before each.
    assert reminded(request) == [(-11, -10), (-4, -3), (1, 1)]
    assert Message.objects.filter(kind="opinion_reminder").count() == 3


@db
def test_reminders_follow_the_week_of_the_post():
    algiers = Post.objects.get(slug="alger")
    dossier = in_country("DZ", CallFactory())
    request = on_a_tuesday(OpinionRequestFactory(application=dossier, post=algiers))
    # Friday and Saturday are days off there: the Thursday before each.
    assert reminded(request) == [(-12, -10), (-5, -3), (1, 1)]


@db
def test_the_cocac_is_copied_after_the_deadline_only(dakar):
    CorrespondentFactory(post=dakar, role="cocac", email="cocac@diplomatie.example")
    reminded(on_a_tuesday(OpinionRequestFactory()))

    copied = Message.objects.filter(kind="opinion_reminder", to="cocac@diplomatie.example")
    assert "en copie" in copied.get().text
    assert "n’est pas rendu" in copied.get().text


@db
def test_nobody_is_reminded_of_what_is_answered_revoked_withdrawn_or_over():
    answered, revoked, withdrawn, met, cancelled = [
        on_a_tuesday(OpinionRequestFactory()) for _ in range(5)
    ]
    opinion = Opinion.objects.create(
        request=answered, application=answered.application, verdict="not_applicable"
    )
    opinion.validate("Le COCAC inventé")
    revoked.revoke(because="Erreur.")
    withdrawn.application.withdrawn_on = timezone.localdate()
    withdrawn.application.save()
    call = met.batch.call
    call.committee_on = timezone.localdate()
    call.save()
    cancelled.batch.call.cancel(because="Crédits.")

    assert len({each.batch.due_on for each in (answered, revoked, withdrawn, met, cancelled)}) == 1
    reminded(answered)  # runs for all of them, whose deadline is the same day
    assert not OpinionReminder.objects.exists()


@db
def test_a_reminder_names_what_is_still_awaited_only():
    first = on_a_tuesday(OpinionRequestFactory(application=ApplicationFactory(reference="D-UN")))
    dossier = ApplicationFactory(call=first.batch.call, reference="D-DEUX")
    second = OpinionRequestFactory(application=dossier, batch=first.batch)
    opinion = Opinion.objects.create(
        request=first, application=first.application, verdict="not_applicable"
    )
    opinion.validate("Le COCAC inventé")

    reminded(second)

    texts = Message.objects.filter(kind="opinion_reminder").values_list("text", flat=True)
    assert all("D-DEUX" in text and "D-UN" not in text for text in texts)


@db
def test_a_missed_run_sends_no_reminder_of_the_past():
    request = on_a_tuesday(OpinionRequestFactory())
    on = request.batch.due_on - DAY

    assert run(on) == 1
    assert OpinionReminder.objects.get().step == -3


@db
def test_what_is_asked_late_skips_the_steps_gone_by():
    request = on_a_tuesday(OpinionRequestFactory())
    batch = request.batch
    batch.due_on = timezone.localdate() + timedelta(days=5)
    batch.asked_at = timezone.now()
    batch.save()

    assert -10 not in [step for _, step in reminded(request)]


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A request in the base itself: two processes see it."""
    with django_db_blocker.unblock():
        request = on_a_tuesday(OpinionRequestFactory())
        yield request
        OpinionReminder.objects.filter(batch=request.batch).delete()
        application, batch = request.application, request.batch
        request.delete()
        batch.delete()
        call = application.call
        application.delete()
        type(call).objects.filter(pk=call.pk).update(published_at=None)
        call.windows.all().delete()
        call.delete()
        Message.objects.filter(kind="opinion_reminder").delete()


def test_two_runs_at_a_time_remind_once(committed):
    on = committed.batch.due_on - DAY
    counts = []

    def go():
        try:
            counts.append(run(on))
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 1]
    assert OpinionReminder.objects.filter(batch=committed.batch).count() == 1
