"""Settings of every environment; what differs comes from the environment (docs/operations.md lists the variables)."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import env, openid
from people.retention.terms import LOG

BASE_DIR = env.BASE_DIR
ENVIRONMENT = env.choice("ENVIRONMENT", ("development", "test", "production"), "development")
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env.flag("DEBUG", False) and not PRODUCTION
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
SITE_URL = env.site_url("http://127.0.0.1:8000")
HTTPS = SITE_URL.startswith("https://")
SITE_HOST = urlsplit(SITE_URL).hostname or ""

SECRET_KEY = env.secret("SECRET_KEY", DATA_DIR / "secret.key", made_here=not PRODUCTION)
MASTER_KEY = env.secret("MASTER_KEY", DATA_DIR / "master.key", made_here=not PRODUCTION)
"""Wraps every person's key (people.keys). Losing it loses all private text; it is never in a database or a backup of one."""
NEW_MASTER_KEY, PREVIOUS_MASTER_KEY = env.text("NEW_MASTER_KEY"), env.text("PREVIOUS_MASTER_KEY")
"""While the master key is being changed, the one to come or the one before opens too (people.keys.rotation)."""
MASTER_KEY_FILE: Path | None = None if env.text("MASTER_KEY") else DATA_DIR / "master.key"

ALLOWED_HOSTS = [host for host in env.text("ALLOWED_HOSTS").split(",") if host] or (
    [SITE_HOST] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]", SITE_HOST, "testserver"]
)
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []

# --- Rooms and libraries --------------------------------------------------------------------------

INSTALLED_APPS = [
    "learning.dossier",
    "learning.team_sessions",
    "learning.journey",
    "learning.reflection",
    "learning.practice",
    "cases_library",
    "cms",
    "people",
    "people.keys",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.contrib.table_block",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "config.middleware.PolicyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.middleware.PersonMiddleware",
    "people.audit.AuditMiddleware",
    "people.middleware.SignOutMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "people.middleware.SecondFactorMiddleware",
    "cms.gate.StudioGate",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"
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
                "people.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Live -----------------------------------------------------------------------------------------

LIVE_STREAMS = env.number("LIVE_STREAMS", 1000)
"""Open streams of one web process at most; whoever comes next asks by itself (docs/operations.md)."""

# --- Storage --------------------------------------------------------------------------------------


def _database(name: str, default_file: str) -> dict[str, Any]:
    """A database that is safe under several writers (docs/architecture.md, "Storage")."""
    config = env.database(name, f"sqlite:///{DATA_DIR / default_file}")
    options = config.setdefault("OPTIONS", {})
    if "sqlite" in config["ENGINE"]:
        options |= {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
        }
    else:
        options.setdefault("connect_timeout", 5)
        options.setdefault("application_name", "leerspiegel")
        if env.flag("DATABASE_PREPARE", default=True):
            # Only for what asks for it (people.prepared): planned once per connection, for whatever values come.
            options["prepare_threshold"] = 1
            options.setdefault("options", "-c plan_cache_mode=force_generic_plan")
    # One lasting connection per thread; one that broke is dropped at the end of the request that met it.
    config["CONN_MAX_AGE"] = None
    return config


DATABASES = {
    "default": _database("DATABASE_URL", "db.sqlite3"),
    "keys": _database("KEYS_DATABASE_URL", "keys.sqlite3"),
}
DATABASE_ROUTERS = ["config.routers.KeyStoreRouter"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entries"}}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "config.static_files.JoinedStaticFilesStorage"
        if not DEBUG and ENVIRONMENT != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
if ENVIRONMENT == "test":
    TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}

# --- Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

# --- Who someone is -------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "people.passwords.NotLikeYou", "OPTIONS": {"user_attributes": ["first_name", "last_name", "email"]}},
    {"NAME": "people.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "people.passwords.NotCommon"},
]
if ENVIRONMENT == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # slow on purpose elsewhere
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
REQUIRE_MFA = env.flag("REQUIRE_MFA", PRODUCTION)
DEMO_PASSWORD = env.text("DEMO_PASSWORD", "leerspiegel-demo")
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts come from an administrator; nobody signs up here
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Only failures count at the door, per account and per network; a whole town hall may share one address.
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "100/m/ip,10/5m/key", "reset_password": "20/m/ip,5/m/key"}
OPENID_SERVICES = openid.services()
"""Where organisations let their people sign in; none is the default (docs/operations.md)."""
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Leerspiegel"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

# --- Mail -----------------------------------------------------------------------------------------

if env.text("EMAIL_URL"):
    import environ

    vars().update(environ.Env.email_url_config(env.text("EMAIL_URL")))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Leerspiegel <noreply@{SITE_HOST or 'localhost'}>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SECURITY_CONTACT = env.text("SECURITY_CONTACT", f"security@{SITE_HOST or 'localhost'}")
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Leerspiegel: "

# --- Browser safety -------------------------------------------------------------------------------

SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "csrftoken"
LANGUAGE_COOKIE_NAME = "__Host-language" if HTTPS else "language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # but for the studio, whose previews stand in a frame (config.middleware)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Leerspiegel"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = True
WAGTAIL_WORKFLOW_ENABLED = True  # shown only where an organisation publishes with four eyes (cms.second_reader)
WAGTAIL_WORKFLOW_CANCEL_ON_PUBLISH = False  # whoever publishes what was asked has read it: that ends the request
WAGTAIL_FINISH_WORKFLOW_ACTION = "cms.second_reader.finishing.publish"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False  # what an organisation does is not the platform's to follow
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "dutch"}
    if "postgresql" in DATABASES["default"]["ENGINE"]
    else {"BACKEND": "wagtail.search.backends.database"}
}
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [
    "Europe/Amsterdam",
    "America/Kralendijk",
    "America/Aruba",
    "America/Curacao",
    "America/Lower_Princes",
    "UTC",
]
WAGTAIL_DATE_FORMAT, WAGTAIL_TIME_FORMAT, WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y", "%H:%M", "%d-%m-%Y %H:%M"
WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands")]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "mp4", "odt", "pdf", "pptx", "txt", "vtt", "xlsx"]
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", "text/vtt", "video/mp4"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.file_forms.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.file_forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "svg"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []

# --- Retention --------------------------------------------------------------------------------------

LOG_MONTHS = env.number("LOG_MONTHS", LOG.usual)
"""How long Wagtail's log of who changed what is kept."""
if not LOG.allows(LOG_MONTHS):
    raise ImproperlyConfigured(f"LOG_MONTHS is {LOG_MONTHS}; write a number from {LOG.least} to {LOG.most}.")

# --- Checks at publish ------------------------------------------------------------------------------

CHECK_OUTSIDE_LINKS = env.flag("CHECK_OUTSIDE_LINKS", default=False)
"""Whether links in the course to other sites may be asked for. Off: no request leaves the house."""

# --- Cases ----------------------------------------------------------------------------------------

CASE_SEARCH_STATES = 1_000_000
CASE_SEARCH_SECONDS = 20.0  # of one search in the studio; the command has no limit
CASE_EDITOR_SECONDS = 3.0  # of one search while somebody writes
PUBLIC_LINES = ["112", "113", "0800-0113", "0800-2000", "0800-0432", "0900-8844", "0900-0101", "0900-0113"]
"""Telephone numbers that a case may show; the checker points out all others (docs/how-to/write-a-case.md)."""

# --- Logs: action, object, result, actor; never a word of content -----------------------------------

DEFAULT_EXCEPTION_REPORTER_FILTER = "config.errors.Silent"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {
            "handlers": [],
            "level": "INFO",
        },  # Django would mail a failed request to ADMINS, with the whole form
        "django.template": {"level": "INFO"},  # its DEBUG lines hold all that a page was made from
        "django.server": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "weasyprint": {"level": "ERROR"},  # lays out what people wrote: a line for each page, and its CSS faults
        "fontTools": {"level": "ERROR"},  # names the letters it keeps
        "wagtail": {"level": "WARNING"},  # its INFO lines hold titles; who did what stands in its own log tables
    },
}
