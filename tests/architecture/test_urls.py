"""Every address of ours has a name and a line in the permission matrix (tests/matrix.py)."""

from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix import FOREIGN, URLS


def test_every_address_has_a_name():
    assert [route for route, name in addresses() if not name] == []


def test_every_address_is_in_the_permission_matrix():
    assert sorted({name for _, name in addresses() if name} - set(URLS)) == []


def test_every_line_of_the_permission_matrix_has_its_address():
    assert sorted(set(URLS) - {name for _, name in addresses()}) == []


def addresses(resolver: URLResolver | None = None, route: str = "", space: str = "") -> list[tuple[str, str]]:
    """(route, full name) of every pattern of ours; the name is empty where a pattern has none."""
    found: list[tuple[str, str]] = []
    for entry in (resolver or get_resolver()).url_patterns:
        place = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            found += addresses(entry, place, inner)
        elif isinstance(entry, URLPattern) and not foreign(entry):
            found.append((place, f"{space}{entry.name}" if entry.name else ""))
    return found


def foreign(entry: URLPattern) -> bool:
    module = getattr(entry.callback, "__module__", "")
    return (entry.name or "").startswith(FOREIGN) or module.startswith(("allauth.", "django."))
