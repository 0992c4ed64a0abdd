"""A subsidy is opened from a retained decision, with a first plan that staff edit."""

from functools import partial

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from correspondents.records.admin.pages import ActsPages
from correspondents.records.refusals import valid_values
from correspondents.records.reviews import reviewed
from projects.grants.acts import day_field
from projects.grants.schedule import open_grant, to_open
from projects.models import Grant
from projects.models.grants import SIRET

from .reviews import opening_review

YEARS = range(2000, 2081)


class OpeningForm(forms.Form):
    """The values of a first plan: the dossier proposes them, staff correct them."""

    number = forms.CharField(
        label="Numéro de la subvention",
        max_length=40,
        error_messages={"required": "Donnez le numéro de la subvention."},
    )
    starts_on = day_field("Début du projet")
    months = forms.IntegerField(
        label="Durée, mois",
        min_value=1,
        max_value=240,
        error_messages={"required": "Donnez la durée du projet, en mois."},
    )
    siret = forms.CharField(
        label="SIRET du bénéficiaire", max_length=14, required=False, validators=[SIRET]
    )
    contact_email = forms.EmailField(
        label="À qui écrire",
        required=False,
        help_text=Grant._meta.get_field("contact_email").help_text,
    )

    def clean_starts_on(self):
        """The years of a plan are those of the base: a typing error is refused here."""
        starts_on = self.cleaned_data["starts_on"]
        if starts_on.year not in YEARS:
            raise ValidationError(f"L’année du début va de {min(YEARS)} à {max(YEARS)}.")
        return starts_on


class OpensGrants(ActsPages):
    """Mixed into the table of subsidies."""

    own_pages = {"ouvrir/": "to_open", "ouvrir/<int:pk>/": "open"}

    def has_add_permission(self, request):
        return False  # a subsidy follows a decision

    @method_decorator(require_safe)
    def to_open_view(self, request):
        """The retained dossiers without a subsidy."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        return self.page(request, "grants_to_open", "Subventions à ouvrir", decisions=to_open())

    def open_view(self, request, pk):
        """GET shows the values of the dossier; POST opens the subsidy and leads to its plan."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        decision = to_open().filter(pk=pk).first()
        if decision is None:
            raise Http404
        dossier, refusals = decision.application, []
        names = ("starts_on", "months", "contact_email")
        form = OpeningForm(
            request.POST if request.method == "POST" else None,
            initial={name: getattr(dossier, name) for name in names},
        )
        if request.method == "POST":
            grant, refusals, review = reviewed(
                request,
                partial(opening_review, decision, form),
                lambda: open_grant(decision, **valid_values(form)),
            )
            if review:
                return self.review_page(request, review)
            if grant:
                message = (
                    "La subvention est ouverte : relisez ses années, tranches et comptes rendus."
                )
                self.log_addition(request, grant, message)
                self.message_user(request, message)
                return redirect("admin:projects_grant_change", grant.pk)
        return self.page(
            request,
            "grant_opening",
            "Ouvrir la subvention",
            decision=decision,
            form=form,
            refusal=" ".join(refusals),
        )
