"""Answers are compressed by the site itself, for whoever reads gzip."""

import gzip
import re

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.template import engines
from django.template.response import SimpleTemplateResponse
from django.test import RequestFactory

from config.compression import Compression
from correspondents.records import cache

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
LONG = "À qui écrire ? " * 100


def answer(response, **headers):
    return Compression(lambda _: response)(RequestFactory().get("/", headers=headers))


def test_a_page_is_compressed_for_who_reads_it(client, db):
    plain = client.get("/mentions-legales/")
    packed = client.get("/mentions-legales/", headers=GZIP)

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    for page in (plain, packed):
        assert "Accept-Encoding" in page.headers["Vary"]
    assert "Content-Encoding" not in plain.headers


@pytest.mark.parametrize("said", ["", "br", "identity", "gzip;q=0", "deflate, gzip; q=0.0, br"])
def test_who_reads_no_gzip_is_answered_plainly(said):
    response = answer(HttpResponse(LONG), **{"Accept-Encoding": said})

    assert response.content.decode() == LONG


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("court"),
        HttpResponse(LONG, content_type="application/vnd.oasis.opendocument.spreadsheet"),
        HttpResponse(LONG, content_type="image/png"),
        StreamingHttpResponse([LONG]),
    ],
)
def test_what_is_short_or_packed_already_is_left(response):
    assert "Content-Encoding" not in answer(response, **GZIP).headers


@pytest.mark.parametrize("kind", ["application/atom+xml", "application/json", "text/calendar"])
def test_feeds_and_data_are_text_too(kind):
    response = answer(HttpResponse(LONG, content_type=kind), **GZIP)

    assert gzip.decompress(response.content).decode() == LONG


def test_the_length_of_what_is_for_one_visitor_is_left_to_chance():
    lengths = {len(answer(HttpResponse(LONG), **GZIP).content) for _ in range(40)}

    assert len(lengths) > 5


def test_the_token_of_a_form_is_never_twice_the_same(client, db):
    """What makes it safe to compress: two answers to the same visitor share no byte of it."""
    token = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')

    first, second = (token.search(client.get("/alertes/").content.decode())[1] for _ in range(2))

    assert first != second
    assert client.cookies["csrftoken"]["samesite"] == "Lax"


def test_a_cached_page_is_cached_compressed_and_unpacked_for_who_does_not_read_it():
    page = cache.with_etag(SimpleTemplateResponse(engines["django"].from_string(LONG)))
    assert gzip.decompress(page.content).decode() == LONG
    etag = page.headers["ETag"]

    assert answer(page, **GZIP).content == page.content
    unpacked = answer(page)

    assert unpacked.content.decode() == LONG
    assert unpacked.headers["ETag"] == etag
    assert "Content-Encoding" not in unpacked.headers
