"""The permission matrix of addresses: every URL pattern of ours, and who may open it.

Key: the view's full name ("namespace:name", or "name"). Value: the posts that may open it, as the matrix test reads them.
tests/architecture/test_urls.py fails for a pattern that is missing here, and for a line whose pattern is gone.
"""

PUBLIC = "anyone, signed in or not"
SIGNED_IN = "every post"
WORKERS = ("member", "office", "director", "reviewer", "leader", "assigning", "unit", "unit_head")
WATCH = ("office", "director", "reviewer", "leader", "assigning")
URGES = ("office", "director", "assigning")
LEADS = ("office", "director", "leader")

URLS: dict[str, object] = {
    "front": PUBLIC,
    "anchors": PUBLIC,
    "anchors_explained": PUBLIC,
    "seal_program": PUBLIC,
    "accessibility": PUBLIC,
    "work": SIGNED_IN,
    "work_batch": WORKERS,
    "catalogue": WORKERS,
    "catalogue_export": WORKERS,
    "board": WATCH,
    "board_units": WATCH,
    "board_export": WATCH,
    "board_urge": URGES,
    "leader": LEADS,
    "figures": WORKERS,
    "figures_export": WORKERS,
    "figure": WORKERS,
    "figure_export": WORKERS,
    "notices": SIGNED_IN,
    "notices_read": SIGNED_IN,
    "find": SIGNED_IN,
}

# Patterns of other people's packages, tested there; everything else is ours.
FOREIGN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "set_language")
