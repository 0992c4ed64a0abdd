"""Links sent by mail: to sign in once, to accept an invitation. GET shows, POST acts."""

from datetime import timedelta

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.logout import logout
from allauth.account.models import Login
from allauth.core import ratelimit
from django.conf import settings
from django.db import transaction
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, TemplateView

from correspondents.mailing.link_pages import ByLink
from correspondents.mailing.mail import absolute, write
from correspondents.models import SignedLink, User

from .forms import AskLink, SetPassword
from .likeness import kept_if


def may_sign_in_by_link(user):
    """Posts only: the delegation never signs in without its second factor."""
    return bool(user and user.is_active and user.post_id and not user.is_staff)


def own_page(address):
    """The page of this site that somebody was on the way to; "" for anything else."""
    return address if url_has_allowed_host_and_scheme(address, allowed_hosts=None) else ""


def send_sign_in_link(email, *, to_page=""):
    """Write to a post's account; do as much, and keep nothing of it, for any other address.

    The link leads on to `to_page`.
    """
    user = User.objects.filter(email=email).first()
    lasts = timedelta(minutes=settings.SIGN_IN_LINK_MINUTES)
    with kept_if(may_sign_in_by_link(user)):
        target = user or User(pk=0)
        link = SignedLink.objects.issue(SignedLink.Purpose.SIGN_IN, target, to=email, lasts=lasts)
        query = {"query": {"next": to_page}} if to_page else {}
        url = absolute(reverse("sign_in_by_link", args=[link.token], **query))
        context = {"url": url, "minutes": settings.SIGN_IN_LINK_MINUTES}
        write("sign_in_link", to=email, key=f"sign_in_link {link.pk}", context=context)


def open_session(request, user, proof, to_page=""):
    """Sign in as the library does: a second factor, when there is one, is still asked for."""
    if request.user.is_authenticated:
        logout(request, show_message=False)
    record_authentication(request, user, proof)
    return perform_login(request, Login(user=user, email=user.email, redirect_url=to_page or None))


class AskForLink(FormView):
    template_name = "config/accounts/link.html"
    form_class = AskLink
    success_url = reverse_lazy("sign_in_link_sent")

    def form_valid(self, form):
        email = form.cleaned_data["email"]
        refusal = ratelimit.consume_or_429(self.request, action="sign_in_link", key=email)
        if refusal:
            return refusal
        send_sign_in_link(email, to_page=own_page(self.request.GET.get("next", "")))
        return super().form_valid(form)


class LinkSent(TemplateView):
    template_name = "config/accounts/link_sent.html"
    extra_context = {"minutes": settings.SIGN_IN_LINK_MINUTES}


class AccountLink(ByLink):
    """Mixed into a page that a link about an account opens.

    A link that no longer answers says why, and what to do, with `advice`.
    """

    advice = ""

    @property
    def account(self):
        return self.link.target

    def get_context_data(self, **context):
        return super().get_context_data(**context, account=self.account)

    def admits(self, account):
        return account.is_active and account.email == self.link.sent_to

    def refusal(self):
        return None if self.link.is_open and self.admits(self.account) else self.closed()

    def closed(self):
        context = {
            "why": self.link.why_closed or "Ce lien n’est pas valable, ou ne l’est plus.",
            "advice": self.advice,
        }
        return render(self.request, "config/accounts/closed.html", context, status=410)


class SignInByLink(AccountLink, TemplateView):
    template_name = "config/accounts/sign_in_by_link.html"
    purpose = SignedLink.Purpose.SIGN_IN
    advice = "Demandez-en un autre : il n’ouvre qu’une fois, et pour peu de temps."

    def admits(self, account):
        return super().admits(account) and may_sign_in_by_link(account)

    def post(self, request, *args, **kwargs):
        if not self.link.use("opened"):
            return self.closed()
        return open_session(
            request, self.account, "link", to_page=own_page(request.GET.get("next", ""))
        )


class AcceptInvitation(AccountLink, FormView):
    """An invited person chooses a password, which opens the session too."""

    template_name = "config/accounts/invitation.html"
    form_class = SetPassword
    purpose = SignedLink.Purpose.INVITATION
    advice = (
        "Si votre mot de passe est choisi, connectez-vous ; "
        "sinon, demandez à la délégation de vous inviter de nouveau."
    )

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.account}

    def form_valid(self, form):
        with transaction.atomic():
            is_mine = self.link.use("accepted")
            if is_mine:
                form.save()
        return open_session(self.request, self.account, "invitation") if is_mine else self.closed()
