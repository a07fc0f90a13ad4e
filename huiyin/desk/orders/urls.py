"""Addresses of order leads: the list with its funnel, and a new call."""

from django.urls import path

from huiyin.desk.orders import calls, pages

urlpatterns = [
    path("orders/", pages.listed, name="orders"),
    path("orders/call/", calls.new, name="order_call_new"),
]
