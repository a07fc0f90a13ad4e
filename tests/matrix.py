"""The permission matrix of addresses: every URL pattern of ours, and who may open it.

Key: the view's full name ("namespace:name", or "name"). Value: the posts that may open it, as the matrix test reads them.
tests/architecture/test_urls.py fails for a pattern that is missing here, and for a line whose pattern is gone.
"""

URLS: dict[str, object] = {}

# Patterns of other people's packages, tested there; everything else is ours.
FOREIGN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "set_language")
