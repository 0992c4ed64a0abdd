"""News on the screens of those who keep it: the post's, then the delegation's."""

import re

import pytest

from atlas.models import NewsItem
from atlas.news.forms import TO_SUBMIT
from correspondents.models import Post

from ...conftest import StrongClient
from ...factories import NewsItemFactory
from ...reviews import sent_or_done

pytestmark = pytest.mark.django_db

SPACE = "/espace-poste/actualites/"


def signed_in(user):
    client = StrongClient()
    client.force_login(user)
    return client


def sent(**changes):
    return {
        "kind": "legal",
        "country": "SN",
        "title": "Un nouveau code des collectivités",
        "text": "Il entre en vigueur au printemps.",
        "source_label": "Journal inventé",
        "source_url": "https://journal.example/code",
        "seen": "",
        **changes,
    }


# The post's screens


def test_a_post_drafts_submits_and_takes_back(dakar, cocac):
    browser = signed_in(cocac)

    browser.post(f"{SPACE}nouvelle/", sent())
    news = NewsItem.objects.get()
    assert (news.status, news.post, news.author) == ("draft", dakar, cocac)

    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "submit"})
    assert NewsItem.objects.submitted().get() == news
    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "send_back"})
    assert NewsItem.objects.get().status == "draft"


def test_a_post_writes_of_its_own_countries_only(cocac):
    response = signed_in(cocac).post(f"{SPACE}nouvelle/", sent(country="JP"))

    assert response.status_code == 422
    assert not NewsItem.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source_url": "javascript:alert(1)"}, "URL"),
        ({"source_url": "ftp://journal.example/"}, "https://"),
        ({"effective_on": "2026-05-02", "expires_on": "2026-05-01"}, "Ce jour est passé"),
        ({"title": ""}, "obligatoire"),
    ],
)
def test_the_form_says_what_is_wrong(cocac, changes, sentence):
    response = signed_in(cocac).post(f"{SPACE}nouvelle/", sent(**changes))

    assert response.status_code == 422
    assert sentence in response.content.decode()


@pytest.mark.slow
def test_a_draft_needs_a_title_alone_and_its_submission_the_rest(cocac):
    browser, blank = signed_in(cocac), dict.fromkeys(sent(), "")

    browser.post(f"{SPACE}nouvelle/", {**blank, "title": "À moitié", "kind": "elections"})
    news = NewsItem.objects.get()
    shown = browser.get(SPACE).content.decode()
    assert "Brouillon · élections locales · écrite par" in shown
    refused = browser.post(f"{SPACE}{news.pk}/decision/", {"act": "submit"}, follow=True)
    sentence = refused.content.decode().split("Il manque à cette actualité : ")[1].split("</p>")[0]
    form = browser.get(f"{SPACE}{news.pk}/").content.decode()
    links = re.findall(r'<a href="([^#"]*)#([^"]*)">([^<]*)</a>', sentence)
    assert [words for _, _, words in links] == [
        *("son pays ou sa zone", "son texte", "sa date d’effet"),
        *("sa source", "l’adresse de sa source"),
    ]
    assert {address for address, _, _ in links} == {f"{SPACE}{news.pk}/"}
    for _, anchor, _ in links:
        assert f'id="{anchor}"' in form
    assert NewsItem.objects.get().status == "draft"

    seen = browser.get(f"{SPACE}{news.pk}/").context["seen"]
    browser.post(f"{SPACE}{news.pk}/", sent(seen=seen))
    browser.post(f"{SPACE}{news.pk}/decision/", {"act": "submit"})
    assert NewsItem.objects.submitted().exists()


def test_the_form_of_a_draft_says_what_its_submission_needs(dakar, cocac):
    browser, news = signed_in(cocac), NewsItemFactory(post=dakar, submitted=True)
    needed = {"Nature", "Pays ou territoire", "Texte", "Source", "Adresse de la source"}

    draft, submitted = browser.get(f"{SPACE}nouvelle/"), browser.get(f"{SPACE}{news.pk}/")

    marks = [field.label.partition(TO_SUBMIT) for field in draft.context["form"]]
    assert {label for label, mark, _ in marks if mark} == needed
    assert draft.content.decode().count(TO_SUBMIT) == len(needed)
    assert TO_SUBMIT not in submitted.content.decode()


def test_what_is_submitted_keeps_all_that_it_needs(dakar, cocac):
    news = NewsItemFactory(post=dakar, submitted=True)
    browser = signed_in(cocac)
    seen = browser.get(f"{SPACE}{news.pk}/").context["seen"]

    refused = browser.post(f"{SPACE}{news.pk}/", sent(text="", seen=seen))

    assert refused.status_code == 422
    assert NewsItem.objects.get().text == news.text


def test_the_page_before_publication_says_when_the_alerts_leave(dakar, cocac):
    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    news = NewsItemFactory(post=dakar, draft=True)

    page = signed_in(cocac).post(f"{SPACE}{news.pk}/decision/", {"act": "publish"})

    assert "Les courriels d’alerte partent avec le prochain envoi" in page.content.decode()
    assert "Aucun courriel" not in page.content.decode()


def test_published_news_is_changed_by_who_may_publish(dakar, cocac):
    news = NewsItemFactory(post=dakar)
    browser = signed_in(cocac)

    refused = browser.get(f"{SPACE}{news.pk}/", follow=True)
    assert "ne se modifie plus ici" in refused.content.decode()

    Post.objects.filter(pk=dakar.pk).update(publishes_news_itself=True)
    assert signed_in(cocac).get(f"{SPACE}{news.pk}/").status_code == 200


def test_a_refused_act_says_why(dakar, cocac):
    news = NewsItemFactory(draft=True, post=dakar)
    browser = signed_in(cocac)

    page = browser.post(f"{SPACE}{news.pk}/decision/", {"act": "publish"}, follow=True)
    nothing = browser.post(f"{SPACE}{news.pk}/decision/", {"act": "delete"}, follow=True)

    assert "La délégation publie" in page.content.decode()
    assert "Choisissez ce qu’il faut faire" in nothing.content.decode()
    assert NewsItem.objects.get().status == "draft"


# The delegation's screens


def decide(client, news, **values):
    address = f"/admin/atlas/newsitem/{news.pk}/decision/"
    return sent_or_done(client, address, values, follow=True)


def test_the_delegation_publishes_what_was_submitted(delegation_client, dakar):
    news = NewsItemFactory(submitted=True, post=dakar)
    assert (
        "Relire avant de publier"
        in delegation_client.get(f"/admin/atlas/newsitem/{news.pk}/decision/").content.decode()
    )

    decide(delegation_client, news, act="publish")

    assert NewsItem.objects.published().get() == news


def test_the_delegation_sends_back_with_what_is_to_be_changed(delegation_client, dakar, cocac):
    news = NewsItemFactory(submitted=True, post=dakar)

    decide(delegation_client, news, act="send_back", note="Précisez la source.")

    page = signed_in(cocac).get(SPACE).content.decode()
    assert "Précisez la source." in page


def test_a_decision_taken_twice_is_refused(delegation_client):
    news = NewsItemFactory()

    page = decide(delegation_client, news, act="publish")

    assert "déjà « publiée »" in page.content.decode()


def test_the_delegation_writes_of_a_whole_zone(delegation_client, delegation, senegal):
    values = sent(country="", zone=senegal.zone_id)

    page = delegation_client.post("/admin/atlas/newsitem/add/", values, follow=True)

    assert "relisez-la comme on la lira" in page.content.decode()
    assert NewsItem.objects.get().author == delegation


@pytest.mark.slow
def test_the_delegation_says_which_posts_are_trusted(delegation_client, dakar):
    page = delegation_client.get(f"/admin/correspondents/post/{dakar.pk}/change/")

    assert 'name="publishes_news_itself"' in page.content.decode()
