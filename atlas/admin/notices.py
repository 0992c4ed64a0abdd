"""Notices on countries, and the partnerships that each touches, as a list and as files."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.urls import reverse

from atlas.models import CountryNotice
from atlas.public.columns import COLUMNS
from correspondents.records.admin.pages import ActsPages
from correspondents.records.admin.tables import AccentBlindSearch, RowsFilter, TrackedAdmin
from correspondents.spreadsheets.files import FORMATS, file_response
from correspondents.spreadsheets.write import Column, Table

SHOWN = 200
ROWS_AT_ONCE = 500
TOUCHED = [
    *COLUMNS,
    Column(
        "internal_status",
        "État interne",
        "Celui que la délégation connaît, « suspendu » et « rompu » compris",
        lambda row: row.get_status_display() or row.TO_CONFIRM,
    ),
    Column(
        "is_sensitive", "Sensible", "oui : sur aucune page publique", lambda row: row.is_sensitive
    ),
]


class InForceFilter(RowsFilter):
    title = "validité"
    parameter_name = "validite"
    rows = {"en-cours": ("En cours aujourd’hui", "current")}


@admin.register(CountryNotice)
class CountryNoticeAdmin(ActsPages, AccentBlindSearch, TrackedAdmin):
    own_pages = {
        "<int:pk>/partenariats/": "partnerships",
        "<int:pk>/partenariats.<str:format>": "partnerships_file",
    }
    list_display = ["country", "kind", "starts_on", "ends_on", "source_label"]
    list_filter = [InForceFilter, "kind", "country__zone"]
    list_select_related = ["country"]
    search_fields = ["country__name_norm"]
    autocomplete_fields = ["country"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fields = ["kind", "country", ("starts_on", "ends_on"), "text", "source_label", "source_url"]

    def view_on_site(self, notice):
        return notice.get_absolute_url()

    def partnerships_view(self, request, pk):
        """The partnerships that the notice touches: the first of them, and files of all."""
        notice, touched = self.touched(request, pk)
        name = "admin:atlas_countrynotice_partnerships_file"
        return self.page(
            request,
            "notice_partnerships",
            "Partenariats que l’avis concerne",
            notice=notice,
            partnerships=touched.with_sides().in_reading_order()[:SHOWN],
            count=touched.count(),
            shown=SHOWN,
            files=[(f.label, reverse(name, args=[pk, key])) for key, f in FORMATS.items()],
        )

    def partnerships_file_view(self, request, pk, format):
        notice, touched = self.touched(request, pk)
        if format not in FORMATS:
            raise Http404("Ce format n’est pas proposé.")
        rows = touched.with_sides().in_reading_order().iterator(chunk_size=ROWS_AT_ONCE)
        table = Table(
            title=f"Partenariats {notice.country}",
            columns=TOUCHED,
            rows=rows,
            filters=[("Avis", str(notice)), ("Depuis le", f"{notice.starts_on:%d/%m/%Y}")],
            notice=[("Conditions", "Usage interne : états réservés, à ne pas diffuser.")],
        )
        return file_response(table, FORMATS[format])

    def touched(self, request, pk):
        """The notice and its partnerships, for who may read it; any other is a 404."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        notice = self.get_object(request, str(pk))
        if notice is None:
            raise Http404
        return notice, notice.partnerships(request.user)
