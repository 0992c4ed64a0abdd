"""Answers leave compressed, whoever deploys: half of the posts read them over a slow line.

Nothing is guessed from the length (ADR 31): a token of a form is masked anew in each answer, the
cookie of a session is not sent with the requests that another site makes, and what is compressed
for one visitor alone gets a length by chance.
"""

import gzip
import re

from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin
from django.utils.text import compress_string

SMALLEST = 500  # bytes: below it, a packet is a packet
CHANCE = 100  # bytes at most added to the length
TYPES = re.compile(r"text/(?!event)|application/(?:[\w.]+\+)?(?:xml|json)\b")
ACCEPTS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))")


class Compression(MiddlewareMixin):
    """Compress what is text; a cached page already is, and is unpacked for who does not read it."""

    def process_response(self, request, response):
        if response.streaming or not TYPES.match(response.get("Content-Type", "")):
            return response
        accepts = ACCEPTS.search(request.headers.get("Accept-Encoding", "").lower())
        is_compressed = response.has_header("Content-Encoding")
        if len(response.content) >= SMALLEST or is_compressed:
            patch_vary_headers(response, ["Accept-Encoding"])
        if accepts and not is_compressed and len(response.content) >= SMALLEST:
            response.content = compress_string(response.content, max_random_bytes=CHANCE)
            response.headers["Content-Encoding"] = "gzip"
        elif is_compressed and not accepts:
            response.content = gzip.decompress(response.content)
            del response.headers["Content-Encoding"]
        if response.has_header("Content-Length"):
            response.headers["Content-Length"] = str(len(response.content))
        return response
