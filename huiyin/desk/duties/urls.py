"""Addresses of members' duties."""

from django.urls import path

from huiyin.desk.duties import activities, handing, home, overview, rules

urlpatterns = [
    path("duties/", home.home, name="duties"),
    path("duties/begin/", overview.begin_year, name="duty_begin"),
    path("duties/remind/", overview.remind, name="duty_remind"),
    path("duties/rules/", rules.listed, name="duty_rules"),
    path("duties/rules/change/", rules.change, name="duty_rule"),
    path("duties/object/", handing.object_, name="duty_object"),
    path("duties/deeds/new/", handing.deed_new, name="deed_new"),
    path("duties/activities/", activities.listed, name="activities"),
    path("duties/activities/new/", activities.new, name="activity_new"),
    path("duties/<str:uid>/", home.member, name="duty_member"),
]
