"""The conventions of a partnership, in the posts' space, for validators."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from atlas.models import Agreement
from atlas.models.agreements import SIGNED_STAYS
from correspondents.space.base import Discard, OneRow

from .forms import AgreementForm
from .views import InventoryScreen, OnePartnership


class WriteAgreement(OnePartnership):
    """A convention of the partnership, new or to correct, for validators."""

    template_name = "atlas/inventory/agreement.html"
    form_class = AgreementForm
    submit_label = "Enregistrer la convention"

    @cached_property
    def agreement(self):
        if "agreement" not in self.kwargs:
            return Agreement(partnership=self.partnership)
        return get_object_or_404(self.partnership.agreements, pk=self.kwargs["agreement"])

    def get_form_kwargs(self):
        if not self.decides:
            raise PermissionDenied
        return {**super().get_form_kwargs(), "instance": self.agreement}

    def write(self, form):
        form.save()
        return f"Convention enregistrée : {form.instance}."

    def get_success_url(self):
        return reverse("space_partnership", args=[self.partnership.pk])

    def get_context_data(self, **context):
        key = self.kwargs.get("agreement")
        is_draft = key and not obstacle(self.partnership.agreements.get(pk=key), self.request.user)
        return super().get_context_data(**context, draft=key if is_draft else None)


def obstacle(agreement, user):
    """Why the account does not delete a convention, as a sentence; "" when it does."""
    if agreement.signed_on:
        return f"{SIGNED_STAYS} : corrigez-la, ou écrivez à la délégation."
    entered = Agreement.pgh_event_model.objects.filter(
        pgh_obj=agreement.pk, pgh_label="insert", pgh_context__metadata__user=user.pk
    )
    if user.is_delegation or entered.exists():
        return ""
    return "Seules la personne qui a saisi cette convention et la délégation la suppriment."


class AgreementDiscard(OneRow, InventoryScreen, Discard):
    """« Supprimer cette convention », not signed yet, by who entered it."""

    discard_title, discard_label = "Supprimer cette convention", "Supprimer la convention"

    @property
    def rows(self):
        return self.partnerships

    def find(self):
        super().find()
        self.record = get_object_or_404(self.row.agreements, pk=self.kwargs["agreement"])
        if not self.decides:
            raise PermissionDenied

    def facts(self):
        return [("Partenariat", str(self.row)), ("Convention", str(self.record))]

    def check(self):
        if refusal := obstacle(self.record, self.request.user):
            raise ValidationError(refusal)

    def get_back_url(self):
        return reverse("space_agreement", args=[self.row.pk, self.record.pk])

    def get_success_url(self):
        return reverse("space_partnership", args=[self.row.pk])
