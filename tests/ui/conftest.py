"""Templates are rendered with our tags as builtins, and without a database."""

import pytest
from django.template import Context, engines
from django.test import RequestFactory


@pytest.fixture
def render():
    """render(source, address, **context): what the template gives, blank lines dropped."""

    def run(source: str, address: str = "/", **context: object) -> str:
        request = RequestFactory().get(address)
        template = engines["django"].engine.from_string(source)
        text = template.render(Context({"request": request, **context}))
        return "\n".join(line.strip() for line in text.splitlines() if line.strip())

    return run
