"""A row made the short way is the row that Django makes."""

import pytest
from django.apps import apps

from huiyin.kernel.flow import FLOWS
from huiyin.kernel.ledger import dated_models
from huiyin.kernel.models import Event, Stay, Todo
from huiyin.kernel.models.base import made

MODELS = [Event, Stay, Todo, *dated_models(), *(flow.Model for flow in FLOWS.values())]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_it_holds_the_same_as_djangos_own(model):
    assert apps.ready
    ours, theirs = made(model, id=7).__dict__, model(id=7).__dict__
    assert set(ours) == set(theirs)
    assert {name: value for name, value in ours.items() if name != "_state"} == {
        name: value for name, value in theirs.items() if name != "_state"
    }
    assert (ours["_state"].adding, ours["_state"].db) == (True, None)


def test_what_is_made_anew_for_each_is_its_own():
    one, other = made(Todo), made(Todo)
    assert one.pk != other.pk
    assert one.history is not other.history


def test_a_name_that_is_no_field_is_refused():
    with pytest.raises(TypeError, match="no field 'sate'"):
        made(Stay, sate="draft")
