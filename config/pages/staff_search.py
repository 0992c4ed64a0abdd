"""The delegation's one search: people, posts, countries, dossiers, partnerships, imports."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from atlas.models import ForeignAuthority, LocalAuthority, Partnership
from correspondents.models import AccessRecord, Correspondent, Country, ImportBatch, Post
from correspondents.records.access_log import record_access
from correspondents.spreadsheets.characters import bare
from projects.models import Application

MOST = 5  # rows of a kind; its list has the others
LONGEST = 200


@dataclass(frozen=True)
class RecordRow:
    """A record found: what it is, what tells it apart, where, and what may be done of it."""

    record: Model
    details: list[str]
    place: str
    acts: list[tuple[str, str]]

    @property
    def address(self) -> str:
        return change_of(self.record)


@dataclass(frozen=True)
class Kind:
    """Records that are looked for in their own table, with its rights."""

    title: str
    model: type[Model]
    row: Callable[[Any], RecordRow]
    relations: list[str]
    narrow: Callable[[Any], Any] = lambda rows: rows


@dataclass(frozen=True)
class Group:
    title: str
    rows: list[RecordRow]
    has_more: bool
    list_address: str


def change_of(record: Model) -> str:
    return reverse(admin_urlname(record._meta, "change"), args=[record.pk])


def person_row(person: Correspondent) -> RecordRow:
    replace = reverse("admin:correspondents_correspondent_replace", args=[person.pk])
    return RecordRow(
        person,
        [person.get_role_display(), person.email, person.phone],
        str(person.post),
        [("Pourvoir" if person.is_vacant else "Remplacer", replace)],
    )


def post_row(post: Post) -> RecordRow:
    see = [("Voir sur le site", post.get_absolute_url())]
    return RecordRow(post, [post.mailbox, post.phone], str(post.country), see)


def country_row(country: Country) -> RecordRow:
    see = [("Voir sur le site", country.get_absolute_url())]
    return RecordRow(country, [country.iso2], str(country.zone), see)


def application_row(dossier: Application) -> RecordRow:
    appraise = reverse("admin:projects_application_appraisal", args=[dossier.pk])
    parties = [str(dossier.lead), str(dossier.partner or "")]
    return RecordRow(dossier, parties, str(dossier.call), [("Instruire", appraise)])


def partnership_row(partnership: Partnership) -> RecordRow:
    details = [partnership.kind_in_words, partnership.status_in_words]
    see = [("Voir sur le site", partnership.get_absolute_url())]
    return RecordRow(partnership, details, str(partnership.partner.country), see)


def local_row(authority: LocalAuthority) -> RecordRow:
    see = [("Voir sur le site", authority.get_absolute_url())]
    return RecordRow(authority, [authority.get_type_display()], authority.siren, see)


def foreign_row(authority: ForeignAuthority) -> RecordRow:
    return RecordRow(authority, [authority.get_level_display()], str(authority.country), [])


def import_row(batch: ImportBatch) -> RecordRow:
    return RecordRow(batch, [batch.get_state_display()], "", [])


KINDS = [
    Kind("Personnes", Correspondent, person_row, ["post__country"], lambda rows: rows.in_office()),
    Kind("Postes", Post, post_row, ["country"]),
    Kind("Pays et territoires", Country, country_row, ["zone"]),
    Kind("Dossiers", Application, application_row, ["call", "lead", "partner"]),
    Kind("Partenariats", Partnership, partnership_row, ["lead", "partner__country"]),
    Kind("Collectivités françaises", LocalAuthority, local_row, []),
    Kind("Autorités étrangères", ForeignAuthority, foreign_row, ["country"]),
    Kind("Imports", ImportBatch, import_row, []),
]


def groups_of(request: HttpRequest, text: str) -> Iterator[Group]:
    for kind in KINDS:
        table = admin.site.get_model_admin(kind.model)
        if not table.has_view_permission(request):
            continue
        rows, may_repeat = table.get_search_results(request, table.get_queryset(request), text)
        rows = kind.narrow(rows.distinct() if may_repeat else rows)
        first = list(rows.select_related(*kind.relations)[: MOST + 1])
        if first:
            address = reverse(admin_urlname(kind.model._meta, "changelist"), query={"q": text})
            yield Group(kind.title, list(map(kind.row, first[:MOST])), len(first) > MOST, address)


def dossier_numbered(text: str) -> Application | None:
    """The only dossier of this exact number."""
    found = Application.objects.filter(reference__iexact=text)[:2] if text else []
    return found[0] if len(found) == 1 else None


@require_GET
def staff_search(request: HttpRequest) -> HttpResponse:
    """Five answers of each kind; the number of a dossier leads straight to it."""
    text = bare(request.GET.get("q", ""))[:LONGEST].strip()
    if dossier := dossier_numbered(text):
        return redirect(change_of(dossier))
    groups = list(groups_of(request, text)) if text else []
    if people := sum(isinstance(row.record, Correspondent) for each in groups for row in each.rows):
        record_access(request.user, AccessRecord.What.LIST, subject="recherche", rows=people)
    context = {"title": f"« {text} »" if text else "Chercher", "query": text, "groups": groups}
    frame = admin.site.each_context(request)
    return TemplateResponse(request, "admin/search.html", {**frame, **context})
