"""What a page costs, and what it says."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, url):
    """How many queries one page takes, when sessions and parameters are in the process's memory."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    assert answer.status_code == 200, answer
    return len(seen)


def text_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return answer.content.decode()
