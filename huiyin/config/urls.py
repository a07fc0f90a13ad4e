"""Where each door is: health, sign-in and language here; the pages in desk and portal."""

from django.urls import include, path

from huiyin.config.health import health

handler500 = "huiyin.desk.busy.server_error"
urlpatterns = [
    path("healthz", health, name="health"),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("allauth.urls")),
    path("", include("huiyin.demo.urls")),
    path("", include("huiyin.desk.urls")),
    path("", include("huiyin.api.urls")),
    path("", include("huiyin.portal.urls")),
]
