"""The people who answer at the posts."""

from functools import partial

from dateutil.relativedelta import relativedelta
from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from correspondents.directory.filters import CorrespondentFilter
from correspondents.models import Correspondent
from correspondents.models.newcomers import first_switches
from correspondents.models.person_fields import DETAILS, PLACE, SWITCHES, as_spoken, names
from correspondents.records.access_log import LoggedAccess
from correspondents.records.admin.tables import (
    ProtectedFields,
    RowsFilter,
    TrackedAdmin,
    by_method,
    section,
)
from correspondents.records.reviews import ActReview, reviewed
from correspondents.records.widgets import DayInput
from correspondents.templatetags.mailboxes import breakable

from .asof import DatedList
from .contact_search import PersonSearch
from .exports import ExportsList
from .succession import Succession, SuccessionEntryForm

BREAK = mark_safe("<br>")


def yesterday():
    return timezone.localdate() - relativedelta(days=1)


class EndTenureForm(forms.Form):
    ended_on = forms.DateField(label="Dernier jour en fonction", initial=yesterday, widget=DayInput)

    def end(self, people):
        """End every tenure; returns a sentence. Raises ValidationError, for the first refused."""
        for person in people:
            try:
                person.end_tenure(on=self.cleaned_data["ended_on"])
            except ValidationError as error:
                lines = [f"{person} ({person.post}) : {message}" for message in error.messages]
                raise ValidationError(lines) from error
        return f"Fonctions terminées : {len(people)}."

    def review(self, people):
        on = self.cleaned_data["ended_on"]
        return ActReview(
            "Voici les fonctions que vous terminez",
            "Terminer la fonction",
            [("Dernier jour", date_format(on, "j F Y")), ("Qui", "\n".join(map(in_words, people)))],
            [
                "Leurs entrées quittent les pages publiques le lendemain de ce jour, et les "
                "comptes qui n’ont plus d’entrée se ferment.",
                "Aucun bouton ne l’annule : chaque fiche se corrige ensuite à la main.",
            ],
            is_final=False,
        )


def in_words(person):
    return f"{person}, {person.get_role_display()} : {person.post}"


class FreshnessFilter(RowsFilter):
    title = "vérification"
    parameter_name = "fraicheur"
    rows = by_method(
        {
            CorrespondentFilter.FRESHNESS[value]: label
            for value, label in CorrespondentFilter.base_filters["fraicheur"].extra["choices"]
        }
    )


class TenureFilter(RowsFilter):
    title = "fonction"
    parameter_name = "fonction"
    rows = by_method({"in_office": "En fonction", "departed": "Parti"})


class FollowUpFilter(RowsFilter):
    """What the front page counts, each as a list."""

    title = "suivi"
    parameter_name = "suivi"
    rows = by_method(
        {
            "silent": "Sans réponse après trois messages",
            "told_gone": "Départ annoncé",
            "told_gone_long": "Départ annoncé, sans réponse du poste",
            "bounced": "Courriel refusé",
            "due_without_address": "À vérifier, sans adresse",
            "leaving_without_successor": "Fin proche, sans successeur",
            "vacancies": "Place vacante",
        }
    )


@admin.register(Correspondent)
class CorrespondentAdmin(
    LoggedAccess,
    DatedList,
    Succession,
    ExportsList,
    PersonSearch,
    ProtectedFields,
    TrackedAdmin,
):
    protectable = as_spoken(
        sorted(names(protectable=True), key=lambda name: name not in names(part=PLACE))
    )
    form = SuccessionEntryForm
    change_form_template = "admin/correspondents/correspondent/change_form.html"
    list_display = ["__str__", "role", "post", "reach", "verified_on", "ended_on", "replace_link"]
    list_filter = [TenureFilter, "role", FreshnessFilter, FollowUpFilter, "is_vacant"]
    list_filter += ["post__country__zone"]
    list_select_related = ["post__country"]
    search_fields = ["name_norm", "email", "role", "post__name_norm"]
    search_fields += ["post__country__name_norm", "post__country__aliases__name_norm"]
    search_help_text = "Nom, courriel, téléphone, rôle, poste ou pays."
    readonly_fields = ["verified_on", "verified_by", "other_data"]
    readonly_fields += ["silent_since", "hidden_since", "bounced_email", "bounced_on"]
    lookups = [*ExportsList.lookups, "id__exact", "post__id__exact"]
    actions = ["export_selection", "mark_verified", "mark_informed", "show_again", "end_tenure"]
    fieldsets = [
        section("Place", "post", ("role", "rank"), "scope", "is_vacant"),
        section(
            "Personne",
            *("civility", ("first_name", "last_name")),
            *(field.name for field in DETAILS if not field.is_address),
        ),
        section("Coordonnées", tuple(names(is_address=True))),
        section("Ce que voit le public", tuple(SWITCHES[:2]), tuple(SWITCHES[2:])),
        section(
            "Dates",
            ("started_on", "ended_on"),
            ("verified_on", "verified_by"),
            "to_confirm_since",
            "informed_on",
        ),
        section("Suivi", ("silent_since", "hidden_since"), ("bounced_email", "bounced_on")),
        section("Provenance", "source", "other_data", "protected_fields"),
    ]

    @admin.display(description="joindre", ordering="email")
    def reach(self, person):
        """The address, which breaks before its « @ » alone, and the phone."""
        lines = filter(None, [breakable(person.email), person.phone])
        return format_html_join(BREAK, "{}", ((line,) for line in lines))

    def get_changeform_initial_data(self, request):
        return {**first_switches(), **super().get_changeform_initial_data(request)}

    @admin.action(description="Marquer vérifié aujourd’hui", permissions=["change"])
    @transaction.atomic
    def mark_verified(self, request, queryset):
        for correspondent in queryset:
            correspondent.verify(by=request.user)
        self.message_user(request, f"Vérifiés aujourd’hui : {len(queryset)}.")

    @admin.action(description="Publier de nouveau (départ démenti)", permissions=["change"])
    @transaction.atomic
    def show_again(self, request, queryset):
        hidden = queryset.told_gone()
        for correspondent in hidden:
            correspondent.show()
        self.message_user(request, f"Entrées de nouveau publiées : {len(hidden)}.")

    @admin.action(description="Noter la personne informée aujourd’hui", permissions=["change"])
    def mark_informed(self, request, queryset):
        untold = queryset.filter(informed_on__isnull=True)  # a day once noted is not moved
        number = untold.update(informed_on=timezone.localdate())
        self.message_user(request, f"Personnes informées de leur publication : {number}.")

    @admin.action(description="Terminer la fonction", permissions=["change"])
    def end_tenure(self, request, queryset):
        people = list(queryset.in_office())
        form = EndTenureForm(request.POST if "ended_on" in request.POST else None)
        if form.is_valid():
            asks = partial(form.review, people)
            message, refusals, review = reviewed(request, asks, form.end, people)
            if review:
                return self.framed(request, "review", review.title, review=review)
            if message:
                return self.message_user(request, message)
            for refusal in refusals:
                form.add_error("ended_on", refusal)
        return self.framed(
            request,
            "end_tenure",
            "Terminer la fonction",
            form=form,
            people=people,
            checkbox_name=ACTION_CHECKBOX_NAME,
        )
