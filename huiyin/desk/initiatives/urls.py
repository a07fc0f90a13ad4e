"""Addresses of special actions (the list, one action, its work points) and of investment (the board, a new lead, trips, quotas)."""

from django.urls import path

from huiyin.desk.initiatives import investing, programmes, reading, trips

urlpatterns = [
    path("initiatives/", programmes.listed, name="programmes"),
    path("initiatives/new/", programmes.new, name="programme_new"),
    path("initiatives/<str:uid>/", programmes.one, name="programme"),
    path("initiatives/<str:uid>/points/", reading.points, name="programme_points"),
    path("investment/", investing.listed, name="investments"),
    path("investment/new/", investing.new, name="investment_new"),
    path("investment/trips/", trips.trips, name="trips"),
    path("investment/quotas/", trips.quotas, name="quotas"),
]
