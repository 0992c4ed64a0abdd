"""Errors in the same face as the rest, and without the database."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from config import outage
from config.context import site
from correspondents.mailing.link_pages import IncompleteLink

TAIL = "/\"'<>.,;:!)]»”’\N{NO-BREAK SPACE} "  # what may stand after a link in a text


class UnknownAuthority(Http404):
    """No French authority has the code of the address."""


def error(status, title, advice):
    """The view of an error, whatever Django tells it of the reason."""

    def view(request, *args, **kwargs):
        context = {"error_title": title, "error_advice": advice, **site(request)}
        return render(request, "config/pages/error.html", context, status=status)

    return view


bad_request = error(
    400, "Demande illisible", "L’adresse est mal formée. Reprenez depuis l’accueil."
)
forbidden = error(403, "Accès refusé", "Votre compte ne permet pas cette action.")
nothing_here = error(
    404, "Page introuvable", "L’adresse a peut-être changé. Cherchez le pays, la ville ou le nom."
)
unknown_authority = error(
    404,
    "Aucune collectivité n’a ce numéro",
    "Vérifiez les neuf chiffres du SIREN ou les cinq signes du code INSEE, ou cherchez ici le nom "
    "de la collectivité.",
)
incomplete_link = error(
    404,
    "Ce lien est incomplet",
    "Copiez-le en entier depuis le courriel, jusqu’au dernier signe, dans la barre d’adresse. S’il "
    "est entier, il est trop ancien : demandez-en un autre à qui vous l’a envoyé.",
)
too_many_requests = error(
    429,
    "Trop d’essais en peu de temps",
    "Attendez un quart d’heure, puis recommencez. Rien n’est perdu.",
)
UNAVAILABLE = (
    "Le service est momentanément indisponible",
    "Réessayez dans quelques minutes. Rien de ce que vous avez envoyé n’a été enregistré.",
)
broken = error(500, *UNAVAILABLE)
away = error(503, *UNAVAILABLE)


def server_error(request):
    """A fault of ours, or the database away: then machines are told to come back (503)."""
    return outage.mark(away(request)) if outage.is_away() else broken(request)


def not_found(request, exception=None):
    if isinstance(exception, UnknownAuthority):
        return unknown_authority(request)
    if request.method == "GET" and (whole := without_tail(request.path)):
        return redirect(whole)
    is_cut = isinstance(exception, IncompleteLink) or lacks_token(request.path)
    return (incomplete_link if is_cut else nothing_here)(request)


def without_tail(path):
    """The link of a mail without the quote or the point that a mailbox took with it; or ""."""
    whole = f"{path.rstrip(TAIL)}/"
    try:
        is_link = "token" in resolve(whole).kwargs
    except Resolver404:
        return ""
    return whole if is_link and whole != path else ""


def lacks_token(path):
    """Whether the address is that of a link of a mail, cut before its token."""
    try:
        return resolve(f"{path.rstrip('/')}/x/").kwargs.get("token") == "x"
    except Resolver404:
        return False
