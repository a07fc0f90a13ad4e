"""The demo's one address."""

from django.urls import path

from huiyin.demo.door import sign_in

urlpatterns = [path("demo/sign-in/", sign_in, name="demo_sign_in")]
