"""What every answer bears, whatever its status and whoever made it."""

import pytest

from ..factories import UserFactory

pytestmark = pytest.mark.django_db
DUTIES = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def test_every_answer_of_every_status_is_guarded(client, dakar):
    answers = [
        client.get("/"),
        client.get("/pays/sn"),
        client.get("/pays/%00/"),
        client.get("/", headers={"host": "ailleurs.example"}),
        client.get("/espace-poste/"),
        client.get("/nulle-part/"),
        client.delete("/pays/"),
        client.get("/static/site/site.css"),
    ]

    assert [answer.status_code for answer in answers] == [200, 301, 400, 400, 302, 404, 405, 200]
    answers[-1].close()  # a file, that nobody reads
    for answer in answers:
        assert DUTIES.items() <= dict(answer.items()).items()
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert "camera=()" in answer["Permissions-Policy"]


def test_so_is_the_way_to_the_encrypted_site(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    answer = client.get("/")

    assert (answer.status_code, answer["Location"]) == (301, "https://testserver/")
    assert DUTIES.items() <= dict(answer.items()).items()
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/", "/compte/", "/compte/mot-de-passe/", "/espace-poste/"])
def test_what_somebody_signed_in_reads_is_kept_nowhere(client, dakar, address):
    client.force_login(UserFactory(post=dakar))

    assert "no-store" in client.get(address)["Cache-Control"]
    client.logout()
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")


def test_a_body_that_no_form_takes_is_refused_before_it_is_read(client, dakar, settings):
    settings.PIECE_MAX_BYTES = 1000 - settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    heavy = {"text": "x" * 2000}

    refused = client.post("/compte/connexion/", heavy)

    assert refused.status_code == 413
    assert "rien n’en a été lu" in refused.content.decode()
    client.force_login(UserFactory(post=dakar))
    assert client.post("/compte/deconnexion/", heavy).status_code == 302
