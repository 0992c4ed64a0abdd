"""Settings: one file, the environment read at the top.

Without any variable the site is a demonstration that answers on loopback only.
`ENVIRONMENT=production` refuses every default that would not be safe on a network;
`.env.example` shows all that production sets.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

env = os.environ.get


def flag(name, default=False):
    """A boolean variable: 1, true, yes and oui (any case) are true."""
    return env(name, str(default)).strip().lower() in {"1", "true", "yes", "oui"}


def listed(name, default=""):
    """A comma-separated variable."""
    return [item.strip() for item in env(name, default).split(",") if item.strip()]


BASE_DIR = Path(__file__).resolve().parent.parent
DEFAULT_SECRET_KEY = "development-only-this-key-is-public-and-protects-nothing-at-all"

PRODUCTION = env("ENVIRONMENT", "development") == "production"
SECRET_KEY = env("SECRET_KEY", DEFAULT_SECRET_KEY)
DEBUG = flag("DEBUG")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
DATABASE_URL = env("DATABASE_URL", "")
OFFICIAL_SITE = flag("OFFICIAL_SITE")
SITE_URL = env("SITE_URL", "http://localhost:8000").rstrip("/")

# Names of the institutions: they changed several times, so no template holds them.
SITE_NAME = env("SITE_NAME", "Annuaire des correspondants de la coopération décentralisée")
MINISTRY_NAME = env("MINISTRY_NAME", "Ministère de l’Europe et des Affaires étrangères")
DELEGATION_NAME = env(
    "DELEGATION_NAME", "Délégation pour l’action extérieure des collectivités territoriales"
)
DELEGATION_SHORT_NAME = env("DELEGATION_SHORT_NAME", "DAECT")
DELEGATION_EMAIL = env("DELEGATION_EMAIL", "delegation@diplomatie.example")
DPO_EMAIL = env("DPO_EMAIL", "protection-donnees@diplomatie.example")
PUBLISHER_NAME = env("PUBLISHER_NAME", "La direction de la communication du ministère")
HOST_NAME = env("HOST_NAME", "à compléter par l’hébergeur")

# What the directory promises. Months are calendar months.
FRESH_MONTHS = int(env("FRESH_MONTHS", "6"))
INVENTORY_MONTHS = int(
    env("INVENTORY_MONTHS", "12")
)  # a confirmation of a partnership counts as long
# News: days before its last one when its post is told; pages and feeds show this many at once.
NEWS_EXPIRING_DAYS = int(env("NEWS_EXPIRING_DAYS", "14"))
FEED_ENTRIES = int(env("FEED_ENTRIES", "50"))
CHANGES_DAYS = int(env("CHANGES_DAYS", "30"))  # what « Ce qui a changé » goes back to
# The ministry's travel advice, shown with each notice; {pays} becomes the country's name.
TRAVEL_ADVICE_URL = env(
    "TRAVEL_ADVICE_URL", "https://www.diplomatie.gouv.fr/fr/conseils-aux-voyageurs/"
)
# The confirmation loop: when an entry is checked, how long a mail waits for its answer.
CHECK_MONTHS = int(env("CHECK_MONTHS", "6"))
CHECK_MONTHS_BEFORE_END = int(env("CHECK_MONTHS_BEFORE_END", "2"))
CHECK_REMINDER_DAYS = int(env("CHECK_REMINDER_DAYS", "10"))
CONFIRM_LINK_DAYS = int(env("CONFIRM_LINK_DAYS", "30"))
SHOW_FRESHNESS_FIGURES = flag("SHOW_FRESHNESS_FIGURES", True)
PUBLISH_NAMED_EMAIL = flag("PUBLISH_NAMED_EMAIL")
PUBLISH_NAMED_PHONE = flag("PUBLISH_NAMED_PHONE")
# How long the log of those who read internal data stays.
RETENTION_ACCESS_MONTHS = int(env("RETENTION_ACCESS_MONTHS", "12"))
# A name is published only once its person was told: a duty on the official site.
REQUIRE_INFORMED = flag("REQUIRE_INFORMED", OFFICIAL_SITE)
UNANSWERED_SEARCH_DAYS = int(env("UNANSWERED_SEARCH_DAYS", "90"))
UNANSWERED_SEARCH_TIMES = int(env("UNANSWERED_SEARCH_TIMES", "3"))

# Forms open to anybody: the seconds a person needs at least, and how many are taken.
FORM_MIN_SECONDS = int(env("FORM_MIN_SECONDS", "3"))
FORMS_PER_HOUR = int(env("FORMS_PER_HOUR", "10"))  # of one form, from one address of origin
REPORTS_PER_DAY = int(env("REPORTS_PER_DAY", "5"))  # about one contact, from everybody
# « Écrire au poste »: to one mailbox from everybody; receipts to one address; days of a text.
CONTACTS_PER_DAY = int(env("CONTACTS_PER_DAY", "100"))
RECEIPTS_PER_DAY = int(env("RECEIPTS_PER_DAY", "3"))
CONTRIBUTION_DAYS = int(env("CONTRIBUTION_DAYS", "7"))  # to confirm one’s address
CONTACT_TEXT_DAYS = int(env("CONTACT_TEXT_DAYS", "30"))
# Alerts: mails to confirm one, a day to one address; days to confirm; days a way out stays open.
ALERT_REQUESTS_PER_DAY = int(env("ALERT_REQUESTS_PER_DAY", "5"))
ALERT_CONFIRM_DAYS = int(env("ALERT_CONFIRM_DAYS", "7"))
ALERT_LINK_DAYS = int(env("ALERT_LINK_DAYS", "365"))
ALERT_ITEMS_SHOWN = int(env("ALERT_ITEMS_SHOWN", "50"))

# How long personal data is kept: `manage.py apply_retention` erases what is older.
RETENTION_DEPARTED_MONTHS = int(env("RETENTION_DEPARTED_MONTHS", "24"))  # after the last day
RETENTION_MESSAGES_MONTHS = int(env("RETENTION_MESSAGES_MONTHS", "12"))  # after it was sent
RETENTION_LINKS_DAYS = int(env("RETENTION_LINKS_DAYS", "90"))  # after its expiry
RETENTION_PROPOSALS_MONTHS = int(env("RETENTION_PROPOSALS_MONTHS", "24"))  # after the decision
RETENTION_CHECKS_MONTHS = int(env("RETENTION_CHECKS_MONTHS", "24"))  # after the answer
RETENTION_IMPORTS_MONTHS = int(env("RETENTION_IMPORTS_MONTHS", "12"))  # after the file came
RETENTION_ALERTS_DAYS = int(env("RETENTION_ALERTS_DAYS", "30"))  # never confirmed, or stopped

# Open data: every edition so long, then the last one of each month.
OPEN_DATA_EDITIONS_DAYS = int(env("OPEN_DATA_EDITIONS_DAYS", "31"))
# After the end of the project; without a grant, after the committee of the call.
RETENTION_DOSSIERS_MONTHS = int(env("RETENTION_DOSSIERS_MONTHS", "60"))
RETENTION_CONSENTS_MONTHS = int(env("RETENTION_CONSENTS_MONTHS", "24"))  # after it, or its end

# Mail. Without EMAIL_HOST a demonstration writes its mails as files in var/mails.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = int(env("EMAIL_PORT", "25"))
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = int(env("EMAIL_TIMEOUT", "20"))
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = BASE_DIR / "var" / "mails"
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "annuaire@diplomatie.example")
REPLY_TO_EMAIL = env("REPLY_TO_EMAIL", DELEGATION_EMAIL)

# Accounts: how long a session, a link sent by mail and an invitation last.
SESSION_HOURS = int(env("SESSION_HOURS", "12"))
STAFF_IDLE_MINUTES = int(env("STAFF_IDLE_MINUTES", "30"))
SIGN_IN_LINK_MINUTES = int(env("SIGN_IN_LINK_MINUTES", "15"))
INVITATION_DAYS = int(env("INVITATION_DAYS", "7"))
# Reverse proxies that add the visitor's address to X-Forwarded-For: rate limits count by it.
TRUSTED_PROXY_COUNT = int(env("TRUSTED_PROXY_COUNT", "1" if PRODUCTION else "0"))

# The lists that a spreadsheet may bring in, and the classes that know them. The rooms cannot name
# those above them: here, where they are put together, they are named.
IMPORTED_LISTS = {
    "people": "correspondents.people_list.people.People",
    "partnerships": "atlas.imports.partnerships.Partnerships",
    "applications": "projects.imports.applications.Applications",
}
# How proposals about each model are reviewed.
REVIEWS = {
    "correspondents.correspondent": "correspondents.proposals.correspondent.CorrespondentReview",
    "correspondents.post": "correspondents.proposals.post.PostReview",
    "atlas.partnership": "atlas.review.partnership.PartnershipReview",
    "atlas.contribution": "atlas.review.contribution.ContributionReview",
}

# Days from the deadline of an opinion on which the post is reminded of it, earliest first.
OPINION_REMINDER_DAYS = [int(step) for step in listed("OPINION_REMINDER_DAYS", "-10,-3,1")]
OPINION_LINK_DAYS = int(env("OPINION_LINK_DAYS", "90"))  # how long a link lasts after the deadline
# Days from the day of a report on which its grant is reminded of it; months between evaluations.
REPORT_REMINDER_DAYS = [int(step) for step in listed("REPORT_REMINDER_DAYS", "-60,-15,15")]
EVALUATION_MONTHS = int(env("EVALUATION_MONTHS", "12"))
FINAL_REPORT_MONTHS = int(env("FINAL_REPORT_MONTHS", "3"))  # after the end of the project
PIECE_MAX_BYTES = int(env("PIECE_MAX_BYTES", str(10 * 1024 * 1024)))  # a file joined to a dossier
# What a spreadsheet may weigh before it is read.
IMPORT_MAX_BYTES = int(env("IMPORT_MAX_BYTES", str(10 * 1024 * 1024)))
IMPORT_MAX_UNPACKED_BYTES = int(env("IMPORT_MAX_UNPACKED_BYTES", str(100 * 1024 * 1024)))
IMPORT_MAX_PARTS = int(env("IMPORT_MAX_PARTS", "2000"))
IMPORT_MAX_ROWS = int(env("IMPORT_MAX_ROWS", "50000"))
IMPORT_MAX_COLUMNS = int(env("IMPORT_MAX_COLUMNS", "200"))
IMPORT_MAX_CELLS = int(env("IMPORT_MAX_CELLS", "1000000"))  # filled ones, over all sheets
# What its reading may take, in the process made for it.
IMPORT_MAX_MEMORY = int(env("IMPORT_MAX_MEMORY", str(768 * 1024 * 1024)))
IMPORT_MAX_SECONDS = int(env("IMPORT_MAX_SECONDS", "60"))
# A heavier list is read by a process of its own, while the page shows how far it is.
IMPORT_INLINE_BYTES = int(env("IMPORT_INLINE_BYTES", str(200 * 1024)))


def refuse_unsafe_production():
    """Raise ImproperlyConfigured with every reason why this must not face a network."""
    checks = [
        (
            SECRET_KEY != DEFAULT_SECRET_KEY and len(SECRET_KEY) >= 50,
            "SECRET_KEY doit être propre au site et compter au moins 50 caractères",
        ),
        (not DEBUG, "DEBUG doit rester absent"),
        (
            ALLOWED_HOSTS and "*" not in ALLOWED_HOSTS,
            "ALLOWED_HOSTS doit nommer les adresses du site",
        ),
        (DATABASE_URL, "DATABASE_URL doit désigner le serveur PostgreSQL"),
        (EMAIL_HOST, "EMAIL_HOST doit désigner le serveur de courrier"),
        (SITE_URL.startswith("https://"), "SITE_URL doit commencer par https://"),
        (
            not (OFFICIAL_SITE and DELEGATION_EMAIL.endswith(".example")),
            "DELEGATION_EMAIL doit être la vraie boîte de la délégation",
        ),
        (
            not (OFFICIAL_SITE and DPO_EMAIL.endswith(".example")),
            "DPO_EMAIL doit être l’adresse du délégué à la protection des données",
        ),
    ]
    reasons = [reason for is_safe, reason in checks if not is_safe]
    if reasons:
        raise ImproperlyConfigured("Production refusée : " + " ; ".join(reasons) + ".")


def database(url):
    """Django's description of `postgresql://user:password@host:port/name?host=/socket`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "correspondants",
        "USER": query.pop("user", unquote(parts.username or "")),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        # Persistent connections: without reuse a page costs three times as much.
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


if PRODUCTION:
    refuse_unsafe_production()

DATABASES = {"default": database(DATABASE_URL)}
# What the rooms above keep of people: modules with `traces(person)`, `forget(person)`, `steps()`.
PERSONAL_DATA = [
    "atlas.alerts.personal",
    "atlas.contributions.personal",
    "atlas.coordination.personal",
    "projects.personal",
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "correspondents.User"

INSTALLED_APPS = [
    "config.apps.Site",
    "correspondents",
    "atlas",
    "projects",
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.apps.StaticFiles",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "widget_tweaks",
    "dsfr",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "config.middleware.RefuseUnreadableText",
    "config.middleware.RobotsHeader",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.SessionLimits",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.History",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]
FORM_RENDERER = "dsfr.forms.DsfrDjangoTemplates"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Production serves what `collectstatic` gathered; a demonstration serves the sources themselves.
STATIC_ROOT = Path(env("STATIC_ROOT", BASE_DIR / "staticfiles")) if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
# The design system's own hashes do not survive the manifest's renaming of files.
DSFR_USE_INTEGRITY_CHECKSUMS = False

# Shared by every process: limits and used codes are counted once. Pages keep theirs in memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What pages read of the whole base, and pages whole: in the memory of each process.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 200},  # up to 200 KB each
    },
}

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
LOGOUT_REDIRECT_URL = "home"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "config.accounts.adapter.Accounts"
ACCOUNT_FORMS = {
    "login": "config.accounts.forms.SignIn",
    "change_password": "config.accounts.forms.ChangePassword",
    "set_password": "config.accounts.forms.SetPassword",
    "reset_password": "config.accounts.forms.AskReset",
    "reset_password_from_key": "config.accounts.forms.ResetPassword",
    "reauthenticate": "config.accounts.forms.Reauthenticate",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]  # for its own checks: none signs up
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Django's own: the library's would make rows of e-mail addresses that nobody manages.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 3600
ACCOUNT_RATE_LIMITS = {
    "reset_password": "20/m/ip,3/15m/key",
    "sign_in_link": "20/m/ip,3/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_ADAPTER = "config.accounts.adapter.SecondFactor"
MFA_FORMS = {
    "authenticate": "config.accounts.forms.GiveCode",
    "reauthenticate": "config.accounts.forms.GiveCodeAgain",
    "activate_totp": "config.accounts.forms.SetUpApplication",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = f"Annuaire {DELEGATION_SHORT_NAME}"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.pages.errors.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
PERMISSIONS_POLICY = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "config.logs.LineWithoutTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django.server": {"handlers": ["console"], "propagate": False}},
}
