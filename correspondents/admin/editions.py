"""Editions of the list: prepared, published once, compared."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join

from correspondents.directory.exports import INTERNAL
from correspondents.editions.as_of import current_state, freeze, state_of
from correspondents.editions.changes import changes
from correspondents.editions.sheets import staff_table
from correspondents.models import AccessRecord, Edition
from correspondents.records.access_log import record_access
from correspondents.records.admin.tables import TrackedAdmin
from correspondents.records.refusals import attempted
from correspondents.records.reviews import BACK
from correspondents.spreadsheets.files import FORMATS, file_response

from .asof import list_response

TODAY = "La liste d’aujourd’hui"


class PeriodForm(forms.Form):
    """The two lists to compare, by the primary keys of editions; no second one means today's."""

    avant = forms.ModelChoiceField(Edition.objects, label="De", empty_label=None)
    apres = forms.ModelChoiceField(Edition.objects, label="À", empty_label=TODAY, required=False)

    @property
    def described(self):
        """[(label, text)] of the two lists."""
        before, after = self.cleaned_data["avant"], self.cleaned_data["apres"]
        return [("De", str(before)), ("À", str(after or TODAY))]

    @property
    def numbers(self):
        """The two lists by their numbers: « éditions 3 à 4 »."""
        after = self.cleaned_data["apres"]
        last = after.number if after else "aujourd’hui"
        return f"éditions {self.cleaned_data['avant'].number} à {last}"

    def changes(self):
        before, after = self.cleaned_data["avant"], self.cleaned_data["apres"]
        return changes(state_of(before), state_of(after) if after else current_state())


@admin.register(Edition)
class EditionAdmin(TrackedAdmin):
    own_pages = {
        "changements/": "changes",
        "changements.<str:format>": "changes_file",
        "<int:pk>/liste.<str:format>": "list",
        "<int:pk>/publier/": "publish",
    }
    list_display = ["__str__", "contact_count", "published_at", "validated_by"]
    actions = None  # deleting several at once would meet published ones
    fields = ["number", "closed_on", "validated_by", "note"]
    facts = ["seen_at", "contact_count", "list_files", "created_by", "published_at"]

    def get_fields(self, request, obj=None):
        return self.fields + self.facts if obj else self.fields

    def get_readonly_fields(self, request, obj=None):
        # Another number or another day would be another edition: this one is deleted, then redone.
        return ["number", "closed_on", *self.facts] if obj else []

    def has_change_permission(self, request, obj=None):
        published = obj is not None and obj.is_published
        return not published and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        published = obj is not None and obj.is_published
        return not published and super().has_delete_permission(request, obj)

    def get_changeform_initial_data(self, request):
        return {"number": Edition.objects.next_number(), "closed_on": timezone.localdate()}

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
        else:
            obj.created_by = request.user
            freeze(obj)

    def response_add(self, request, obj, post_url_continue=None):
        self.message_user(
            request, "L’édition est préparée : relisez-la, puis publiez-la.", messages.SUCCESS
        )
        return redirect("admin:correspondents_edition_change", obj.pk)

    @admin.display(description="Liste interne de l’édition")
    def list_files(self, edition):
        name = "admin:correspondents_edition_list"
        return format_html_join(
            ", ",
            '<a href="{}">{}</a>',
            [(reverse(name, args=[edition.pk, key]), f.label) for key, f in FORMATS.items()],
        )

    def view_on_site(self, edition):
        return edition.get_absolute_url() if edition.is_published else None

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Éditions de la liste"})

    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, {"title": "Préparer une édition"})

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return super().change_view(request, object_id, form_url, {"title": "Édition de la liste"})

    def publish_view(self, request, pk):
        """GET asks, naming who validated; POST publishes, for good."""
        edition = get_object_or_404(Edition, pk=pk)
        if not super().has_change_permission(request, edition):
            raise PermissionDenied
        refusal = ""
        if BACK in request.POST:
            return redirect("admin:correspondents_edition_change", pk)
        if request.method == "POST":
            _, refusal = attempted(edition.publish)
            if not refusal:
                self.log_change(request, edition, "Publiée.")
                self.message_user(request, f"{edition} : publiée.", messages.SUCCESS)
                return redirect("admin:correspondents_edition_change", pk)
        return self.framed(
            request,
            "correspondents/editions/publish",
            "Publier une édition",
            edition=edition,
            refusal=refusal,
        )

    def changes_view(self, request):
        """The changes from one edition to another, or to today's list."""
        self.check_view(request)
        last = Edition.objects.first()
        form = PeriodForm(request.GET or {"avant": last and last.pk})
        changes = form.changes() if last and form.is_valid() else None
        if changes:
            self.note_changes(request, form, changes)
        query = {"avant": form["avant"].value(), "apres": form["apres"].value() or ""}
        file_url = "admin:correspondents_edition_changes_file"
        return self.framed(
            request,
            "correspondents/editions/changes",
            "Ce qui a changé",
            form=form,
            changes=changes,
            has_editions=last,
            files=[
                (format.label, reverse(file_url, args=[name], query=query))
                for name, format in FORMATS.items()
            ],
        )

    def changes_file_view(self, request, format):
        self.check_view(request)
        form = PeriodForm(request.GET)
        if format not in FORMATS or not form.is_valid():
            raise Http404("Ce fichier n’est pas proposé.")
        changes = form.changes()
        self.note_changes(request, form, changes)
        table = staff_table(changes, form.described, INTERNAL)
        return file_response(table, FORMATS[format])

    def note_changes(self, request, form, changes):
        """The staff read names there that may not be public."""
        rows = len(changes.arrivals) + len(changes.departures) + len(changes.moves)
        what = AccessRecord.What.DATED
        record_access(request.user, what, subject=form.numbers, rows=rows)

    def list_view(self, request, pk, format):
        """The internal list as the edition froze it."""
        self.check_view(request)
        edition = get_object_or_404(Edition, pk=pk)
        if format not in FORMATS:
            raise Http404("Ce fichier n’est pas proposé.")
        subject = f"édition n° {edition.number}"
        state = state_of(edition)
        return list_response(request.user, state, str(edition), FORMATS[format], subject)
