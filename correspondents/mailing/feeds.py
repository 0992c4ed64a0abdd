"""Atom feeds: what is told of a page as it changes, for programs that watch it."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse, HttpResponseBadRequest
from django.utils.feedgenerator import Atom1Feed

from correspondents.spreadsheets.write import readable


@dataclass(frozen=True)
class Entry:
    """Something that a feed tells; `path` is its page, `key` tells it from others on that page."""

    title: str
    path: str
    at: datetime
    updated_at: datetime | None = None  # it never changed: `at`
    text: str = ""
    kind: str = ""
    key: str = ""

    @property
    def last_at(self):
        return self.updated_at or self.at

    @property
    def identifier(self):
        return f"{settings.SITE_URL}{self.path}" + (f"#{self.key}" if self.key else "")


def atom_response(title, *, page, feed, entries):
    """The latest of the entries; `page` and `feed` are paths, the page's and the feed's own.

    Every address is that of SITE_URL, whatever host was asked: an entry keeps its identifier.
    """
    entries = sorted(entries, key=lambda entry: entry.last_at, reverse=True)
    atom = Atom1Feed(
        title=f"{title} – {settings.SITE_NAME}",
        link=f"{settings.SITE_URL}{page}",
        description=None,
        language="fr",
        feed_url=f"{settings.SITE_URL}{feed}",
        feed_guid=f"{settings.SITE_URL}{feed}",
        author_name=settings.DELEGATION_NAME,
    )
    for entry in entries[: settings.FEED_ENTRIES]:
        atom.add_item(
            title=readable(entry.title),
            link=f"{settings.SITE_URL}{entry.path}",
            description=readable(entry.text or entry.title),
            unique_id=entry.identifier,
            pubdate=entry.at,
            updateddate=entry.last_at,
            categories=[entry.kind] if entry.kind else [],
        )
    response = HttpResponse(content_type=atom.content_type)
    atom.write(response, "utf-8")
    return response


def refused(form, what):
    """The answer to filters that cannot be read: 400, with what and where, as plain text."""
    names = ", ".join(f"« {name} »" for name in form.errors)
    return HttpResponseBadRequest(
        f"{what} ne peut pas être produit : valeur refusée pour {names}.\n",
        content_type="text/plain; charset=utf-8",
    )
