"""One settings file. Everything that differs between homes is read from the environment (docs/operations.md)."""

import os
import sys
from pathlib import Path

from csp.constants import NONCE, SELF

from huiyin.config.assistant import assistant
from huiyin.config.chat import chat
from huiyin.config.database import database
from huiyin.config.gateway import sms_gateway
from huiyin.config.oidc import oidc, origins

HOME = Path(os.environ.get("HUIYIN_HOME", "var")).resolve()
BASE = Path(__file__).resolve().parent.parent


def secret_key() -> str:
    """The environment's key, or one made for this home on first use and readable by its owner alone."""
    if key := os.environ.get("HUIYIN_SECRET_KEY"):
        return key
    path = HOME / "secret.key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
        with os.fdopen(fd, "w") as file:
            file.write(os.urandom(48).hex())
    return path.read_text().strip()


SECRET_KEY = secret_key()
DEBUG = os.environ.get("HUIYIN_DEBUG") == "1"
TESTING = "pytest" in sys.modules
HOST = os.environ.get("HOST", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8000"))
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("HUIYIN_ORIGINS", "").split(",") if o]
TLS = os.environ.get("HUIYIN_TLS") == "1"
PROXY = os.environ.get("HUIYIN_PROXY") == "1"
# A site that listens to this machine alone is called by this machine's names: a foreign name that points here (DNS rebinding) is none.
LOOPBACK = ("localhost", ".localhost", "127.0.0.1", "[::1]")
ALLOWED_HOSTS = [name for name in os.environ.get("HUIYIN_HOSTS", "").split(",") if name] or (
    [*LOOPBACK, HOST] if HOST in ("127.0.0.1", "::1", "localhost") and not (TLS or PROXY) else ["*"]
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "huiyin.ui",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "template_partials",
    "csp",
    "huiyin.kernel",
    "huiyin.people",
    "huiyin.places",
    "huiyin.papers",
    "huiyin.activities",
    "huiyin.suggestions",
    "huiyin.handling",
    "huiyin.proposals",
    "huiyin.reception",
    "huiyin.opinions",
    "huiyin.consultations",
    "huiyin.oversight",
    "huiyin.initiatives",
    "huiyin.research",
    "huiyin.registers",
    "huiyin.orders",
    "huiyin.cultivation",
    "huiyin.awards",
    "huiyin.plans",
    "huiyin.duties",
    "huiyin.library",
    "huiyin.annual",
    "huiyin.exchange",
    "huiyin.desk",
    "huiyin.portal",
    "huiyin.api",
    "huiyin.demo",
]

MIDDLEWARE = [
    "huiyin.desk.middleware.BehindProxy",
    "huiyin.portal.ready.Ready",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.ui.language.ChosenLanguage",
    "huiyin.desk.middleware.WholeText",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.desk.middleware.ActingAs",
    "huiyin.desk.busy.Busy",
]

ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "csp.context_processors.nonce",
                "huiyin.ui.context.page",
                "huiyin.demo.door.roles",
            ],
            "builtins": ["huiyin.ui.templatetags.ui"],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "kernel.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "huiyin.desk.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
SOCIALACCOUNT_PROVIDERS = oidc()
SOCIALACCOUNT_ADAPTER = "huiyin.desk.platform.Adapter"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE.parent / "locale", BASE / "locale"]
TIME_ZONE = os.environ.get("HUIYIN_TZ", "Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
FILES = HOME / "files"
LIBRARY = HOME / "library"
HOOKS_INSIDE = frozenset(filter(None, os.environ.get("HUIYIN_HOOKS_INSIDE", "").split(",")))
PACKAGES = HOME / "packages"
PACKAGE_KEY = HOME / "package.key"
MAX_PACKAGE_BYTES = int(os.environ.get("HUIYIN_MAX_PACKAGE", 2 * 1024 * 1024 * 1024))
MAX_UPLOAD_BYTES = int(os.environ.get("HUIYIN_MAX_UPLOAD", 20 * 1024 * 1024))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 3000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "frame-ancestors": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF, *origins(SOCIALACCOUNT_PROVIDERS)],
        "object-src": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
# Seen by every worker: a memory of each one's own would keep a session alive that another has ended.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = TLS
if TLS:  # the proxy that ends TLS says so, and lets no visitor say it (docs/operations.md)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if TLS else 0

EMAIL_BACKEND = os.environ.get("HUIYIN_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = os.environ.get("HUIYIN_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("HUIYIN_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("HUIYIN_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HUIYIN_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HUIYIN_SMTP_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("HUIYIN_FROM", "huiyin@localhost")

SMS = sms_gateway()
CHAT = chat()
ASSISTANT = assistant()

SILENCED_SYSTEM_CHECKS = ["models.W042"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("HUIYIN_LOG", "WARNING")},
}
