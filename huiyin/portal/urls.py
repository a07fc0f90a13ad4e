"""The public pages: the front, the Echo Wall, voices and their receipts, published cases, the anchors, accessibility."""

from django.urls import path

from huiyin.portal import (
    about,
    anchors,
    ballots,
    cases,
    consultations,
    front,
    leads,
    opendata,
    search,
    topics,
    track,
    voice,
    wall,
)

urlpatterns = [
    path("", front.front, name="front"),
    path("anchors/", anchors.explained, name="anchors_explained"),
    path("anchors/seal.py", anchors.program, name="seal_program"),
    path("anchors/<slug:code>.txt", anchors.anchors, name="anchors"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
    path("v/<slug:door>/", voice.at_door, name="voice_door"),
    path("b/<slug:door>/", ballots.at_door, name="ballot_door"),
    path("b/<slug:door>/slip/", ballots.slip, name="ballot_slip"),
    path("a/<slug:door>/", consultations.at_door, name="activity_here"),
    path("p/<slug:code>/consultations/", consultations.listed, name="public_consultations"),
    path("p/<slug:code>/consultations/<str:uid>/", consultations.one, name="public_consultation"),
    path("p/<slug:code>/topics/", topics.listed, name="topics"),
    path("p/<slug:code>/topics/<str:uid>/", topics.one, name="topic"),
    path("p/<slug:code>/leads/", leads.page, name="public_leads"),
    path("p/<slug:code>/voice/", voice.new, name="voice_new"),
    path("p/<slug:code>/receipt/", voice.receipt, name="receipt"),
    path("p/<slug:code>/track/", track.track, name="track"),
    path("p/<slug:code>/track/<str:number>/", track.one, name="track_one"),
    path("p/<slug:code>/track/<str:number>/say/", track.say, name="track_say"),
    path("p/<slug:code>/wall/", wall.wall, name="wall"),
    path("p/<slug:code>/wall.rss", wall.feed, name="wall_feed"),
    path("p/<slug:code>/wall.<str:kind>", wall.data, name="wall_data"),
    path("p/<slug:code>/search/", search.find, name="public_search"),
    path("p/<slug:code>/proposals.<str:kind>", opendata.proposals, name="public_cases_data"),
    path("p/<slug:code>/consultations.<str:kind>", opendata.talks, name="public_consultations_data"),
    path("p/<slug:code>/proposals/", cases.listed, name="public_cases"),
    path("p/<slug:code>/proposals/<str:uid>/", cases.one, name="public_case"),
]
