"""Addresses of consultations: the list, a new topic, the minutes, the QR code at the door."""

from django.urls import path

from huiyin.desk.consultations import papers, plan, sheets, topics

urlpatterns = [
    path("consultations/", topics.listed, name="consultations"),
    path("consultations/new/", topics.new, name="consultation_new"),
    path("consultations/plan/", plan.page, name="plan"),
    path("consultations/plan/topic/", plan.topic, name="plan_topic_new"),
    path("consultations/plan/plan.docx", plan.paper, name="plan_paper"),
    path("consultations/tray/", sheets.tray, name="consultation_tray"),
    path("consultations/<str:uid>/sheet/", sheets.sheet, name="activity_sheet"),
    path("consultations/<str:uid>/minutes.docx", papers.minutes, name="consultation_minutes"),
    path("consultations/<str:uid>/study.docx", papers.study, name="consultation_study"),
    path("consultations/<str:uid>/door/", papers.door, name="activity_door"),
]
