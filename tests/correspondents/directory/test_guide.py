"""« Avant de signer »: the delegation's words, as plain text."""

import html5lib
import pytest

from correspondents.models import Country, Guide, GuideSection
from correspondents.reference.load import FOLDER, ReferenceLoader


@pytest.fixture
def guide(db):
    return Guide.objects.get(slug="avant-de-signer")


def page(client):
    response = client.get("/avant-de-signer/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_tells_the_legal_frame(client, db):
    text = page(client)

    for told in [
        "L.\xa01115-1",
        "L.\xa01115-5",
        "L.\xa02131-1",
        "24 mai 2018",
        "écrivez à la délégation",
    ]:
        assert told in text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('<img src=x onerror="x">', "&lt;img src=x onerror=&quot;x&quot;&gt;"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("data:text/html;base64,PHA+", "<p>data:text/html;base64,PHA+</p>"),
        ('"> <b>gras</b>', "&quot;&gt; &lt;b&gt;gras&lt;/b&gt;"),
        ("{{ settings }} {% now %}", "{{ settings }} {% now %}"),
        ("Un\n\nDeux", "<p>Un</p>\n\n<p>Deux</p>"),
    ],
)
def test_what_is_written_is_shown_as_text(client, guide, written, shown):
    guide.sections.update(body="")
    GuideSection.objects.create(guide=guide, title="Essai", body=written)

    text = page(client)

    html5lib.HTMLParser(strict=True).parse(text)
    assert shown in text
    assert "<script>" not in text


def test_an_address_becomes_a_link_and_nothing_more(client, guide):
    body = 'Voir https://www.legifrance.gouv.fr/"onmouseover="x pour le code.'
    GuideSection.objects.create(guide=guide, title="Essai", body=body)

    text = page(client)

    html5lib.HTMLParser(strict=True).parse(text)
    assert 'rel="nofollow"' in text
    assert 'onmouseover="' not in text


def test_a_title_is_text_too(client, guide):
    GuideSection.objects.create(guide=guide, title="<b>Titre</b>", body="Texte")

    assert "&lt;b&gt;Titre&lt;/b&gt;" in page(client)


def test_sections_come_in_their_rank(client, guide):
    GuideSection.objects.create(guide=guide, title="Tout d’abord", body="Texte", rank=0)

    text = page(client)

    assert text.index("Tout d’abord") < text.index("Avec qui signer")


def form_of(guide, **values):
    """What the admin's form sends for the page as it is."""
    sections = list(guide.sections.all())
    sent = {"title": guide.title, "_seen": str(guide_event(guide))}
    sent |= {"sections-TOTAL_FORMS": len(sections), "sections-INITIAL_FORMS": len(sections)}
    for place, section in enumerate(sections):
        for name in ["id", "title", "body", "rank"]:
            sent[f"sections-{place}-{name}"] = getattr(section, name)
        sent[f"sections-{place}-guide"] = guide.pk
    return sent | values


def guide_event(guide):
    events = Guide.pgh_event_model.objects.filter(pgh_obj_id=guide.pk)
    return events.order_by("-pgh_id").first().pgh_id


def test_the_delegation_edits_the_page_and_its_date_follows(delegation_client, delegation, guide):
    before = guide.updated_at
    address = f"/admin/correspondents/guide/{guide.pk}/change/"

    sent = form_of(guide, **{"sections-0-body": "Nos mots à nous."})
    response = delegation_client.post(address, sent)

    assert response.status_code == 302
    assert "Nos mots à nous." in page(delegation_client)
    guide.refresh_from_db()
    assert guide.updated_at > before
    assert guide.updated_by == delegation


def test_two_people_do_not_overwrite_each_other(delegation_client, guide):
    address = f"/admin/correspondents/guide/{guide.pk}/change/"
    mine = form_of(guide, **{"sections-0-body": "Le mien."})
    delegation_client.post(address, form_of(guide, **{"sections-0-body": "Le premier."}))

    response = delegation_client.post(address, mine)

    assert response.status_code == 422
    assert "a changé pendant que vous la modifiiez" in response.content.decode()
    assert "Le premier." in page(delegation_client)


def test_the_page_neither_comes_nor_goes(delegation_client, guide):
    address = f"/admin/correspondents/guide/{guide.pk}/delete/"

    assert delegation_client.post(address, {"post": "yes"}).status_code == 403
    assert delegation_client.get("/admin/correspondents/guide/add/").status_code == 403


def test_loading_keeps_the_words_of_the_delegation(tmp_path, guide):
    for file in FOLDER.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    first, second = guide.sections.all()[:2]
    first.body = "Nos mots."
    first.save()
    path = tmp_path / "guide_sections.csv"
    text = path.read_text(encoding="utf-8").replace("La convention précise", "Elle précise")
    path.write_text(text.replace("Une collectivité ou un", "Une commune ou un"), encoding="utf-8")

    ReferenceLoader(tmp_path).load()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.body == "Nos mots."
    assert second.body.startswith("Elle précise")


@pytest.mark.parametrize("address", ["/pays/sn/", "/recherche/?q=Artsakh", "/plan-du-site/"])
def test_the_page_is_one_click_away(client, db, address):
    assert 'href="/avant-de-signer/"' in client.get(address).content.decode()


def test_no_country_is_named_beside_the_law(client, db):
    named = set(Country.objects.exclude(pk="FR").values_list("name", flat=True))

    words = " ".join(GuideSection.objects.values_list("body", flat=True))

    assert not [name for name in named if f" {name} " in words]
