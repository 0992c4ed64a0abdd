"""Typed readers of the environment: a value that cannot be read is refused in French, by its name.

`.env.example` shows every variable, under the same headings and in the same order as the settings.
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PUBLIC_KEYS = ("development-only", "exemple-a-remplacer")  # anybody reads them in the sources
TRUE, FALSE = {"1", "true", "yes", "oui"}, {"", "0", "false", "no", "non"}


def text(name, default=""):
    return os.environ.get(name, default)


def one_of(name, *choices):
    """One of the choices, the first of them by default."""
    value = text(name, choices[0])
    if value not in choices:
        raise refusal(name, f"être {' ou '.join(choices)}", value)
    return value


def flag(name, default=False):
    """A boolean, in any case of letters."""
    value = text(name, str(default))
    if (plain := value.strip().lower()) not in TRUE | FALSE:
        raise refusal(name, "être true ou false", value)
    return plain in TRUE


def integer(name, default, least=0):
    return _integer(name, text(name, str(default)), least)


def listed(name, default=""):
    """The items of a list, between commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def days(name, default):
    """Days counted from one, before it (negative) or after it, between commas."""
    return [_integer(name, item) for item in listed(name, default)]


def database(url):
    """Django's description of `postgresql://user:password@host:port/name?host=/socket`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    try:
        port = str(parts.port or "")
    except ValueError:  # whose text may hold the password
        raise ImproperlyConfigured("DATABASE_URL doit donner un port entre 0 et 65535.") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "correspondants",
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", port),
        # Persistent connections: without reuse a page costs three times as much.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        # A server that accepts and says nothing is given up at once: the page says to come back.
        "OPTIONS": {"connect_timeout": "3", **query},
    }


def refuse_unsafe(settings):
    """Raise ImproperlyConfigured with every reason why these must not face a network."""
    key, hosts = settings["SECRET_KEY"], settings["ALLOWED_HOSTS"]
    checks = {
        "SECRET_KEY doit être propre au site et compter au moins 50 caractères": (
            len(key) >= 50 and not key.startswith(PUBLIC_KEYS)
        ),
        "DEBUG doit rester absent": not settings["DEBUG"],
        "ALLOWED_HOSTS doit nommer les adresses du site": hosts and "*" not in hosts,
        "DATABASE_URL doit désigner le serveur PostgreSQL": settings["DATABASE_URL"],
        "EMAIL_HOST doit désigner le serveur de courrier": settings["EMAIL_HOST"],
        "SITE_URL doit commencer par https://": settings["SITE_URL"].startswith("https://"),
        "DELEGATION_EMAIL doit être la vraie boîte de la délégation": (
            is_real(settings, "DELEGATION_EMAIL")
        ),
        "DPO_EMAIL doit être l’adresse du délégué à la protection des données": (
            is_real(settings, "DPO_EMAIL")
        ),
    }
    if reasons := [reason for reason, is_safe in checks.items() if not is_safe]:
        raise ImproperlyConfigured("Production refusée : " + " ; ".join(reasons) + ".")


def is_real(settings, name):
    """Whether it is an address of somebody, which only the official site needs."""
    return not (settings["OFFICIAL_SITE"] and settings[name].endswith(".example"))


def refusal(name, duty, value):
    return ImproperlyConfigured(f"{name} doit {duty}, et non « {value} ».")


def _integer(name, value, least=None):
    try:
        number = int(value)
    except ValueError:
        raise refusal(name, "être un nombre entier", value) from None
    if least is not None and number < least:
        raise refusal(name, f"valoir au moins {least}", value)
    return number
