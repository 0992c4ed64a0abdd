"""Writing an opinion: nothing leaves by accident, nothing typed is lost, who validates is told."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from correspondents.models import Country, Message, Post
from correspondents.reference.workdays import day_off
from projects.models import ApplicationVersion, Opinion, OpinionReminder, OpinionState
from projects.opinions.reminders import run
from projects.opinions.requests import ask, competent_posts, first_posts

from ...factories import (
    ApplicationFactory,
    CallFactory,
    CorrespondentFactory,
    DecisionFactory,
    OpinionRequestFactory,
    UserFactory,
)
from ...mailserver import leaving
from ...reviews import confirmed, read_and_done, read_first
from .test_opinions import GOOD, by_link, carried, decide, drafted, given, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return OpinionRequestFactory()


@pytest.fixture
def address(asked):
    return f"{by_link(asked)}{asked.pk}/"


@pytest.fixture
def head(dakar):
    """An account that validates at the post."""
    return UserFactory(
        post=dakar,
        post_function="validates",
        email="chef@diplomatie.example",
        first_name="Élodie",
        last_name="Modèle",
    )


def text_of(client, address):
    return client.get(address).content.decode()


def submitted(client, address):
    write(client, address)
    decide(client, address, "submit")
    return Opinion.objects.get()


# No act by accident


def test_enter_keeps_the_draft(client, address):
    page = text_of(client, address)

    assert re.findall(r'name="act" value="(\w+)"', page)[0] == "draft"
    assert "submit" not in re.findall(r'name="act" value="(\w+)"', page)


@pytest.mark.slow
def test_the_text_is_read_again_before_it_leaves(client, address):
    response = write(client, address)

    assert response.url == f"{address}relire/"
    assert not Message.objects.exists()
    page = text_of(client, response.url)
    assert "Voici ce que vous soumettez" in page
    assert GOOD["reasons"] in page
    assert "Lu par le comité, puis par qui le demande" in page
    assert "sans retour" not in page
    decide(client, address, "submit")
    assert Opinion.objects.get().submitted_at


def test_the_message_of_the_delegation_is_on_the_page(client, asked, address):
    type(asked.batch).objects.update(text="Merci de dire l’état des écoles.")

    assert "Merci de dire l’état des écoles." in text_of(client, address)


def test_what_has_no_return_says_so(client, cocac):
    opinion = drafted(submitted_at=timezone.now())
    client.force_login(cocac)

    page = text_of(client, f"/espace-poste/avis/{opinion.request_id}/relire/")

    assert "Voici ce que vous validez" in page
    assert 'class="fr-btn final"' in page
    assert "poste@diplomatie.example" in page  # who is told


def test_a_text_that_lacks_something_is_not_read_again(client, address):
    write(client, address, act="draft", reasons="")

    assert client.get(f"{address}relire/").url == address


@pytest.mark.slow
def test_a_draft_is_deleted_by_the_link_that_wrote_it(client, address):
    write(client, address, act="draft")
    page = client.get(f"{address}supprimer/")
    assert GOOD["reasons"] in page.content.decode()
    assert "Contacts" not in re.findall(r"<nav.*?</nav>", page.content.decode(), re.DOTALL)[0]

    confirmed(client, page, f"{address}supprimer/")

    assert not Opinion.objects.exists()


# Nothing typed is lost


def test_all_that_is_missing_is_said_at_once_on_its_field_and_the_draft_is_kept(client, address):
    values = {"verdict": "with_reservations", "reasons": "", "drafted_by": ""}
    response = write(client, address, **values, security_note="a" * 5_512)

    page = response.content.decode()
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        *("reasons", "reservations", "drafted_by", "security_note")
    }
    assert "4 points à corriger" in page
    assert "512 caractères de trop. Rien n’a été coupé" in page
    assert len(Opinion.objects.get().security_note) == 5_512


@pytest.mark.slow
def test_a_long_text_is_counted_and_never_cut(client, address):
    write(client, address, act="draft", reasons="é" * 10_500)

    page = text_of(client, address)
    assert len(Opinion.objects.get().reasons) == 10_500
    assert "500 caractères de trop. Rien n’a été coupé." in page.replace("\xa0", "").replace(
        "\u202f", ""
    )
    assert "maxlength" not in page.partition("<main")[2]


def two_texts(client, address):
    """Two people open the same page, and write: what the second one is answered."""
    write(client, address, act="draft", reasons="Le début.")
    older = carried(client, address)
    write(client, address, act="draft", reasons="Le texte de A.", drafted_by="A. Inventée")
    sent = {**GOOD, **older, "reasons": "Le texte de B.", "act": "draft"}
    return client.post(address, sent), sent


@pytest.mark.slow
def test_the_second_of_two_people_sees_both_texts(client, address):
    response, _ = two_texts(client, address)

    page = response.content.decode()
    assert response.status_code == 409
    assert "A. Inventée a changé cet avis" in page
    assert "<ins>A.</ins>" in page
    assert "<ins>B.</ins>" in page
    assert Opinion.objects.get().reasons == "Le texte de A."


@pytest.mark.slow
@pytest.mark.parametrize(
    ("act", "reasons"),
    [
        ("both", "Le texte de A.\n\nLe texte de B."),
        ("mine", "Le texte de B."),
        ("theirs", "Le texte de A."),
    ],
)
def test_who_sees_both_texts_chooses_and_the_history_keeps_the_other(client, address, act, reasons):
    response, sent = two_texts(client, address)
    seen = re.search(r'name="seen" value="(\w+)"', response.content.decode())[1]

    client.post(address, {**sent, "seen": seen, "act": act})

    opinion = Opinion.objects.get()
    assert opinion.reasons == reasons
    history = Opinion.pgh_event_model.objects.values_list("reasons", flat=True)
    assert any("Le texte de A." in text for text in history)
    assert any("Le texte de B." in text for text in history)


@pytest.mark.slow
def test_both_texts_are_shown_in_words_and_without_counters(client, address):
    write(client, address, act="draft", reasons="Le début.")
    older = carried(client, address)
    write(client, address, act="draft", verdict="unfavourable", drafted_by="A. Inventée")

    page = client.post(address, {**GOOD, **older, "act": "draft"}).content.decode()

    shown = re.sub(r"<[^>]+>", " ", page)
    assert "défavorable" in shown
    assert "favourable" not in shown
    assert "caractères" not in shown


@pytest.mark.slow
def test_a_refused_text_is_shown_apart_from_the_one_that_counts(client, address, asked):
    write(client, address, reasons="Le texte validé.")
    older = carried(client, address)
    Opinion.objects.get().validate("Le COCAC inventé")

    response = client.post(
        address, {**GOOD, **older, "verdict": "unfavourable", "reasons": "Le mien.", "act": "draft"}
    )

    page = response.content.decode()
    assert response.status_code == 422
    mine = page.partition("Votre texte, qui n’est pas enregistré")
    assert "Le texte validé." in mine[0]
    assert "Favorable" in mine[0]
    assert "Le mien." not in mine[0]
    assert "Le mien." in mine[2]
    assert "Défavorable" in mine[2]


@pytest.mark.slow
def test_the_same_text_from_an_older_page_is_kept(client, address):
    older = carried(client, address)
    write(client, address, act="draft")

    response = client.post(address, {**GOOD, **older, "act": "draft"}, follow=True)

    assert "Gardé" in response.content.decode()
    assert Opinion.objects.count() == 1


@pytest.mark.slow
def test_what_is_validated_is_what_was_read(client, address, cocac):
    opinion = submitted(client, address)
    client.force_login(cocac)
    review = f"/espace-poste/avis/{opinion.request_id}/relire/"
    older = carried(client, review)
    write(client, address, act="draft", reasons="Un autre texte.")

    response = client.post(review, {"act": "validate", **older})

    assert response.status_code == 409
    assert "a changé depuis que cette page est ouverte" in response.content.decode()
    assert "Un autre texte." in response.content.decode()
    assert not Opinion.objects.validated().exists()


# Who validates


@pytest.mark.slow
def test_an_account_that_validates_is_told_by_a_link_that_does(client, address, head):
    write(client, address)
    response = client.post(
        f"{address}relire/", {"act": "submit", **carried(client, f"{address}relire/")}, follow=True
    )

    page = response.content.decode()
    assert "À valider par Élodie Modèle" in page
    assert "COCAC joignable" not in page
    mail = Message.objects.get(kind="opinion_validation")
    assert mail.to == head.email
    review = re.search(r"/avis/validation/\S+", leaving(mail))[0]
    assert decide(client, review.removesuffix("relire/"), "validate").status_code == 302
    assert Opinion.objects.validated().get().validated_by == "Élodie Modèle"


@pytest.mark.slow
def test_the_opinion_of_an_antenna_is_validated_at_the_post_that_it_depends_on(client, dakar, head):
    antenna = Post.objects.get(slug="praia")
    Post.objects.filter(pk=antenna.pk).update(parent=dakar)
    antenna.correspondents.all().delete()
    asked = OpinionRequestFactory(post=antenna)
    submitted(client, f"{by_link(asked)}{asked.pk}/")

    mail = Message.objects.get(kind="opinion_validation")
    assert mail.to == head.email
    review = re.search(r"/avis/validation/\S+", leaving(mail))[0]
    assert decide(client, review.removesuffix("relire/"), "validate").status_code == 302

    CorrespondentFactory(post=antenna, role="cocac", email="cocac@diplomatie.example")
    assert client.get(by_link(asked, "validation", head.email)).status_code == 410


def test_an_account_that_drafts_has_no_link_to_validate(client, asked, dakar):
    drafter = UserFactory(post=dakar, post_function="drafts", email="vi@diplomatie.example")
    drafted(asked, submitted_at=timezone.now())

    own = f"{by_link(asked, 'validation', drafter.email)}{asked.pk}/relire/"

    assert client.get(own, follow=True).status_code == 410
    assert client.post(own, {"act": "validate"}, follow=True).status_code == 410
    assert not Opinion.objects.validated().exists()


def test_who_lost_the_right_reads_why_the_link_is_closed(client, asked, head):
    link = by_link(asked, "validation", head.email)
    head.is_active = False
    head.save()

    response = client.get(link)
    review = f"{link}{asked.pk}/relire/"

    assert response.status_code == 410
    assert "ce lien ne valide plus" in response.content.decode()
    assert client.get(review, follow=True).status_code == 410
    for sent in ({"act": "validate"}, {"act": "return", "word": "Précisez le besoin."}):
        response = client.post(review, sent, follow=True)
        assert response.status_code == 410
        assert "ce lien ne valide plus" in response.content.decode()
        assert sent.get("word", "") in response.content.decode()


@pytest.mark.slow
def test_a_submitted_opinion_is_reminded_to_who_validates(client, address, asked, head):
    submitted(client, address)
    Message.objects.all().delete()

    run(asked.batch.due_on - timedelta(days=3))
    if not OpinionReminder.objects.exists():  # a day off of Dakar
        run(asked.batch.due_on - timedelta(days=1))

    mail = Message.objects.get(kind="opinion_reminder")
    assert mail.to == head.email
    assert "que vous pouvez valider" in mail.text
    link = re.search(r"/avis/validation/\S+", leaving(mail))[0]
    assert "Lire et valider" in text_of(client, link)


def test_who_drafts_reads_in_its_tasks_who_validates(client, asked, dakar, head):
    drafted(asked, submitted_at=timezone.now())
    client.force_login(UserFactory(post=dakar, post_function="drafts"))

    assert "À valider par Élodie Modèle." in text_of(client, "/espace-poste/")


def test_a_post_without_mailbox_is_asked_by_a_link_that_validates(dakar):
    Post.objects.filter(pk=dakar.pk).update(mailbox="")
    dakar.refresh_from_db()
    dakar.correspondents.all().delete()
    CorrespondentFactory(post=dakar, role="cocac", email="cocac@diplomatie.example")
    dossier = ApplicationFactory(call=CallFactory())

    due_on = timezone.localdate() + timedelta(days=20)
    ask(dossier.call, [(dossier, dakar)], due_on=due_on, text="", by=None)

    assert "/avis/validation/" in Message.objects.get(kind="opinion_request").text


@pytest.mark.slow
def test_the_cocac_and_the_account_reminded_after_the_deadline_may_validate(
    client, asked, dakar, head
):
    CorrespondentFactory(post=dakar, role="cocac", email="cocac@diplomatie.example")
    for days in range(1, 5):
        run(asked.batch.due_on + timedelta(days=days))

    for address in ("cocac@diplomatie.example", head.email):
        mail = Message.objects.get(kind="opinion_reminder", to=address)
        assert "/avis/validation/" in mail.text


# What became of the text


@pytest.mark.slow
def test_who_drafted_is_told_of_the_validation_with_a_copy(client, asked, dakar, head):
    drafter = UserFactory(post=dakar, post_function="drafts", email="vi@diplomatie.example")
    own = f"/espace-poste/avis/{asked.pk}/"
    client.force_login(drafter)
    submitted(client, own)
    client.force_login(head)
    write(client, own, act="draft", reasons="Repris par le chef.")
    decide(client, own, "validate")

    mails = Message.objects.filter(kind="opinion_outcome", to=drafter.email).order_by("pk")
    assert ["repris" in mails[0].text, "a validé" in mails[1].text] == [True, True]
    assert "Repris par le chef." in mails[1].text
    assert mails.count() == 2
    assert Opinion.objects.get().drafter is None


@pytest.mark.slow
def test_a_draft_is_returned_with_a_word(client, address, asked, head):
    submitted(client, address)
    client.force_login(head)
    own = f"/espace-poste/avis/{asked.pk}/"

    refused = decide(client, own, "return", word=" ")
    assert "Dites ce qu’il faut revoir" in refused.content.decode()
    decide(client, own, "return", word="Précisez le calendrier.")

    opinion = Opinion.objects.get()
    assert opinion.submitted_at is None
    mail = Message.objects.get(kind="opinion_outcome")
    assert mail.to == asked.batch.sent_to
    assert "Précisez le calendrier." in mail.text
    assert GOOD["reasons"] in mail.text
    page = text_of(client, address)
    assert "renvoyé par Élodie Modèle" in page
    assert "Précisez le calendrier." in page


def returned(client, address, asked, head, word="Précisez le calendrier."):
    """A text submitted by the link, then returned by the head of service, who signs in."""
    submitted(client, address)
    client.force_login(head)
    decide(client, f"/espace-poste/avis/{asked.pk}/", "return", word=word)


def test_a_returned_text_is_not_validated_before_it_is_submitted_again(
    client, address, asked, head
):
    returned(client, address, asked, head)
    own = f"/espace-poste/avis/{asked.pk}/"

    page = text_of(client, f"{own}relire/")
    assert "à " + GOOD["drafted_by"] + ", en cours de reprise" in page
    assert "Il n’y a rien à valider tant que" in page
    assert 'name="act"' not in page
    assert decide(client, own, "validate").status_code == 403
    assert decide(client, own, "submit").status_code == 403
    assert decide(client, address, "submit").status_code == 302
    decide(client, own, "validate")
    assert Opinion.objects.get().validated_at


@pytest.mark.slow
def test_an_empty_return_leaves_its_field_open_with_its_error(client, address, asked, head):
    submitted(client, address)
    client.force_login(head)
    own = f"/espace-poste/avis/{asked.pk}/"
    assert '<details class="fold fr-mt-3w">' in text_of(client, f"{own}relire/")

    response = decide(client, own, "return", word=" ")

    page = response.content.decode()
    assert response.status_code == 422
    assert '<details class="fold fr-mt-3w" open>' in page
    assert 'id="word-desc-error">Dites ce qu’il faut revoir.' in page
    assert '<a href="#word">Dites ce qu’il faut revoir.</a>' in page


@pytest.mark.slow
def test_a_text_is_not_validated_while_a_word_is_written(client, address, asked, head):
    submitted(client, address)
    client.force_login(head)

    response = decide(client, f"/espace-poste/avis/{asked.pk}/", "validate", word="À revoir.")

    page = response.content.decode()
    assert response.status_code == 422
    assert not Opinion.objects.validated().exists()
    assert "renvoyez le brouillon avec lui, ou effacez-le" in page
    assert 'aria-describedby="word-desc-error">À revoir.</textarea>' in page
    assert page.count("<form") == page.count('<form method="post" class="no-print"') + 3


@pytest.mark.slow
def test_the_second_request_to_validate_recalls_the_word_of_the_first_return(
    client, address, asked, head
):
    returned(client, address, asked, head)
    first = Message.objects.get(kind="opinion_validation")
    assert "corrigé" not in first.subject
    client.logout()
    write(client, address, reasons="Avec le calendrier.")
    decide(client, address, "submit")

    mail = Message.objects.filter(kind="opinion_validation").latest("pk")
    assert mail.subject.startswith("Avis corrigé, à valider")
    assert "Vous aviez renvoyé ce texte" in mail.text
    assert "Précisez le calendrier." in mail.text
    review = re.search(r"/avis/validation/\S+", leaving(mail))[0]
    assert "Précisez le calendrier." in text_of(client, review)
    decide(client, review.removesuffix("relire/"), "validate")
    assert Opinion.objects.validated().get().returned_because == ""


@pytest.mark.slow
def test_a_link_that_validates_is_told_to_be_personal(client, address, head):
    submitted(client, address)

    mail = Message.objects.get(kind="opinion_validation")

    assert "qui l’ouvre peut valider en votre nom" in mail.text


@pytest.mark.slow
def test_what_the_drafter_corrects_by_the_mailed_link_stays_the_drafters(
    client, address, asked, head, dakar
):
    drafter = UserFactory(post=dakar, post_function="drafts", email="vi.compte@diplomatie.example")
    client.force_login(drafter)
    returned(client, f"/espace-poste/avis/{asked.pk}/", asked, head)
    client.logout()
    mail = Message.objects.get(kind="opinion_outcome")
    link = re.search(r"/avis/\S+", leaving(mail))[0]
    write(client, link, reasons="Avec le calendrier.")
    decide(client, link, "submit")
    client.force_login(head)
    own = f"/espace-poste/avis/{asked.pk}/"

    assert f"({drafter.email})" in text_of(client, f"{own}relire/")
    decide(client, own, "validate")

    assert Message.objects.filter(kind="opinion_outcome").latest("pk").to == drafter.email


@pytest.mark.slow
def test_who_wrote_by_the_link_of_the_request_is_not_said_to_be_told(client, address, asked, head):
    submitted(client, address)
    client.force_login(head)

    page = text_of(client, f"/espace-poste/avis/{asked.pk}/relire/")

    assert f"l’adresse qui a reçu la demande, {asked.batch.sent_to}" in page


# Once submitted


@pytest.mark.slow
def test_what_is_submitted_is_corrected_and_called_so(client, address, asked, head):
    submitted(client, address)
    page = text_of(client, address)
    assert "Corriger ce qui est soumis" in page
    assert "Garder le brouillon" not in page
    assert re.findall(r'name="act" value="(\w*)"', page)[0] == ""

    done = client.post(
        address,
        {**GOOD, "reasons": "Corrigé.", "act": "draft", **carried(client, address)},
        follow=True,
    )

    assert "Corrigé : ce texte remplace celui qui était soumis" in done.content.decode()
    assert Opinion.objects.get().submitted_at
    client.force_login(head)
    assert "Corrigé depuis par V. I." in text_of(client, f"/espace-poste/avis/{asked.pk}/relire/")


@pytest.mark.slow
def test_half_a_text_does_not_replace_what_is_submitted(client, address):
    submitted(client, address)

    response = write(client, address, act="draft", reasons="", reservations="À moitié")

    page = response.content.decode()
    assert response.status_code == 422
    assert "Donnez les motifs" in page
    assert "À moitié" in page
    assert Opinion.objects.get().reasons == GOOD["reasons"]


@pytest.mark.slow
def test_enter_does_nothing_to_what_is_submitted(client, address):
    submitted(client, address)

    response = write(client, address, act="", reasons="Tapé.")

    assert response.status_code == 422
    assert "Rien n’a été changé" in response.content.decode()
    assert "Tapé." in response.content.decode()
    assert Opinion.objects.get().reasons == GOOD["reasons"]


# Where it stands


def test_nothing_written_is_no_draft(client, address, asked):
    blank = {"verdict": "", "reasons": "", "drafted_by": ""}

    response = write(client, address, act="draft", **blank)

    assert "Rien n’est écrit" in text_of(client, response.url)
    assert type(asked).objects.get(pk=asked.pk).state() == OpinionState.EXPECTED
    assert not Opinion.objects.exists()


def test_enter_is_said_to_keep_a_draft_only_where_it_does(client, address, asked, cocac):
    assert "La touche Entrée" in text_of(client, address)
    client.force_login(cocac)

    assert "La touche Entrée" not in text_of(client, f"/espace-poste/avis/{asked.pk}/")


@pytest.mark.slow
def test_each_side_reads_the_state_of_an_opinion(client, asked, address, head):
    asked = type(asked).objects.get(pk=asked.pk)
    states = [asked.state()]
    write(client, address, act="draft")
    asked.refresh_from_db()
    states.append(asked.state())
    decide(client, address, "submit")
    asked = type(asked).objects.get(pk=asked.pk)
    states += [asked.state(), asked.state(validates=True)]
    assert "à valider par Élodie Modèle" in text_of(client, by_link(asked))
    client.force_login(head)
    assert "À valider par vous" in text_of(client, "/espace-poste/avis/")
    asked.opinion.validate("Élodie Modèle")
    states.append(type(asked).objects.get(pk=asked.pk).state())

    assert states == [
        OpinionState.EXPECTED,
        OpinionState.DRAFT,
        OpinionState.SUBMITTED,
        OpinionState.YOURS,
        OpinionState.VALID,
    ]


def met(asked):
    call = asked.batch.call
    call.committee_on = timezone.localdate()
    call.save()
    return asked


@pytest.mark.slow
def test_what_a_committee_has_met_about_is_closed_last_and_no_task(client, cocac):
    past, open_ = met(OpinionRequestFactory(due_in=-9)), OpinionRequestFactory()
    client.force_login(cocac)

    page = text_of(client, "/espace-poste/avis/")
    own = f"/espace-poste/avis/{past.pk}/"
    form = text_of(client, own)
    response = client.post(own, {**GOOD, "act": "draft"})

    assert page.index(open_.application.reference) < page.index(past.application.reference)
    assert "1 avis à rendre" in page
    assert "<textarea" not in form
    assert response.status_code == 422
    assert GOOD["reasons"] in response.content.decode()  # typed while the committee met
    assert not Opinion.objects.exists()
    assert past.application.reference not in text_of(client, "/espace-poste/")


def test_a_decided_dossier_is_closed():
    decision = DecisionFactory()
    asked = decision.application.opinion_requests.get()

    assert asked.state() == OpinionState.CLOSED


@pytest.mark.slow
def test_a_dossier_that_changed_is_told_before_the_validation(client, address, asked, cocac):
    ApplicationVersion.objects.keep(asked.application, by=None)
    opinion = submitted(client, address)
    client.force_login(cocac)
    review = f"/espace-poste/avis/{opinion.request_id}/relire/"
    assert "Le dossier a changé" not in text_of(client, review)
    older = carried(client, review)
    asked.application.requested = 12_000
    asked.application.save()
    ApplicationVersion.objects.keep(asked.application, by=None)

    refused = client.post(review, {"act": "validate", **older})

    assert refused.status_code == 409
    assert "Le dossier a changé depuis ce texte" in refused.content.decode()
    assert "Le dossier a changé depuis ce texte" in text_of(client, address)
    assert not Opinion.objects.validated().exists()
    decide(client, f"/espace-poste/avis/{opinion.request_id}/", "validate")
    assert Opinion.objects.validated().exists()


def test_the_pages_say_which_other_posts_are_asked(client, address, asked):
    berne = Post.objects.get(slug="berne")
    OpinionRequestFactory(application=asked.application, post=berne)

    page = text_of(client, address)

    assert "Aussi consultés" in page
    assert str(berne) in page


@pytest.mark.slow
def test_a_deadline_and_a_draft_are_dated_in_the_hour_of_the_post(client, asked, address):
    Post.objects.filter(pk=asked.post_id).update(timezone="Asia/Tokyo", city="Tokyo")
    write(client, address, act="draft")
    submit_at = date_format(asked.due_on + timedelta(days=1), "l j F")

    page = text_of(client, address)

    assert f"soit jusqu’au {submit_at} à " in page
    assert page.count("heure de Tokyo") == 2
    assert "heure de Paris" not in page


def test_each_country_of_a_project_has_its_post_asked():
    dossier = ApplicationFactory(countries=Country.objects.filter(pk__in=["SN", "MG"]))

    posts = first_posts(dossier, competent_posts([dossier]))

    served = Post.objects.filter(pk__in=posts).values_list("country", flat=True)
    assert sorted(served) == ["MG", "SN"]


# The delegation


@pytest.mark.parametrize(
    ("day", "country", "said"),
    [
        (date(2026, 12, 12), "SN", "repos de la semaine"),
        (date(2026, 12, 11), "DZ", "repos de la semaine"),
        (date(2026, 12, 25), "SN", "jour férié"),
        (date(2026, 12, 10), "SN", ""),
        (date(2026, 12, 25), "XK", ""),
    ],
)
def test_a_day_off_is_that_of_the_country(day, country, said):
    assert day_off(day, country).startswith(said)
    assert bool(day_off(day, country)) == bool(said)


@pytest.mark.slow
def test_a_deadline_on_a_day_off_warns_who_sets_it(delegation_client):
    Post.objects.filter(slug="dakar").update(mailbox="boite@diplomatie.example")
    dossier = ApplicationFactory(call=CallFactory())
    post = Post.objects.get(slug="dakar")
    due = date(timezone.localdate().year + 1, 12, 25)
    sent = {"pair": f"{dossier.pk}:{post.pk}", "due_on": due.isoformat(), "text": ""}
    page = f"/admin/projects/call/{dossier.call_id}/avis/"

    review = read_first(delegation_client, page, {**sent, "act": "send"})
    shown = review.content.decode()
    done = confirmed(delegation_client, review, page, follow=True).content.decode()

    assert "un jour où l’on n’y travaille pas" in shown
    assert "25 décembre" in shown
    assert "un jour où l’on n’y travaille pas" in done


@pytest.mark.slow
def test_the_delegation_reminds_one_post_by_hand_once_a_day(delegation_client, asked):
    page = f"/admin/projects/call/{asked.batch.call_id}/avis/"
    sent = {"act": "remind", "batch": asked.batch_id}

    review = read_first(delegation_client, page, sent)
    assert asked.batch.sent_to in review.content.decode()
    assert not Message.objects.exists()
    done = confirmed(delegation_client, review, page, follow=True)
    assert "Relance envoyée" in done.content.decode()
    again = delegation_client.post(page, sent).content.decode()

    assert "déjà été relancé aujourd’hui" in again
    asked.batch.reminders.all().delete()
    met(asked)
    over = delegation_client.post(page, sent).content.decode()
    assert "n’a plus d’avis à rendre" in over
    assert Message.objects.get(kind="opinion_reminder").to == asked.batch.sent_to


@pytest.mark.slow
def test_the_delegation_enters_an_opinion_received_by_phone(delegation, delegation_client, asked):
    page = f"/admin/projects/call/{asked.batch.call_id}/avis/"
    sent = {
        **{"act": "enter", "request": asked.pk, "verdict": "favourable", "reasons": "Oui."},
        **{"origin": "phone", "received_on": f"{timezone.localdate()}", "signed_by": ""},
    }

    refused = delegation_client.post(page, sent).content.decode()
    assert "Dites qui" in refused
    assert ">\nOui.</textarea>" in refused
    sent["signed_by"] = "Octave Simulacre, ambassadeur"
    assert (
        "comment et quel jour"
        in delegation_client.post(page, {**sent, "origin": ""}).content.decode()
    )
    reread = read_first(delegation_client, page, sent).content.decode()
    assert "ne se modifie plus" in reread
    for text in ["Oui.", "téléphone", "Octave Simulacre, ambassadeur", "favorable"]:
        assert text in reread
    assert not Opinion.objects.exists()
    read_and_done(delegation_client, page, sent)

    opinion = Opinion.objects.validated().get()
    assert opinion.validated_by == "Octave Simulacre, ambassadeur"
    shown = delegation_client.get(
        f"/admin/projects/application/{asked.application_id}/instruction/"
    ).content.decode()
    assert "reçu par téléphone le" in shown
    assert delegation.signature in shown


def test_an_opinion_received_in_time_is_not_late_when_it_is_entered(asked):
    asked.batch.due_on = timezone.localdate() - timedelta(days=2)
    asked.batch.save()
    opinion = given(asked)
    assert opinion.lateness

    opinion.received_on = asked.batch.due_on

    assert opinion.lateness == ""


@pytest.mark.slow
def test_the_delegation_reads_a_draft_before_it_counts(delegation_client, asked):
    opinion = drafted(asked, submitted_at=timezone.now())
    page = f"/admin/projects/call/{asked.batch.call_id}/avis/"

    shown = delegation_client.get(page).content.decode()
    sent = {"act": "accept", "opinion": opinion.pk, "reason": "COCAC absent."}
    review = read_first(delegation_client, page, sent).content.decode()

    assert GOOD["reasons"] in shown
    assert GOOD["reasons"] in review
    assert "COCAC absent." in review
    assert not Opinion.objects.validated().exists()
    assert delegation_client.post(page, {**sent, "opinion": "²"}).status_code == 200


@pytest.mark.slow
def test_who_validates_reaches_both_acts_from_the_text(client, address, asked, head):
    submitted(client, address)
    client.force_login(head)
    page = f"/espace-poste/avis/{asked.pk}/"

    text = text_of(client, page)

    assert f'href="{page}relire/">Relire et valider' in text
    assert f'href="{page}relire/?renvoyer#word">Renvoyer au rédacteur' in text
    assert '<details class="fold fr-mt-3w" open>' in text_of(client, f"{page}relire/?renvoyer")
    assert '<details class="fold fr-mt-3w">' in text_of(client, f"{page}relire/")


@pytest.mark.slow
def test_nothing_written_is_called_expected_on_its_own_page(client, address, asked, head):
    client.force_login(head)

    for page in (address, f"/espace-poste/avis/{asked.pk}/"):
        response = client.get(page)
        assert response.context["state"] == OpinionState.EXPECTED
        assert "rien n’est écrit" in response.content.decode()
        assert "Relire et valider" not in response.content.decode()
