"""A partnership added from the posts' space: written by who validates, proposed by who drafts."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from atlas.models import Contribution, Partnership
from atlas.review.contribution import ContributionReview
from correspondents.models import Country, Proposal
from correspondents.proposals.notices import mails_about, tell_post
from correspondents.proposals.waiting import waiting_about
from correspondents.records.refusals import attempted
from correspondents.space.base import OneRow, Written
from correspondents.space.views import validators

from .forms import AdditionForm
from .sides import SEARCH, TwoSides
from .undo import undo
from .views import InventoryScreen

ALREADY_PROPOSED = (
    "Ce partenariat est déjà proposé par votre poste et attend sa décision : rien n’a été ajouté. "
    "Ce que vous avez écrit reste ci-dessous."
)


class AddPartnership(TwoSides, InventoryScreen, Written):
    """Both sides in the address, then the record, after the partnerships that exist there."""

    template_name = "atlas/inventory/add.html"
    form_class = AdditionForm
    submit_label, proposal_label = "Ajouter le partenariat", "Proposer le partenariat"

    def get_form_kwargs(self):
        sides = self.sides
        partner = sides.partner.pk if sides and sides.partner else None
        return {
            **super().get_form_kwargs(),
            "country": sides and sides.country,
            "instance": Partnership(partner_id=partner),  # its level and its point are shown
        }

    @property
    def countries(self):
        return super().countries.visible_to(self.request.user)

    @cached_property
    def waiting(self):
        """The submissions, not decided yet, that propose the same two."""
        if not (self.sides and self.sides.are_settled):
            return []
        same = Contribution(**self.sides.as_fields()).same
        waiting = waiting_about(same, user=self.request.user, remarks=True)
        return [sent for rows in waiting.values() for sent in rows]

    def matter(self, fields):
        act = "Chercher de nouveau" if SEARCH in fields else self.act_label
        return [*super().matter(fields), ("Ce que fait « Envoyer de nouveau »", act)]

    def get_context_data(self, **context):
        return super().get_context_data(
            **context,
            waiting=self.waiting,
            validators=[] if self.decides else validators(self.post_of_screen),
        )

    def lock(self):
        """Two proposals about one country wait for each other."""
        if self.sides:
            Country.objects.select_for_update(no_key=True).get(pk=self.sides.country.pk)

    def write(self, form):
        """Write the partnership for a validator; propose it for a drafter."""
        values = {name: new for name, _, new in form.changes}
        if self.decides:
            partnership = self.sides.begin(values, source=str(self.author), by=self.request.user)
            partnership.verify(by=self.author)
            self.done_at = reverse("space_partnership", args=[partnership.pk])
            return f"{partnership} : ajouté à l’inventaire."
        self.done_at = self.country_url(self.sides.country)
        return self.propose(values)

    def propose(self, values):
        """Propose it, in the place of what the account proposed of the same two."""
        user = self.request.user
        author = {"from_name": str(user)[:160], "from_email": user.email}
        new = Contribution(values=values, **author, **self.sides.as_fields())
        same = {row.pk for row in new.same}
        twins = [sent for sent in self.waiting if sent.first.object_id in same]
        for sent in twins:
            if not sent.is_own:
                raise ValidationError(ALREADY_PROPOSED)
            Proposal.objects.of_submission(sent.first.submission).withdraw(by=user)
            mails_about(sent.first).waiting().delete()
        new.save()
        sent = ContributionReview(new).hand_over(post=user.post, origin=Proposal.Origin.POST)
        tell_post(sent, key=f"proposal {sent.submission}")
        replaced = " Il remplace votre proposition précédente." if twins else ""
        return f"Nouveau partenariat proposé : {new}. Il paraîtra dès qu’il sera accepté.{replaced}"

    def get_success_url(self):
        return self.done_at


class UndoAddition(OneRow, InventoryScreen, View):
    """« Annuler l’ajout », for a day, by the account that added the record."""

    http_method_names = ["post", "options"]

    @property
    def rows(self):
        return self.partnerships.select_related("lead", "partner__country")

    @transaction.atomic
    def post(self, request, pk):
        row = self.rows.select_for_update(of=["self"]).get(pk=pk)
        _, refusal = attempted(undo, row, by=request.user)
        if refusal:
            messages.error(request, f"{row} : {refusal}")
            return HttpResponseRedirect(reverse("space_partnership", args=[pk]))
        messages.success(request, f"{row} : l’ajout est annulé.")
        return HttpResponseRedirect(self.country_url(row.partner.country))
