"""openapi.json says what is there: every path answers, and whatever is sent to it, the answer is one that it names."""

import json
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.api import schema
from huiyin.api.facts import offered
from huiyin.kernel.flow import FLOWS

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
WALKED = ("proposal", "assignment")


@lru_cache
def drawn():
    return schema.drawn("test")


def test_every_kind_and_every_step_that_somebody_takes_stands_in_it(client, db):
    paths = json.loads(client.get("/api/v1/openapi.json").content)["paths"]
    assert {f"/api/v1/cases/{kind}/" for kind in FLOWS} <= set(paths)
    wanted = {(kind, step.name) for kind, flow in FLOWS.items() for step in flow.steps if offered(step)}
    assert wanted == {(path.split("/")[4], path.split("/")[7]) for path in paths if "/do/" in path}
    names = [method["operationId"] for path in paths.values() for method in path.values()]
    assert len(names) == len(set(names))
    assert {kind for kind, flow in FLOWS.items() for step in flow.steps if not step.computed and not offered(step)} <= {
        "register_entry"
    }


@pytest.fixture
def asking(district, program):
    case = district.proposal("handling")
    return program(district.office), {"proposal": case.uid, "assignment": district.lead(case).uid}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_is_asked_or_sent_the_answer_is_one_that_the_description_names(asking, data):
    program, ids = asking
    paths = [
        (path, *one)
        for path, methods in drawn()["paths"].items()
        for one in methods.items()
        if path.split("/")[4] in ("", *WALKED) or "cases" not in path
    ]
    path, method, operation = data.draw(st.sampled_from(paths))
    kind = path.split("/")[4] if "cases" in path else ""
    uid = data.draw(st.just(ids.get(kind, "0")) | st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=1, max_size=14))
    place = (
        path.removeprefix("/api/v1/")
        .replace("{id}", uid)
        .replace("{name}", data.draw(st.sampled_from(["proposals.filed", "x", "own.x"])))
    )
    if method == "get":
        code, said = program.get(place, **data.draw(asked(operation)))
    else:
        code, said = program.post(place, data.draw(body(operation)), key=data.draw(st.text("abc-1", max_size=12)))
    assert str(code) in operation["responses"], (code, said)
    if code >= 400:
        assert set(said["error"]) == {"code", "sentence", "fields"}
        assert said["error"]["sentence"]
    else:
        content = operation["responses"][str(code)]["content"]["application/json"]["schema"]
        assert set(content.get("required", ())) <= set(said)


def asked(operation):
    named = [one["name"] for one in operation["parameters"] if one["in"] == "query"]
    return st.dictionaries(
        st.sampled_from([*named, "odd"]),
        st.text(max_size=8).filter(lambda text: "\0" not in text) | st.sampled_from(["1", "all", "true", "2026-01-01"]),
        max_size=3,
    )


def body(operation):
    content = operation["requestBody"]["content"].get("application/json")
    if content is None:
        return st.binary(max_size=40)
    facts = content["schema"]["properties"]["facts"]["properties"]
    shaped = st.fixed_dictionaries({}, optional={name: value(one) | JSON for name, one in facts.items()})
    whole = st.fixed_dictionaries({"facts": shaped}, optional={"seen": st.integers(-1, 9), "odd": JSON})
    return whole.map(lambda one: json.dumps(one).encode()) | JSON.map(lambda one: json.dumps(one).encode())


def value(one):
    """Something of that shape."""
    match one["type"]:
        case "boolean":
            return st.booleans()
        case "array":
            return st.lists(value(one["items"]), max_size=3)
        case "object":
            return st.fixed_dictionaries({name: value(inner) for name, inner in one["properties"].items()})
        case "string":
            return st.from_regex(one["pattern"], fullmatch=True) if "pattern" in one else st.text(max_size=30)
    return st.floats() | st.text(max_size=5)
