"""The signed-in pages."""

from django.http import HttpResponse
from django.urls import path

urlpatterns = [path("work/", lambda r: HttpResponse(""), name="work"), path("case/<str:uid>/", lambda r, uid: HttpResponse(""), name="case"), path("file/<str:uid>/", lambda r, uid: HttpResponse(""), name="attachment")]
