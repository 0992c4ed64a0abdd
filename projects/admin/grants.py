"""The delegation follows subsidies: it edits their plan here, and notes events by acts."""

from django.contrib import admin
from django.contrib.admin import RelatedOnlyFieldListFilter

from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import (
    AccentBlindSearch,
    RowsInline,
    SharedChoices,
    TrackedAdmin,
    cell,
)
from projects.grants.tasks import WAITING
from projects.models import Grant, GrantYear, Instalment, Report
from projects.sheets import grants as sheet

from .grantacts import ActsOnGrants
from .grantopening import OpensGrants


class GrantState(admin.SimpleListFilter):
    title = "état"
    parameter_name = "etat"

    def lookups(self, request, model_admin):
        return [(state, label.capitalize()) for state, label in Grant.STATES.items()]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in Grant.STATES else queryset


class WaitingFilter(admin.SimpleListFilter):
    """The subsidies of a task of the desk."""

    title = "suivi"
    parameter_name = "suivi"

    def lookups(self, request, model_admin):
        return [(kind, title) for kind, (title, _, _) in WAITING.items()]

    def queryset(self, request, queryset):
        if self.value() not in WAITING:
            return queryset
        _, rows, _ = WAITING[self.value()]
        return queryset.filter(pk__in=rows().values("grant"))


class GrantYearInline(RowsInline):
    model = GrantYear


class ReportInline(RowsInline):
    """The day of each report; the page of the acts notes its arrival, with its file."""

    model = Report
    fields = ["stage", "number", "due_on", "remarks", "technical_on", "financial_on", "accepted_at"]
    readonly_fields = ["technical_on", "financial_on", "accepted_at"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "remarks":
            field.widget.attrs |= {"rows": 2, "cols": 30}
        return field


class InstalmentInline(SharedChoices, RowsInline):
    """The plan of payments; the page of the acts notes each payment."""

    model = Instalment
    fields = ["rank", "year", "amount", "report", "paid_on", "payment_number"]
    readonly_fields = ["paid_on", "payment_number"]

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            grant = request.resolver_match.kwargs["object_id"]
            kwargs["queryset"] = Report.objects.filter(grant=grant)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Grant)
class GrantAdmin(ExportsSheet, OpensGrants, ActsOnGrants, AccentBlindSearch, TrackedAdmin):
    sheet = sheet
    change_list_template = "admin/projects/grant/change_list.html"

    list_display = ["number", "lead", "project", "call", "amount_in_words", "state", "ends_on"]
    lead = cell(
        "application.lead", "collectivité", ordering="decision__application__lead__name_norm"
    )
    project = cell("application.title", "projet")
    call = cell("application.call", "appel", ordering="decision__application__call")
    amount_in_words = cell("amount_in_words", "montant", ordering="amount")
    state = cell("state_in_words", "état")
    list_filter = [
        GrantState,
        WaitingFilter,
        ("decision__application__call", RelatedOnlyFieldListFilter),
        ("decision__application__countries", RelatedOnlyFieldListFilter),
    ]
    search_fields = [
        "number",
        "commitment_number",
        "siret",
        "decision__application__text_norm",
        "decision__application__lead__name_norm",
    ]
    search_help_text = "Numéro, engagement, SIRET, dossier ou collectivité."
    inlines = [ReportInline, InstalmentInline, GrantYearInline]
    readonly_fields = ["decision", "currency"]
    fieldsets = [
        (None, {"fields": ["decision", "number", ("amount", "currency")]}),
        ("Bénéficiaire", {"fields": [("siret", "contact_email")]}),
        ("Chorus", {"fields": ["commitment_number"]}),
        ("Projet", {"fields": [("starts_on", "ends_on")]}),
        ("Abandon", {"fields": [("abandoned_on", "abandoned_because")]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user).whole().with_state()

    def has_delete_permission(self, request, obj=None):
        return False  # a project that stops is abandoned

    def save_formset(self, request, form, formset, change):
        """Write the rows that go down first: the sum never passes the grant on its way."""
        formset.save(commit=False)
        for row in formset.deleted_objects:
            row.delete()
        changed = [(rise(form), form.instance) for form in formset.forms if form.has_changed()]
        deleted = set(map(id, formset.deleted_objects))
        for _, row in sorted(changed, key=lambda pair: pair[0]):
            if id(row) not in deleted:
                row.save()
        formset.save_m2m()


def rise(form):
    """By how much a row of a plan goes up, all that it counts together."""
    names = {"amount", "committed", "paid"} & form.fields.keys()
    new, old = form.cleaned_data, form.initial
    return sum((new.get(name) or 0) - (old.get(name) or 0) for name in names)
