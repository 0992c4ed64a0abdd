"""Errors in the same face as the rest, and without the database."""

from django.shortcuts import render

from config.context import site


def _error(request, status, title, advice):
    context = {"error_title": title, "error_advice": advice, **site(request)}
    return render(request, "config/pages/error.html", context, status=status)


def bad_request(request, exception=None):
    return _error(
        request, 400, "Demande illisible", "L’adresse est mal formée. Reprenez depuis l’accueil."
    )


def forbidden(request, exception=None):
    return _error(
        request,
        403,
        "Accès refusé",
        "Votre compte ne permet pas cette action, ou la page a expiré.",
    )


def csrf_failure(request, reason=""):
    return forbidden(request)


def not_found(request, exception=None):
    return _error(
        request,
        404,
        "Page introuvable",
        "L’adresse a peut-être changé. Cherchez le pays, la ville ou le nom.",
    )


def too_many_requests(request, exception=None):
    return _error(
        request,
        429,
        "Trop d’essais en peu de temps",
        "Attendez quelques minutes, puis recommencez. Rien n’est perdu.",
    )


def server_error(request):
    return _error(
        request,
        500,
        "Le service est momentanément indisponible",
        "Réessayez dans quelques minutes. Rien de ce que vous avez envoyé n’a été enregistré.",
    )
