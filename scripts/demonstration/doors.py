"""Two links by which a newcomer enters the demonstration, as the delegation and as a post.

Each opens once, within an hour, from this machine alone; the app is not there in production.
"""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.urls import path, reverse
from django.views.generic import TemplateView

from config.accounts.links import AccountLink, open_session
from correspondents.accounts.second_factor import PROOF
from correspondents.mailing.mail import absolute
from correspondents.models import Post, SignedLink, User
from correspondents.models.users import DELEGATION_GROUP, POST_GROUP

DELEGATION, POST = "delegation@demonstration.example", "dakar@demonstration.example"
LASTS = timedelta(hours=1)
HERE = {"127.0.0.1", "::1"}


class EnterDelegation(AccountLink, TemplateView):
    """Sign in as the delegation of the demonstration, its second factor taken for given."""

    template_name = "config/accounts/sign_in_by_link.html"
    purpose = SignedLink.Purpose.SIGN_IN
    advice = "« make run » en écrit un autre à chaque démarrage ; il n’ouvre que sur cette machine."

    def admits(self, account):
        is_here = self.request.META["REMOTE_ADDR"] in HERE
        return super().admits(account) and account.email == DELEGATION and is_here

    def post(self, request, *args, **kwargs):
        if not self.link.use("opened"):
            return self.closed()
        return open_session(request, self.account, PROOF)


urlpatterns = [
    path("<str:token>/", EnterDelegation.as_view(), name="enter_delegation"),
]


def doors():
    """(who one is, the address that lets in) of each, new at each call."""
    post = Post.objects.filter(slug="dakar").first()
    delegation = account(DELEGATION, DELEGATION_GROUP, first_name="Dominique", is_staff=True)
    yield "la délégation", address(delegation, "enter_delegation")
    if post:
        head = account(POST, POST_GROUP, first_name="Lou", post=post, post_function="validates")
        yield f"le poste de {post.city}", address(head, "sign_in_by_link")


def account(email, group, **values):
    """The account of a door, made the first time."""
    user, is_new = User.objects.get_or_create(
        email=email, defaults=values | {"last_name": "Exemple"}
    )
    if is_new:
        user.groups.add(Group.objects.get(name=group))
    return user


def address(user, route):
    link = SignedLink.objects.issue(SignedLink.Purpose.SIGN_IN, user, to=user.email, lasts=LASTS)
    return absolute(reverse(route, args=[link.token]))
