"""How many wrote, by month and theme: a post reads its own figures, the delegation all of them."""

from datetime import date, datetime, timedelta

import html5lib
from django.utils import timezone

from correspondents.models import ContactRequest, Post

from ...factories import UserFactory
from ...test_pages import queries_of


def counted(post=None, theme="call", at=None, country="SN"):
    at = at or timezone.now()
    return ContactRequest.objects.create(country_id=country, post=post, theme=theme, sent_at=at)


def test_requests_are_counted_by_month_of_the_site_and_theme(dakar):
    paris = timezone.get_current_timezone()
    counted(dakar, at=datetime(2026, 3, 1, 0, 30, tzinfo=paris))  # still February in UTC
    counted(dakar, at=datetime(2026, 3, 31, 23, 30, tzinfo=paris))
    counted(dakar, at=datetime(2026, 3, 5, tzinfo=paris), theme="law")
    counted(dakar, at=datetime(2026, 2, 28, 23, 30, tzinfo=paris))

    assert ContactRequest.objects.per_month_and_theme() == {
        (date(2026, 2, 1), "call"): 1,
        (date(2026, 3, 1), "call"): 2,
        (date(2026, 3, 1), "law"): 1,
    }


def test_a_post_reads_its_own_requests_only(client, dakar):
    counted(dakar)
    counted(Post.objects.get(slug="banjul"), country="GM")
    counted(None, country="EH")
    client.force_login(UserFactory(post=dakar))

    for query in ["", "?poste=banjul", "?poste=bureau"]:
        text = client.get(f"/espace-poste/demandes/{query}").content.decode()
        assert "<strong>1 demande</strong>" in text
        assert "Banjul" not in text


def test_the_delegation_reads_all_of_them_or_one_post(delegation_client, dakar):
    counted(dakar)
    counted(Post.objects.get(slug="banjul"), country="GM")
    counted(None, country="EH")

    def read(query):
        return delegation_client.get(f"/espace-poste/demandes/{query}").content.decode()

    assert "<strong>3 demandes</strong>" in read("")
    assert "<strong>3 demandes</strong>" in read("?poste=zut")
    assert "<strong>1 demande</strong>" in read("?poste=dakar")
    assert "<strong>1 demande</strong>" in read("?poste=bureau")


def test_the_table_shows_twelve_months(client, dakar):
    today = timezone.localdate()
    counted(dakar)
    counted(dakar, at=timezone.now() - timedelta(days=400))
    client.force_login(UserFactory(post=dakar))

    response = client.get("/espace-poste/demandes/")

    html5lib.HTMLParser(strict=True).parse(response.content.decode())
    rows = response.context["rows"]
    assert len(rows) == 12
    assert rows[0]["month"] == today.replace(day=1)
    assert rows[0]["counts"] == [0, 0, 1, 0, 0, 0]
    assert response.context["total"] == 1


def test_the_table_costs_the_same_for_many(delegation_client, dakar):
    counted(dakar)
    one = queries_of(delegation_client, "/espace-poste/demandes/")

    for slug in ["banjul", "ottawa", "niamey"]:
        counted(Post.objects.get(slug=slug), theme="law")

    assert queries_of(delegation_client, "/espace-poste/demandes/") == one


def test_a_visitor_and_a_plain_account_read_no_table(client, db):
    assert client.get("/espace-poste/demandes/").status_code == 302

    client.force_login(UserFactory())

    assert client.get("/espace-poste/demandes/").status_code == 403
    assert not ContactRequest.objects.visible_to(UserFactory()).exists()
