"""The inventory: one page a partnership, with its sides, its themes and what was signed."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet

from atlas.goals import GoalsField
from atlas.inventory.completeness import missing_in, scored
from atlas.models import Agreement, ForeignMember, FrenchMember, Partnership, PartnershipTheme
from atlas.models.agreements import SIGNED_STAYS, UNSIGNED
from atlas.partialdates import TYPED
from correspondents.records.admin.tables import AccentBlindSearch, RowsFilter, TrackedAdmin

from .tables import rows_of


class CompletenessFilter(admin.SimpleListFilter):
    """By score, in % of the criteria of a good record."""

    title = "complétude"
    parameter_name = "completude"
    bands = {"faible": (0, 49), "moyenne": (50, 79), "bonne": (80, 100)}

    def lookups(self, request, model_admin):
        return [(name, f"{low} à {high} %") for name, (low, high) in self.bands.items()]

    def queryset(self, request, queryset):
        band = self.bands.get(self.value())
        return queryset.filter(completeness__range=band) if band else queryset


class ConfirmationFilter(RowsFilter):
    title = "confirmation"
    parameter_name = "confirmation"
    rows = {
        "attendue": ("Jamais, ou ancienne", "to_confirm"),
        "elections": ("À revérifier après des élections locales", "to_recheck"),
    }


class Agreements(BaseInlineFormSet):
    """The conventions of a partnership: one that is signed is corrected, not deleted."""

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.instance.signed_on:
                raise ValidationError(f"{SIGNED_STAYS} : décochez « Supprimer », et corrigez-la.")


class AgreementInline(admin.StackedInline):
    model = Agreement
    formset = Agreements
    # The stock page writes « : » next to the name.
    verbose_name, verbose_name_plural = "convention\xa0", "conventions"
    fields = ["object", ("signed_on", "transmitted_on", "ends_on"), ("amount", "currency")]
    extra = 0

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "signed_on":
            kwargs["help_text"] = f"{TYPED} {UNSIGNED}"
        return super().formfield_for_dbfield(db_field, request, **kwargs)


@admin.register(Partnership)
class PartnershipAdmin(AccentBlindSearch, TrackedAdmin):
    list_display = ["__str__", "country", "kind", "full_status", "confirmed_on", "score"]
    list_filter = ["kind", "status", CompletenessFilter, ConfirmationFilter, "is_sensitive"]
    list_filter += [("partner__country", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["lead__name_norm", "partner__name_norm", "partner__country__name_norm"]
    search_help_text = "Collectivité, partenaire ou pays."
    autocomplete_fields = ["lead", "partner"]
    inlines = [
        rows_of(FrenchMember, autocomplete_fields=["authority"]),
        rows_of(ForeignMember, autocomplete_fields=["authority"]),
        rows_of(PartnershipTheme, autocomplete_fields=["theme"]),
        AgreementInline,
    ]
    readonly_fields = ["score", "missing", "other_data"]
    fieldsets = [
        (None, {"fields": ["kind", "lead", "partner"]}),
        (
            "État",
            {
                "fields": [
                    ("status", "status_since"),
                    "status_reason",
                    "status_source",
                    "status_is_published",
                ]
            },
        ),
        ("Dates", {"fields": ["first_signed_year", ("started", "ended")]}),
        ("Contenu", {"fields": ["context", "goals"]}),
        ("Interne", {"fields": ["is_sensitive", "notes"]}),
        ("Provenance", {"fields": ["source", ("source_id", "atlas_id"), "other_data"]}),
        ("Suivi", {"fields": [("confirmed_on", "confirmed_by"), "score", "missing"]}),
    ]

    def get_queryset(self, request):
        visible = super().get_queryset(request).visible_to(request.user)
        return scored(visible.select_related("lead", "partner__country"))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "goals":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return GoalsField(label=db_field.verbose_name.capitalize())

    @admin.display(description="pays ou territoire", ordering="partner__country__name_norm")
    def country(self, partnership):
        return partnership.partner.country

    @admin.display(description="état", ordering="status")
    def full_status(self, partnership):
        return partnership.get_status_display() or partnership.TO_CONFIRM

    @admin.display(description="complétude", ordering="completeness")
    def score(self, partnership):
        return f"{partnership.completeness} %" if partnership.pk else "—"

    @admin.display(description="il manque")
    def missing(self, partnership):
        return ", ".join(missing_in(partnership)) or "rien" if partnership.pk else "—"
