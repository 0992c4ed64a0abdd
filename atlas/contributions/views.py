"""« Proposer une correction », « Proposer un partenariat »: nothing is written before two people
have agreed, the author by a mail and the post by its review.
"""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.views.generic import FormView, TemplateView

from atlas.inventory.sides import TwoSides
from atlas.models import Partnership
from correspondents.mailing.link_pages import PageByLink
from correspondents.mailing.throttle import allow, origin
from correspondents.models import SignedLink

from .forms import ContributionForm
from .sending import confirm, receive

HOUR, DAY = 3600, 24 * 3600


class Contribute(FormView):
    """What both forms have in common: robots, limits, the mail that confirms the address."""

    form_class = ContributionForm
    http_method_names = ["get", "head", "post"]

    def form_valid(self, form):
        if form.is_robot:
            return redirect("contribution_sent")
        if refusal := self.too_many(form.cleaned_data["from_email"]):
            form.add_error(None, refusal)
            return self.render_to_response(self.get_context_data(form=form), status=429)
        words = {name: form.cleaned_data[name] for name in ("comment", "from_name", "from_email")}
        values = {name: new for name, _, new in form.changes}
        receive(values=values, **words, **self.about())
        return redirect("contribution_sent")

    def too_many(self, email):
        """Why no more are taken for now, as a sentence; "" when this one is."""
        limit = settings.FORMS_PER_HOUR
        if not allow("contribute-from", origin(self.request), limit=limit, seconds=HOUR):
            return (
                "Trop de propositions sont parties de votre connexion depuis une heure : "
                "réessayez plus tard, ou écrivez au poste."
            )
        limit = settings.RECEIPTS_PER_DAY
        if not allow("contribute-to", email.lower(), limit=limit, seconds=DAY):
            return (
                "Plusieurs liens ont déjà été envoyés aujourd’hui à cette adresse : ouvrez-les, "
                "ou réessayez demain."
            )
        return ""


class ProposeCorrection(Contribute):
    """Of one published partnership; any other is a 404."""

    template_name = "atlas/contributions/correction.html"

    @cached_property
    def partnership(self):
        published = Partnership.objects.published().select_related("lead", "partner__country")
        return get_object_or_404(published, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "instance": self.partnership}

    def about(self):
        return {"partnership_id": self.kwargs["pk"]}

    def get_context_data(self, **context):
        return super().get_context_data(**context, partnership=self.partnership)


class ProposePartnership(TwoSides, Contribute):
    """Both sides in the address, then the record."""

    template_name = "atlas/contributions/new.html"

    @property
    def known(self):
        return Partnership.objects.published()

    def about(self):
        return self.sides.as_told()


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
