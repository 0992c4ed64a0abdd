"""`/donnees/`: the open data of each app, its editions, and its files at stable addresses."""

from django.conf import settings
from django.db.models import Min
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import ListView

from atlas.public.opendata import PARTNERSHIPS, THEMES
from correspondents.directory.opendata.answering import COVERAGE, MAILBOXES
from correspondents.directory.opendata.network import COUNTRIES, POSTS
from correspondents.models import DataEdition, Withdrawal
from correspondents.opendata.documents import catalogue, datapackage
from correspondents.opendata.licence import ATTRIBUTIONS, LICENCE, publisher
from correspondents.opendata.serving import document_file, kept_file

# The published tables, in the order of the page. A field that changes its meaning, or goes away, is
# another version; one more is the same.
TABLES = [COUNTRIES, POSTS, COVERAGE, MAILBOXES, PARTNERSHIPS, THEMES]
SCHEMA_VERSION = "1.0.0"

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/ld+json",
}
NOT_YET = "Aucune édition des données ouvertes n’est encore publiée."
NO_SUCH_FILE = "Ce fichier n’est pas dans cette édition des données ouvertes."


def tables_of(edition):
    """The tables of an edition without the rows that were withdrawn since.

    A row is out at once, before the next `publish_data` writes the files without it.
    """
    tables, waiting = list(edition.tables.light()), Withdrawal.objects.by_table()
    for table in tables:
        if table.name in waiting:
            table.withdraw(waiting[table.name])
    places = {table.name: place for place, table in enumerate(TABLES)}
    return sorted(tables, key=lambda table: places.get(table.name, len(places)))


class OpenData(ListView):
    """The latest edition, or the one of the address; under it, all of them."""

    template_name = "config/pages/open_data.html"
    context_object_name = "editions"
    paginate_by = 25

    def get_queryset(self):
        return DataEdition.objects.with_redactions().latest_first()

    def get_context_data(self, **context):
        editions, name = self.get_queryset(), self.kwargs.get("edition")
        edition = get_object_or_404(editions, name=name) if name else editions.first()
        return super().get_context_data(
            **context,
            edition=edition,
            is_dated=bool(name),
            tables=tables_of(edition) if edition else [],
            base=edition.get_absolute_url() if name else reverse("open_data"),
            licence=LICENCE,
            attributions=ATTRIBUTIONS,
            publisher=publisher(),
        )


class OpenDataFile(View):
    """A file of the latest edition, or of the one of the address."""

    def get(self, request, file, edition=None):
        data_edition = self.edition_named(edition)
        tables = tables_of(data_edition)
        if file in ("datapackage.json", "catalogue.jsonld"):
            document = datapackage if file == "datapackage.json" else self.catalogue
            modified = max([data_edition.published_at, *(table.modified_at for table in tables)])
            content_type = CONTENT_TYPES[file.partition(".")[2]]
            return document_file(request, document(data_edition, tables), modified, content_type)
        name, _, extension = file.partition(".")
        table = next((table for table in tables if table.name == name), None)
        if table is None or extension not in ("csv", "json", "schema.json"):
            raise Http404(NO_SUCH_FILE)
        return self.of_table(table, extension)

    def edition_named(self, name):
        if name:
            return get_object_or_404(DataEdition, name=name)
        if edition := DataEdition.objects.latest_first().first():
            return edition
        raise Http404(NOT_YET)

    def catalogue(self, edition, tables):
        dated = edition.get_absolute_url() if self.kwargs.get("edition") else reverse("open_data")
        first = DataEdition.objects.aggregate(moment=Min("published_at"))["moment"]
        return catalogue(edition, tables, base=f"{settings.SITE_URL}{dated}", issued=first)

    def of_table(self, table, extension):
        if extension == "schema.json":
            content_type = CONTENT_TYPES["json"]
            return document_file(self.request, table.schema, table.generated_at, content_type)
        return kept_file(
            self.request,
            lambda: bytes(getattr(table, extension)),
            getattr(table, f"{extension}_sha256"),
            table.modified_at,
            CONTENT_TYPES[extension],
        )
