"""The public pages: the front, the anchors and how to hold the ledger against them, accessibility."""

from django.urls import path

from huiyin.portal import about, anchors, front

urlpatterns = [
    path("", front.front, name="front"),
    path("anchors/", anchors.explained, name="anchors_explained"),
    path("anchors/seal.py", anchors.program, name="seal_program"),
    path("anchors/<slug:code>.txt", anchors.anchors, name="anchors"),
    path("about/accessibility/", about.accessibility, name="accessibility"),
]
