"""Addresses of the reception: voices, problems, sites."""

from django.urls import path

from huiyin.desk.reception import leads, nearness, sites, voices

urlpatterns = [
    path("voices/", voices.voices, name="voices"),
    path("voices/take/", voices.take, name="voice_take"),
    path("leads/", leads.leads, name="leads"),
    path("problems/", voices.problems, name="problems"),
    path("sites/", sites.listed, name="sites"),
    path("sites/new/", sites.new, name="site_new"),
    path("sites/nearness/", nearness.board, name="nearness"),
    path("sites/nearness/decide/", nearness.decide, name="nearness_decide"),
    path("sites/<str:uid>/", sites.one, name="site"),
    path("sites/<str:uid>/change/", sites.change, name="site_change"),
    path("sites/<str:uid>/keep/", sites.keep, name="site_keep"),
    path("sites/<str:uid>/door/", sites.sheet, name="site_door"),
]
