"""One POST to one judged address: no redirect is followed, no answer is waited for longer than ten seconds, and none is read far."""

import hashlib
import hmac
import http.client
import json
import socket
import ssl
import threading
import time
from contextlib import suppress
from typing import Any

from huiyin.api.addresses import Place

PATIENCE, WHOLE, READ = 5, 10, 2_000


def signature(secret: str, moment: str, body: bytes) -> str:
    """What the receiver reckons again: HMAC-SHA256 over the moment, a full stop and the body."""
    return "sha256=" + hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()


def post(place: Place, secret: str, ident: str, event: str, value: Any) -> int:
    """Send. Returns the status. Errors: OSError, HTTPException."""
    body, moment = json.dumps(value, ensure_ascii=False, sort_keys=True).encode(), str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8", "User-Agent": "huiyin", "X-Huiyin-Delivery": ident, "X-Huiyin-Event": event,
        "X-Huiyin-Timestamp": moment, "X-Huiyin-Signature": signature(secret, moment, body), "Connection": "close",
    }  # fmt: skip
    connection = http.client.HTTPConnection(place.host, place.port, timeout=PATIENCE)
    connection.sock = _connected(place)
    watch = threading.Timer(WHOLE, _shut, [connection.sock])  # a receiver that drips a byte a second ends here
    watch.daemon = True
    watch.start()
    try:
        connection.request("POST", place.path, body, headers)
        answer = connection.getresponse()
        answer.read(READ)
        return answer.status
    finally:
        watch.cancel()
        connection.close()


def _connected(place: Place) -> socket.socket:
    plain = socket.create_connection((place.ip, place.port), timeout=PATIENCE)
    if not place.tls:
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise


def _shut(sock: socket.socket) -> None:
    with suppress(OSError):
        sock.shutdown(socket.SHUT_RDWR)
