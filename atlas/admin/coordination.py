"""Coordination: notes that the delegation publishes, signals dismissed, contacts, meetings."""

from django.contrib import admin, messages
from django.http import Http404

from atlas.coordination.countries import TABLES
from atlas.coordination.open_signals import authorities_at
from atlas.models import AuthorityContact, CoordinationNote, Dismissal, Invitation, Meeting
from correspondents.records.access_log import LoggedAccess
from correspondents.records.admin.tables import (
    AccentBlindSearch,
    ReadOnly,
    RowsFilter,
    TrackedAdmin,
)
from correspondents.spreadsheets.files import FORMATS, file_response


class PublishedFilter(RowsFilter):
    title = "publication"
    parameter_name = "publication"
    rows = {"oui": ("Publiée", "published"), "non": ("Interne", "internal")}


@admin.register(CoordinationNote)
class CoordinationNoteAdmin(AccentBlindSearch, TrackedAdmin):
    own_pages = {
        "pays/<slug:name>/": "countries",
        "pays/<slug:name>/export.<str:format>": "countries_export",
    }
    change_list_template = "admin/atlas/coordinationnote/change_list.html"
    list_display = ["held_on", "kind", "territory", "country", "post", "is_published"]
    list_filter = ["kind", PublishedFilter, ("country", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["territory", "country", "post"]
    search_fields = ["territory__name_norm", "country__name_norm"]
    search_help_text = "Territoire ou pays."
    autocomplete_fields = ["territory", "country"]
    fields = ["territory", "country", "kind", "held_on", "text", "post", "written_by"]
    fields += ["written_at", "published_at"]
    readonly_fields = ["post", "written_by", "written_at", "published_at"]
    actions = ["publish", "withdraw"]

    @admin.display(description="publiée", boolean=True)
    def is_published(self, note):
        return note.is_public

    def save_model(self, request, obj, form, change):
        """A note settles the signal for the authorities known when it is written."""
        if not change:
            obj.written_by = str(request.user)[:160]
        if obj.territory_id:
            obj.known = sorted({*obj.known, *authorities_at(obj.territory, request.user)})
        super().save_model(request, obj, form, change)

    @admin.action(description="Publier la sélection", permissions=["change"])
    def publish(self, request, queryset):
        for note in queryset:
            note.publish(by=request.user)
        message = "Les notes choisies sont publiques, sur la page de leur territoire."
        self.message_user(request, message, messages.SUCCESS)

    @admin.action(description="Rendre la sélection interne", permissions=["change"])
    def withdraw(self, request, queryset):
        for note in queryset:
            note.withdraw(by=request.user)
        self.message_user(request, "Les notes choisies sont internes.", messages.SUCCESS)

    def countries_view(self, request, name):
        """A list of countries that ask for something, with its files."""
        listed = listed_countries(name)
        return self.framed(
            request,
            "atlas/countries",
            listed.title,
            name=name,
            listed=listed,
            headings=[column.label for column in listed.columns],
            # Beside the name of each country, which links to its page: the other cells.
            lines=[(row, [c.cell(row) for c in listed.columns[1:]]) for row in listed.rows()],
            others=[(key, table.title) for key, table in TABLES.items() if key != name],
            formats=FORMATS.values(),
        )

    def countries_export_view(self, request, name, format):
        if format not in FORMATS:
            raise Http404("Ce format n’est pas proposé.")
        return file_response(listed_countries(name).table(), FORMATS[format])


def listed_countries(name):
    if name not in TABLES:
        raise Http404("Cette liste n’existe pas.")
    return TABLES[name]


@admin.register(Dismissal)
class DismissalAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["territory", "reason", "post", "dismissed_on"]
    list_select_related = ["territory", "post"]
    search_fields = ["territory__name_norm"]
    search_help_text = "Territoire."
    fields = ["territory", "reason", "post", "dismissed_by", "dismissed_on"]
    readonly_fields = ["territory", "post", "dismissed_by", "dismissed_on"]

    def has_add_permission(self, request):
        return False  # on the screen of the signals, which knows who works there


@admin.register(AuthorityContact)
class AuthorityContactAdmin(LoggedAccess, AccentBlindSearch, TrackedAdmin):
    list_display = ["name", "authority", "role", "email", "consented_on", "withdrawn_on"]
    list_filter = [("withdrawn_on", admin.EmptyFieldListFilter)]
    list_select_related = ["authority"]
    search_fields = ["authority__name_norm"]
    search_help_text = "Collectivité."
    autocomplete_fields = ["authority"]
    fields = ["authority", "name", "role", "email", ("consented_on", "consent_source")]
    fields += ["withdrawn_on"]


class InvitationInline(ReadOnly, admin.TabularInline):
    model = Invitation
    fields = ["authority", "contact", "answer", "answered_at"]
    extra = 0

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("authority", "contact__authority")


@admin.register(Meeting)
class MeetingAdmin(LoggedAccess, ReadOnly, AccentBlindSearch, TrackedAdmin):
    list_display = ["held_on", "territory", "place", "post", "cancelled_at"]
    list_select_related = ["territory", "post"]
    search_fields = ["territory__name_norm"]
    search_help_text = "Territoire."
    fields = ["territory", "held_on", "hour", "place", "message", "post", "invited_by", "moves"]
    fields += ["cancelled_at", "cancel_reason"]
    readonly_fields = ["moves", "cancelled_at"]
    inlines = [InvitationInline]
