"""Twice is once: the same page sent again leads to the result of the first time."""

import hashlib
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from correspondents.mailing.tokens import TOKEN, hide_tokens
from correspondents.models import PostedPage
from correspondents.reference.hours import moment_at

PAGE = "csrfmiddlewaretoken"  # each page that is shown has its own
OF_THE_PAGE = {PAGE, "opened"}  # and its clock: another page has others, whatever it holds
BACK = timedelta(minutes=10)
DOUBLE_CLICK = timedelta(seconds=5)
NO_TOKEN = "…"  # in place of that of a link, which no table holds


class Once:
    """Answer each filled page once: a second click, or Back and again, meets the first result.

    The page is known by its form's token, which Django makes anew for each page. It is claimed in
    the transaction that writes what it says: of two at once, the second waits, then is led to
    where the first one went. A page that Back has made anew is known by what it holds: it is the
    last one that this browser sent, a few minutes ago. What answers otherwise than by leading on
    (a refusal, a file) is claimed by nobody. The pages of one's own account are left out: they
    change the session.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_claimed(request):
            return self.get_response(request)
        with transaction.atomic():
            page, first = claimed(request)
            if first:
                tell_again(request, first)
                return HttpResponseRedirect(restored(first.address, request.path))
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif address := result_of(response, request.path):
                page.address = address
                page.save(update_fields=["address"])
            else:
                page.delete()
        return response


def is_claimed(request):
    """Whether the request is a filled page, of others than one's own account's."""
    return (
        request.method == "POST"
        and not request.path.startswith(reverse("account_home"))
        and bool(request.POST.get(PAGE))
    )


def claimed(request):
    """(the PostedPage of a request, the one of its first time or None)."""
    content = content_of(request)
    key, sender = digest(request.POST[PAGE], content), sender_of(request)
    page, is_new = PostedPage.objects.get_or_create(
        key=key, defaults={"sender": sender, "content": content}
    )
    first = None if is_new else page
    if is_new and sender and (first := PostedPage.objects.last_of(page, within=BACK)):
        page.address = first.address
        page.save(update_fields=["address"])
    return page, first


def tell_again(request, first):
    """Say when it was sent the first time, unless a double click has just done it."""
    if timezone.now() - first.sent_at > DOUBLE_CLICK:
        has_account = settings.SESSION_COOKIE_NAME in request.COOKIES
        moment = moment_at(
            first.sent_at, getattr(request.user, "post", None) if has_account else None
        )
        messages.info(
            request, f"Déjà envoyé le {moment} : le même contenu, envoyé de nouveau, n’ajoute rien."
        )


def sender_of(request):
    """The digest of a browser's secret, which each sign-in makes anew; "" before its first page."""
    secret = request.META.get("CSRF_COOKIE", "")
    return digest(secret) if secret else ""


def content_of(request):
    """The digest of what a page holds: its address, its account, its fields and its files."""
    account = request.user.pk if settings.SESSION_COOKIE_NAME in request.COOKIES else None
    parts = [request.get_full_path(), str(account)]
    parts += [
        f"{name}={value}"
        for name, values in request.POST.lists()
        for value in values
        if name not in OF_THE_PAGE
    ]
    parts += [
        f"{name}={file.name} {digest_of(file)}"
        for name, files in request.FILES.lists()
        for file in files
    ]
    return digest(*parts)


def digest(*parts):
    return salted_hmac("config.once", "\0".join(parts), algorithm="sha256").hexdigest()


def digest_of(file):
    whole = hashlib.sha256()
    for chunk in file.chunks():
        whole.update(chunk)
    file.seek(0)
    return whole.hexdigest()


def result_of(response, path):
    """Where a response leads, without the token of the page's link; "" when it does not lead on.

    To the sign-in page is no result, nor is an address with the token of another link.
    """
    address = response.headers.get("Location", "")
    if not address or address.startswith(reverse("account_home")):
        return ""
    token = TOKEN.search(path)
    address = address.replace(token[0], NO_TOKEN) if token else address
    return address if hide_tokens(address) == address else ""


def restored(address, path):
    """The address of a result, with the token of the page's link."""
    token = TOKEN.search(path)
    return address.replace(NO_TOKEN, token[0]) if token else address
