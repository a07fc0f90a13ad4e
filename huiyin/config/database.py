"""DATABASE_URL as a Django setting: SQLite in HUIYIN_HOME unless a PostgreSQL address is named."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
    "PRAGMA foreign_keys=ON;PRAGMA cache_size=-65536;PRAGMA temp_store=MEMORY;PRAGMA mmap_size=268435456;"
)


def database(url: str | None, home: Path) -> dict[str, Any]:
    """A DATABASES entry. Errors: ValueError with a sentence when the scheme is neither sqlite nor postgresql."""
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return sqlite(str(home / "huiyin.sqlite3"))
    parts = urlsplit(url)
    if parts.scheme in ("sqlite", "sqlite3"):
        return sqlite(parts.path or ":memory:")
    if parts.scheme in ("postgres", "postgresql"):
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")) or "postgres",
            "USER": unquote(parts.username or "postgres"),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
            "PORT": str(options.pop("port", "") or parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": options,
        }
    raise ValueError(f"DATABASE_URL 的开头应是 sqlite: 或 postgresql:，现在是“{parts.scheme}”。")


def sqlite(name: str) -> dict[str, Any]:
    return {
        "ENGINE": "huiyin.config.sqlite",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_PRAGMAS},
    }
