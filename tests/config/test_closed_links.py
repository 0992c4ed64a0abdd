"""What is typed in the page of a link that has closed since comes back, to be copied."""

from datetime import timedelta

import pytest
from django.utils import timezone

from correspondents.models import PostedPage, SignedLink
from projects.models import Opinion

from ..factories import CorrespondentFactory, OpinionRequestFactory
from .test_once import browser_of, filled

pytestmark = pytest.mark.django_db
TEXT = "La commune est connue du poste depuis dix ans."


def close(link):
    past = timezone.now() - timedelta(days=31)
    SignedLink.objects.filter(pk=link.pk).update(
        created_at=past, expires_at=past + timedelta(days=30)
    )


def issued(purpose, target):
    to = "inventee@diplomatie.example"
    return SignedLink.objects.issue(purpose, target, to=to, lasts=timedelta(days=9))


def check_is_back(page, label):
    text = page.content.decode()
    assert page.status_code == 410
    assert f"<dt>{label}" in text
    assert f'<dd dir="auto">{TEXT}</dd>' in text
    assert "Copiez votre texte" in text
    assert "no-store" in page.headers["Cache-Control"]
    assert not PostedPage.objects.exists(), "a second click reads it too"


def test_the_reasons_of_an_opinion_come_back(db):
    request = OpinionRequestFactory()
    link, browser = issued("opinion", request.batch), browser_of()
    address = f"/avis/{link.token}/{request.pk}/"
    sent = filled(browser, address, act="draft", reasons=TEXT, drafted_by="Awa Inventée")
    close(link)

    for _ in range(2):
        check_is_back(browser.post(address, sent), "Motifs")
    assert not Opinion.objects.exists()


def test_the_correction_of_an_entry_comes_back(dakar):
    person = CorrespondentFactory(post=dakar)
    link, browser = issued("confirm", person), browser_of()
    address = f"/confirmer/{link.token}/"
    words = {"fiche": person.pk, f"fiche-{person.pk}-comment": TEXT}
    sent = filled(browser, address, reponse="corrige", **words)
    close(link)

    check_is_back(browser.post(address, sent), "Une précision")


def test_a_button_without_a_text_reads_why_the_link_is_closed(dakar):
    link, browser = issued("confirm", CorrespondentFactory(post=dakar)), browser_of()
    address = f"/confirmer/{link.token}/"
    sent = filled(browser, address, reponse="exact")
    close(link)

    assert browser.post(address, sent).url == address
