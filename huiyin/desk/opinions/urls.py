"""Addresses of opinion reports: the list, the writing page, the printed issue."""

from django.urls import path

from huiyin.desk.opinions import issue, lists, write

urlpatterns = [
    path("opinions/", lists.opinions, name="opinions"),
    path("opinions/new/", write.new, name="opinion_new"),
    path("opinions/<str:uid>/write/", write.draft, name="opinion_write"),
    path("case/<str:uid>/issue.<slug:kind>", issue.issue, name="opinion_issue"),
]
