"""Who opens the pages of opinions: by the link of a mail, without an account, or signed in."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from correspondents.mailing.link_pages import PageByLink
from correspondents.models import SignedLink, User
from correspondents.space.base import OwnPost
from projects.models import OpinionRequest

from .validators import signature_of


class ByOpinionLink(PageByLink):
    """The token is the right to the dossiers of its batch, and to no other."""

    purpose = SignedLink.Purpose.OPINION
    prefix, layout = "opinion", "base.html"
    may_validate, signature = False, ""

    @property
    def account(self):
        """The account that the link was written to, if it was to one."""
        accounts = User.objects.filter(is_active=True, email__iexact=self.link.sent_to)
        return accounts.first()

    @property
    def requests(self):
        if not self.link.is_open:
            return OpinionRequest.objects.none()
        return OpinionRequest.objects.standing().filter(batch=self.link.target)

    @property
    def address_of_reader(self):
        return self.link.sent_to

    def address(self, name, *args):
        return reverse(f"{self.prefix}_{name}", args=[self.kwargs["token"], *args])

    @property
    def is_gone(self):
        return bool(self.why_closed)

    def refusal(self):
        if not self.why_closed or "pk" not in self.kwargs:
            return None
        return redirect(self.address("list"))  # which says why it is closed

    def get_context_data(self, **context):
        return super().get_context_data(**context, page=self)


class ByValidationLink(ByOpinionLink):
    """The same, to validate: for who may at the post, as long as they may."""

    purpose = SignedLink.Purpose.VALIDATION
    prefix = "validation"

    @cached_property
    def signature(self):
        return signature_of(self.link.target.post, self.link.sent_to)

    @property
    def may_validate(self):
        return bool(self.signature)

    @property
    def why_closed(self):
        if self.may_validate:
            return super().why_closed
        return super().why_closed or (
            "L’annuaire ne vous dit plus en poste, ou ne vous donne plus la validation : ce lien "
            "ne valide plus."
        )

    @property
    def requests(self):
        return super().requests if self.may_validate else OpinionRequest.objects.none()


class Signed(OwnPost, TemplateView):
    """The same, for an account of the post."""

    section = "opinions"
    prefix, layout = "space_opinion", "correspondents/space/base.html"
    why_closed = ""

    def find(self):
        if "pk" in self.kwargs and not self.request.user.is_delegation:
            self.opinion_request  # noqa: B018  (a 404 on every verb)

    @property
    def requests(self):
        return OpinionRequest.objects.standing().visible_to(self.request.user)

    @property
    def may_validate(self):
        return self.decides

    @property
    def account(self):
        return self.request.user

    @property
    def signature(self):
        return self.account.signature

    @property
    def address_of_reader(self):
        return self.account.email

    def address(self, name, *args):
        return reverse(f"{self.prefix}_{name}", args=args)

    def get_context_data(self, **context):
        return super().get_context_data(**context, page=self)
