"""A program with a token."""

import json
from typing import Any

import pytest
from django.test import Client

from huiyin.api import tokens


class Program:
    """program.get("cases/proposal/"), program.post("…", {…}): (status, JSON)."""

    def __init__(self, secret: str, **client: Any) -> None:
        self.client, self.head = Client(**client), {"Authorization": f"Bearer {secret}"}

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        return self._read(self.client.get(f"/api/v1/{path}", query, headers=self.head))

    def post(self, path: str, value: Any = None, key: str = "request-0001", **more: Any) -> tuple[int, Any]:
        head = {**self.head, "Idempotency-Key": key} if key else self.head
        body = value if isinstance(value, bytes) else json.dumps(value or {})
        return self._read(
            self.client.post(f"/api/v1/{path}", body, content_type=more.pop("type", "application/json"), headers=head)
        )

    @staticmethod
    def _read(answer: Any) -> tuple[int, Any]:
        return answer.status_code, json.loads(answer.content)


@pytest.fixture
def program():
    def made(post, scope: str = "act", days: int = 30, **client: Any) -> Program:
        return Program(tokens.make(post, by=post, name="测试", scope=scope, days=days)[1], **client)

    return made
