"""A committee just founded, with its three administrators."""

import pytest

from huiyin.people.found import found

THREE = {"system": ("甲", "sys1"), "security": ("乙", "sec1"), "audit": ("丙", "aud1")}


@pytest.fixture
def founded(db):
    return found("cheng", "政协澄江区委员会", "澄江区政协", "澄江区", administrators=THREE, term=9, session=5)


@pytest.fixture
def committee(founded):
    return founded.committee


@pytest.fixture
def system(founded):
    return founded.system
