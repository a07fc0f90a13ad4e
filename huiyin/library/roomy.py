"""Linear algebra on a thread with a large stack: a web server's own threads have small ones, on which LAPACK ends the process."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar

Given = TypeVar("Given")
STACK = 64 << 20
_lock = threading.Lock()


def roomy(function: Callable[..., Given], *arguments: Any) -> Given:
    """What the function returns. Errors: whatever it raises. It must not use the database: its thread has no connection."""
    told: list[Given] = []
    trouble: list[BaseException] = []

    def run() -> None:
        try:
            told.append(function(*arguments))
        except BaseException as error:
            trouble.append(error)

    with _lock:
        before = threading.stack_size(STACK)
        try:
            thread = threading.Thread(target=run, name="library-roomy", daemon=True)
            thread.start()
        finally:
            threading.stack_size(before)
    thread.join()
    if trouble:
        raise trouble[0]
    return told[0]
