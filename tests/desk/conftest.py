"""Signing in at the desk."""

import pytest

from huiyin.desk.middleware import SESSION_KEY


@pytest.fixture
def sign_in(client):
    """sign_in(post): the test client, signed in and acting as that post."""

    def run(post):
        client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
        session = client.session
        session[SESSION_KEY] = post.pk
        session.save()
        return client

    return run
