"""The installation's own key, and signatures. Ed25519 unless a deployment adds another algorithm (SM2) by `add`.

The private key lies in the home, readable by its owner alone, and in no backup. A key is written `ed25519:BASE64`; its fingerprint is
what two offices read to each other over the telephone.
"""

import base64
import binascii
import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.kernel.refusal import Refused

PURPOSE = b"huiyin-package\n"
"""Stands before whatever is signed, so that a signature for something else is none for a package."""


@dataclass(frozen=True)
class Algorithm:
    """One way to sign. Keys and signatures are bytes; `fits` never raises."""

    name: str
    make: Callable[[], bytes]
    public: Callable[[bytes], bytes]
    sign: Callable[[bytes, bytes], bytes]
    fits: Callable[[bytes, bytes, bytes], bool]
    length: int


ALGORITHMS: dict[str, Algorithm] = {}


def add(algorithm: Algorithm) -> None:
    ALGORITHMS[algorithm.name] = algorithm


def _fits(public: bytes, signature: bytes, body: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True


add(
    Algorithm(
        "ed25519",
        lambda: Ed25519PrivateKey.generate().private_bytes_raw(),
        lambda private: Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw(),
        lambda private, body: Ed25519PrivateKey.from_private_bytes(private).sign(body),
        _fits,
        32,
    )
)


@dataclass(frozen=True)
class Key:
    """A public key."""

    algorithm: str
    raw: bytes

    @property
    def text(self) -> str:
        return f"{self.algorithm}:{base64.b64encode(self.raw).decode()}"

    @property
    def fingerprint(self) -> str:
        """64 hex digits."""
        return hashlib.sha256(self.algorithm.encode() + b":" + self.raw).hexdigest()

    def signed(self, body: bytes, signature: bytes) -> bool:
        known = ALGORITHMS.get(self.algorithm)
        return known is not None and known.fits(self.raw, signature, PURPOSE + body)


def read(text: str) -> Key:
    """A key as it is written. Errors: Refused with a sentence."""
    name, colon, body = "".join(text.split()).partition(":")
    known = ALGORITHMS.get(name)
    try:
        raw = base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if not colon or known is None or len(raw) != known.length:
        names = "、".join(ALGORITHMS)
        raise Refused(
            _(
                "这不是一把公钥。它写成“ed25519:”加 44 个字符；这里认的算法是 {names}。请从对方的“互信单位”页整行复制。"
            ).format(names=names)
        )
    return Key(name, raw)


def groups(fingerprint: str) -> str:
    """A fingerprint as it is read aloud: the first 32 digits in eights groups of four."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, 32, 4))


def own_file() -> Path:
    return Path(settings.PACKAGE_KEY)


def _private() -> tuple[Algorithm, bytes]:
    path = own_file()
    if not path.exists():
        _make(path)
    name, _space, body = path.read_text("ascii").strip().partition(" ")
    if name not in ALGORITHMS:
        raise Refused(_("本机的签名密钥用的是“{name}”，这一版不认。请联系装系统的人。").format(name=name))
    return ALGORITHMS[name], base64.b64decode(body)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"ed25519 {base64.b64encode(ALGORITHMS['ed25519'].make()).decode()}\n"
    part = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(part, path)  # whoever came first made it; two workers never have two keys
    except FileExistsError:
        pass
    finally:
        part.unlink()


def own() -> Key:
    """This installation's public key; the pair is made on first use."""
    algorithm, private = _private()
    return Key(algorithm.name, algorithm.public(private))


def sign(body: bytes) -> bytes:
    algorithm, private = _private()
    return algorithm.sign(private, PURPOSE + body)
