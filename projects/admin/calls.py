"""The delegation writes a call, publishes it, puts its closing off, cancels it, copies it."""

from functools import partial

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format

from atlas.models import LocalAuthority
from correspondents.records.admin.pages import NO_ACT
from correspondents.records.admin.sheets import ExportsSheet
from correspondents.records.admin.tables import AccentBlindSearch, RowsInline, TrackedAdmin, cell
from correspondents.records.days import ReasonableDays
from correspondents.records.refusals import valid_values
from correspondents.records.reviews import reviewed
from projects.models import (
    Call,
    CallCountry,
    Ceiling,
    Criterion,
    Envelope,
    ExchangeRate,
    RequiredPiece,
    Window,
)
from projects.opinions.daysoff import warning
from projects.sheets import calls as sheet

from .opinions import AsksOpinions
from .reviews import call_review


def part(model):
    """The inline of a part of the call that needs nothing of its own."""
    return type(f"{model.__name__}Inline", (RowsInline,), {"model": model})


class CallCountryInline(RowsInline):
    model = CallCountry
    autocomplete_fields = ["country"]


class WindowInline(RowsInline):
    """Written in a draft; announced, its dates move on the page of the acts only."""

    model = Window

    def has_change_permission(self, request, obj=None):
        return not (obj and obj.is_published) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return not (obj and obj.is_published) and super().has_delete_permission(request, obj)


class CallActForm(forms.Form):
    """The values of the acts: a window, its new closing, a reason."""

    LATEST = relativedelta(years=3)

    window = forms.ModelChoiceField(Window.objects.none(), label="Période", required=False)
    closes_at = forms.SplitDateTimeField(
        label="Nouvelle clôture (date, heure de Paris)",
        required=False,
        widget=forms.SplitDateTimeWidget(
            date_attrs={"type": "date", "aria-label": "Nouvelle clôture, jour"},
            time_attrs={"type": "time", "aria-label": "Nouvelle clôture, heure de Paris"},
            date_format="%Y-%m-%d",
        ),
    )
    reason = forms.CharField(label="Raison, publiée", max_length=300, required=False)

    def __init__(self, call, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["window"].queryset = call.windows.all()

    def clean(self):
        values = super().clean()
        at, window = values.get("closes_at"), values.get("window")
        if at and window:
            last = max(timezone.now(), window.closes_at) + self.LATEST
            if at > last:
                day = date_format(last, "j F Y")
                self.add_error("closes_at", f"{at.year} ne va pas : donnez un jour avant le {day}.")
        return values


class CallForm(ReasonableDays, forms.ModelForm):
    day_limits = {"opinions_due_on": (5, 3), "committee_on": (5, 3)}


@admin.register(Call)
class CallAdmin(ExportsSheet, AsksOpinions, AccentBlindSearch, TrackedAdmin):
    """Its words and rules are edited here; it is published, put off, cancelled on its own page."""

    own_pages = {"<int:pk>/actes/": "acts"}
    sheet = sheet
    form = CallForm

    list_display = ["title", "family", "is_published", "opinions_due_on", "cancelled_on"]
    is_published = cell("is_published", "publié", boolean=True)
    list_filter = ["family", ("published_at", admin.EmptyFieldListFilter)]
    search_fields = ["text_norm"]
    filter_horizontal = ["themes"]
    prepopulated_fields = {"slug": ["title"]}
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [
        WindowInline,
        CallCountryInline,
        part(Ceiling),
        part(Envelope),
        part(ExchangeRate),
        part(RequiredPiece),
        part(Criterion),
    ]
    fieldsets = [
        (None, {"fields": ["family", "title", "slug", "joint_with", "summary"]}),
        ("Règlement", {"fields": ["rules_text", "rules_url", "filing_url", "contact_email"]}),
        ("Qui, où, sur quoi", {"fields": ["applicant_types", "every_country", "themes"]}),
        (
            "Règles du dossier",
            {
                "fields": [
                    ("minimum_share", "in_kind_cap"),
                    ("minimum_monitoring", "minimum_authorities"),
                    ("shortest_months", "longest_months"),
                    "balance_share",
                ]
            },
        ),
        ("Avis", {"fields": [("opinions_due_on", "committee_on"), "opinions_told"]}),
    ]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj and obj.is_published else self.prepopulated_fields

    def get_readonly_fields(self, request, obj=None):
        return ["slug"] if obj and obj.is_published else []

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name != "applicant_types":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.MultipleChoiceField(
            label="Qui peut déposer",
            choices=LocalAuthority.Type.choices,
            widget=forms.CheckboxSelectMultiple,
            required=False,
            help_text=db_field.help_text,
        )

    def has_delete_permission(self, request, obj=None):
        # A public call stays: it is cancelled.
        return not (obj and obj.is_published) and super().has_delete_permission(request, obj)

    def view_on_site(self, call):
        return call.get_absolute_url()

    def save_related(self, request, form, formsets, change):
        """Its countries are saved here: the posts to ask are known only after."""
        super().save_related(request, form, formsets, change)
        if sentence := warning(form.instance):
            self.message_user(request, sentence, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        message = "L’appel est un brouillon : relisez-le comme on le lira, puis publiez-le."
        self.message_user(request, message, messages.SUCCESS)
        return redirect("admin:projects_call_acts", obj.pk)

    def response_post_save_change(self, request, obj):
        """A draft leads to its acts, where it is published."""
        if obj.is_published:
            return super().response_post_save_change(request, obj)
        return redirect("admin:projects_call_acts", obj.pk)

    def acts_view(self, request, pk):
        """GET shows the dates and the acts; POST does the `act` of the button."""
        call = self.record_of(request, pk)
        form = CallActForm(call, request.POST if request.method == "POST" else None)
        refusals = []
        if request.method == "POST":
            asks = partial(call_review, call, request.POST.get("act"), form)
            outcome, refusals, review = reviewed(request, asks, self.act, request, call, form)
            if review:
                return self.review_page(request, review)
            if outcome:
                return self.done(request, *outcome, "acts")
        return self.page(
            request,
            "call_acts",
            "Actes",
            call=self.model.objects.with_dates().get(pk=call.pk),
            windows=call.windows.prefetch_related("postponements__decided_by"),
            form=form,
            refusal=" ".join(refusals),
        )

    def act(self, request, call, form):
        """Do the act of the button; return the call to show next and a sentence. Raises
        ValidationError."""
        act, values = request.POST.get("act"), valid_values(form)
        if act == "publish":
            call.publish(by=request.user)
            return call, f"« {call} » est publié."
        if act == "postpone":
            if not values["window"] or not values["closes_at"]:
                raise ValidationError("Choisissez la période et sa nouvelle clôture.")
            values["window"].postpone(
                values["closes_at"], because=values["reason"], by=request.user
            )
            return call, "La clôture est reportée : la page publique le dit."
        if act == "cancel":
            call.cancel(because=values["reason"])
            return call, f"« {call} » est annulé : la page publique le dit."
        if act == "copy":
            new = call.copy()
            return new, "Copie en brouillon : donnez-lui ses dates, son titre, son adresse."
        raise ValidationError(NO_ACT)
