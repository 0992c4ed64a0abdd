"""« Proposer une correction », « Proposer un partenariat »: nothing is written before two people
agree, the author by a mail and the post by its review.
"""

from copy import copy

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from atlas.inventory.sides import TwoSides
from atlas.models import Partnership
from correspondents.mailing.link_pages import PageByLink
from correspondents.mailing.robots import PublicForm
from correspondents.models import SignedLink

from .forms import ContributionForm
from .submissions import confirm, receive


class Contribute(PublicForm):
    """The base of both forms: limits, the mail that confirms the address."""

    form_class = ContributionForm
    success_url = reverse_lazy("contribution_sent")
    action = "contribute"
    too_many = (
        "Trop de propositions sont parties de votre connexion depuis une heure : "
        "réessayez plus tard, ou écrivez au poste.",
        "Plusieurs liens ont déjà été envoyés aujourd’hui à cette adresse : ouvrez-les, "
        "ou réessayez demain.",
    )

    def receive(self, form):
        words = {name: form.cleaned_data[name] for name in ("comment", "from_name", "from_email")}
        values = {name: new for name, _, new in form.changes}
        receive(values=values, **words, **self.about())

    def most(self, form):
        return form.cleaned_data["from_email"].lower(), settings.RECEIPTS_PER_DAY


class ProposeCorrection(Contribute):
    """Of one published partnership; any other is a 404."""

    template_name = "atlas/contributions/correction.html"

    @cached_property
    def partnership(self):
        published = Partnership.objects.published().select_related("lead", "partner__country")
        return get_object_or_404(published, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": copy(self.partnership)}

    def about(self):
        return {"partnership_id": self.kwargs["pk"]}

    def get_context_data(self, **context):
        return super().get_context_data(**context, partnership=self.partnership)


class ProposePartnership(TwoSides, Contribute):
    """Both sides in the address, then the record."""

    template_name = "atlas/contributions/new.html"

    @property
    def partnerships(self):
        return Partnership.objects.published()

    def about(self):
        return self.sides.as_fields()


class ContributionSent(TemplateView):
    """The same thanks to everybody: a robot learns nothing from them."""

    template_name = "atlas/contributions/sent.html"


class ConfirmContribution(PageByLink):
    """The link of the mail: one button, and the post has it."""

    purpose = SignedLink.Purpose.CONTRIBUTION
    template_name = "atlas/contributions/confirm.html"

    def post(self, request, **kwargs):
        if self.link.is_open:
            confirm(self.link)
        return redirect(request.path)

    def get_context_data(self, **context):
        return super().get_context_data(**context, link=self.link, contribution=self.link.target)
