"""A file that is kept compressed, sent as its reader can take it, and not twice to the same."""

import gzip
import hashlib
import io
import json
import re
from functools import partial

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import http_date

ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
AT_ONCE = 64 * 1024  # bytes


def kept_file(request, read, digest, modified, content_type):
    """The file that `read()` gives compressed; 304 when the reader has this very one.

    `digest` names what it holds, `modified` is since when. Any site's page may read it.
    """
    etag, seconds = f'W/"{digest}"', int(modified.timestamp())
    response = get_conditional_response(request, etag, seconds)
    response = response or _sent(request, read(), content_type)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(seconds)
    response.headers["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, no_cache=True)  # kept, but asked for each time
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _sent(request, content, content_type):
    if ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")):
        headers = {"Content-Encoding": "gzip"}
        return HttpResponse(content, content_type=content_type, headers=headers)
    file = gzip.GzipFile(fileobj=io.BytesIO(content))
    return StreamingHttpResponse(iter(partial(file.read, AT_ONCE), b""), content_type=content_type)


def document_file(request, document, modified, content_type):
    """The same for a document that is small enough to be written when it is asked for."""
    text = json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    digest = hashlib.sha256(text).hexdigest()
    return kept_file(request, partial(gzip.compress, text, mtime=0), digest, modified, content_type)
