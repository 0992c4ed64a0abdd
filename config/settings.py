"""Settings: one file, the environment read at the top.

Without any variable the site is a demonstration that answers on loopback only.
`ENVIRONMENT=production` refuses every default that would not be safe on a network;
`.env.example` has the same headings in the same order, and tells what each variable is.
"""

from pathlib import Path

from config.environment import database, days, flag, integer, listed, one_of, refuse_unsafe, text

BASE_DIR = Path(__file__).resolve().parent.parent
MEBIBYTE = 1024 * 1024

# The site.
PRODUCTION = one_of("ENVIRONMENT", "development", "production") == "production"
SECRET_KEY = text("SECRET_KEY", "development-only-this-key-is-public-and-protects-nothing-at-all")
SECRET_KEY_FALLBACKS = listed("SECRET_KEY_FALLBACKS")  # earlier ones, which still open links
DEBUG = flag("DEBUG")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
SITE_URL = text("SITE_URL", "http://localhost:8000").rstrip("/")
DATABASE_URL = text("DATABASE_URL")
# Where `collectstatic` gathers what is served; without it (tests, DEBUG), the sources are served.
STATIC_ROOT = text("STATIC_ROOT", str(BASE_DIR / "staticfiles") if PRODUCTION else "") or None
COLLECTED = STATIC_ROOT is not None and not DEBUG
TRUSTED_PROXY_COUNT = integer("TRUSTED_PROXY_COUNT", 1 if PRODUCTION else 0)
OFFICIAL_SITE = flag("OFFICIAL_SITE")

# Names and addresses: they changed several times, so no template holds them.
SITE_NAME = text("SITE_NAME", "Annuaire des correspondants de la coopération décentralisée")
MINISTRY_NAME = text("MINISTRY_NAME", "Ministère de l’Europe et des Affaires étrangères")
DELEGATION_NAME = text(
    "DELEGATION_NAME", "Délégation pour l’action extérieure des collectivités territoriales"
)
DELEGATION_SHORT_NAME = text("DELEGATION_SHORT_NAME", "DAECT")
DELEGATION_EMAIL = text("DELEGATION_EMAIL", "delegation@diplomatie.example")
DELEGATION_PHONE = text("DELEGATION_PHONE")  # at the end of mails
DPO_EMAIL = text("DPO_EMAIL", "protection-donnees@diplomatie.example")
PUBLISHER_NAME = text("PUBLISHER_NAME", "La direction de la communication du ministère")
HOST_NAME = text("HOST_NAME", "à compléter par l’hébergeur")

# Mail. Without EMAIL_HOST a demonstration writes its mails as files in var/mails.
EMAIL_HOST = text("EMAIL_HOST")
EMAIL_PORT = integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = integer("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "annuaire@diplomatie.example")
REPLY_TO_EMAIL = text("REPLY_TO_EMAIL", DELEGATION_EMAIL)
SENDER_NAME = text("SENDER_NAME", "Annuaire coopération décentralisée")  # short: mailboxes cut it
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = BASE_DIR / "var" / "mails"
RECIPIENT_NAMES = "correspondents.sending.names.name_of"
PASSWORD_KEYS = "config.accounts.keys.PasswordKeys"

# Accounts: how long a session, a link sent by mail and an invitation last.
SESSION_HOURS = integer("SESSION_HOURS", 12)
STAFF_IDLE_MINUTES = integer("STAFF_IDLE_MINUTES", 30)
SIGN_IN_LINK_MINUTES = integer("SIGN_IN_LINK_MINUTES", 30)  # a quarantine holds mails back
INVITATION_DAYS = integer("INVITATION_DAYS", 7)

# What is published. A name, only once its person was told: a duty on the official site.
SHOW_FRESHNESS_FIGURES = flag("SHOW_FRESHNESS_FIGURES", True)
PUBLISH_NAMED_EMAIL = flag("PUBLISH_NAMED_EMAIL")
PUBLISH_NAMED_PHONE = flag("PUBLISH_NAMED_PHONE")
REQUIRE_INFORMED = flag("REQUIRE_INFORMED", OFFICIAL_SITE)

# Freshness: how long a verification counts, when an entry is checked, how long a mail waits for
# its answer. Months are calendar months.
FRESH_MONTHS = integer("FRESH_MONTHS", 6)
INVENTORY_MONTHS = integer("INVENTORY_MONTHS", 12)  # of a partnership
CHECK_MONTHS = integer("CHECK_MONTHS", 6)
CHECK_MONTHS_BEFORE_END = integer("CHECK_MONTHS_BEFORE_END", 2)
CHECK_REMINDER_DAYS = integer("CHECK_REMINDER_DAYS", 10)
CONFIRM_LINK_DAYS = integer("CONFIRM_LINK_DAYS", 30)

# News and changes.
NEWS_EXPIRING_DAYS = integer("NEWS_EXPIRING_DAYS", 14)  # before the last one, its post is told
FEED_ENTRIES = integer("FEED_ENTRIES", 50)  # of a page too
CHANGES_DAYS = integer("CHANGES_DAYS", 30)  # what « Ce qui a changé » goes back to
TRAVEL_ADVICE_URL = text(  # {pays} becomes the country's name
    "TRAVEL_ADVICE_URL", "https://www.diplomatie.gouv.fr/fr/conseils-aux-voyageurs/"
)

# Forms open to anybody.
FORM_MIN_SECONDS = integer("FORM_MIN_SECONDS", 3)  # that a person needs at least
FORMS_PER_HOUR = integer("FORMS_PER_HOUR", 10)  # of one form, from one address of origin
REPORTS_PER_DAY = integer("REPORTS_PER_DAY", 5)  # about one contact, from everybody
CONTACTS_PER_DAY = integer("CONTACTS_PER_DAY", 100)  # to one mailbox, from everybody
RECEIPTS_PER_DAY = integer("RECEIPTS_PER_DAY", 3)  # to one address
CONTRIBUTION_DAYS = integer("CONTRIBUTION_DAYS", 7)  # to confirm one’s address

# Alerts.
ALERT_REQUESTS_PER_DAY = integer("ALERT_REQUESTS_PER_DAY", 5)  # to one address
ALERT_CONFIRM_DAYS = integer("ALERT_CONFIRM_DAYS", 7)
ALERT_LINK_DAYS = integer("ALERT_LINK_DAYS", 365)  # that the way out of a mail stays open
ALERT_ITEMS_SHOWN = integer("ALERT_ITEMS_SHOWN", 50)

# Calls and projects.
OPINION_REMINDER_DAYS = days("OPINION_REMINDER_DAYS", "-10,-3,1")  # earliest first
OPINION_LINK_DAYS = integer("OPINION_LINK_DAYS", 90)  # after the deadline
REPORT_REMINDER_DAYS = days("REPORT_REMINDER_DAYS", "-60,-15,15")
EVALUATION_MONTHS = integer("EVALUATION_MONTHS", 12)  # between two of them
FINAL_REPORT_MONTHS = integer("FINAL_REPORT_MONTHS", 3)  # after the end of the project
PIECE_MAX_BYTES = integer("PIECE_MAX_BYTES", 10 * MEBIBYTE)  # a file joined to a dossier

# Retention: `manage.py apply_retention` erases what is older.
RETENTION_DEPARTED_MONTHS = integer("RETENTION_DEPARTED_MONTHS", 24)  # after the last day
RETENTION_MESSAGES_MONTHS = integer("RETENTION_MESSAGES_MONTHS", 12)  # after it was sent
RETENTION_LINKS_DAYS = integer("RETENTION_LINKS_DAYS", 90)  # after its expiry
RETENTION_PAGES_DAYS = integer("RETENTION_PAGES_DAYS", 2)  # to know a page sent twice
RETENTION_PROPOSALS_MONTHS = integer("RETENTION_PROPOSALS_MONTHS", 24)  # after the decision
RETENTION_CHECKS_MONTHS = integer("RETENTION_CHECKS_MONTHS", 24)  # after the answer
RETENTION_IMPORTS_MONTHS = integer("RETENTION_IMPORTS_MONTHS", 12)  # after the file came
RETENTION_ALERTS_DAYS = integer("RETENTION_ALERTS_DAYS", 30)  # never confirmed, or stopped
RETENTION_ACCESS_MONTHS = integer("RETENTION_ACCESS_MONTHS", 12)  # who read internal data
# After the end of the project; without a grant, after the committee of the call.
RETENTION_DOSSIERS_MONTHS = integer("RETENTION_DOSSIERS_MONTHS", 60)
RETENTION_CONSENTS_MONTHS = integer("RETENTION_CONSENTS_MONTHS", 24)  # after it, or its end
CONTACT_TEXT_DAYS = integer("CONTACT_TEXT_DAYS", 30)  # of a text not sent yet
# Searches without an answer; their text in clear from so many times on.
UNANSWERED_SEARCH_DAYS = integer("UNANSWERED_SEARCH_DAYS", 90)
UNANSWERED_SEARCH_TIMES = integer("UNANSWERED_SEARCH_TIMES", 3)
# Every edition of the open data so long, then the last one of each month.
OPEN_DATA_EDITIONS_DAYS = integer("OPEN_DATA_EDITIONS_DAYS", 31)

# Backups (`manage.py backup`): where, for how long, for whose keys of age; none, not encrypted.
BACKUP_DIR = text("BACKUP_DIR", str(BASE_DIR / "var" / "backups"))
BACKUP_DAYS = integer("BACKUP_DAYS", 30, least=1)
BACKUP_RECIPIENTS = listed("BACKUP_RECIPIENTS")
PG_BIN = text("PG_BIN")  # the folder of PostgreSQL's programs, where the host has several

# Imports: what a spreadsheet may weigh and hold before it is read.
IMPORT_MAX_BYTES = integer("IMPORT_MAX_BYTES", 10 * MEBIBYTE)
IMPORT_MAX_UNPACKED_BYTES = integer("IMPORT_MAX_UNPACKED_BYTES", 100 * MEBIBYTE)
IMPORT_MAX_PARTS = integer("IMPORT_MAX_PARTS", 2000)
IMPORT_MAX_ROWS = integer("IMPORT_MAX_ROWS", 50_000)
IMPORT_MAX_COLUMNS = integer("IMPORT_MAX_COLUMNS", 200)
IMPORT_MAX_CELLS = integer("IMPORT_MAX_CELLS", 1_000_000)  # filled ones, over all sheets
# What its reading may take, in the process made for it.
IMPORT_MAX_MEMORY = integer("IMPORT_MAX_MEMORY", 768 * MEBIBYTE)
IMPORT_MAX_SECONDS = integer("IMPORT_MAX_SECONDS", 60)
# A heavier list is read by a process of its own, while the page shows how far it is.
IMPORT_INLINE_BYTES = integer("IMPORT_INLINE_BYTES", 200 * 1024)

if PRODUCTION:
    refuse_unsafe(globals())

DATABASES = {"default": database(DATABASE_URL)}

# The rooms cannot name those above them: here, where they are put together, they are named.
# The lists that a spreadsheet may bring in, and the classes that know them.
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
# What the rooms above keep of people: modules with `traces(person)`, `forget(person)`, `steps()`.
PERSONAL_DATA = ["atlas.personal", "projects.personal"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "correspondents.User"

INSTALLED_APPS = [
    "config.apps.Site",
    "correspondents",
    "atlas",
    "projects",
    *([] if PRODUCTION else ["scripts.demonstration"]),
    "config.apps.Admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
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
    # What every answer bears, files, redirections and refusals included.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.middleware.EveryAnswer",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.compression.Compression",
    "config.outage.DatabaseOutage",
    "config.middleware.RefuseUnreadableText",
    "config.middleware.Refusals",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.RefuseHeavyBodies",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.middleware.SessionLimits",
    "config.expiry.PageOwners",
    "allauth.account.middleware.AccountMiddleware",
    "config.middleware.History",
    "config.once.Once",
    "config.pages.expired.ClosedLinks",
]

ROOT_URLCONF = "config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["config.typography.ProjectTemplates", "config.typography.AppTemplates"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "builtins": ["correspondents.templatetags.plurals"],
        },
    },
]
FORM_RENDERER = "correspondents.records.renderers.FormRenderer"

LANGUAGE_CODE = "fr"
FORMAT_MODULE_PATH = "config.formats"  # hours
LOCALE_PATHS = [BASE_DIR / "locale"]  # what the stock admin says amiss
TIME_ZONE = "Europe/Paris"

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.static_files.UsedFiles",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if COLLECTED
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not COLLECTED
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
    # The same, of what nobody changes: read without a copy.
    "objects": {
        "BACKEND": "correspondents.records.memory.ObjectCache",
        "LOCATION": "objects",
        "OPTIONS": {"MAX_ENTRIES": 100},
    },
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "OPTIONS": {"MAX_ENTRIES": 400},  # half of them pages, up to 200 KB each
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
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
    }.items()
]
SESSION_COOKIE_AGE = SESSION_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "config.pages.expired.csrf_failure"

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
