"""The last step before readers: what the client makes of a draft that a person has touched."""

from __future__ import annotations

import pytest
import requests

from adapters.errors import Rejected
from adapters.substack.client import Client
from adapters.substack.spec import Options
from sandbox import serve

BODY = '{"type":"doc","content":[{"type":"paragraph","content":[{"type":"text","text":"文"}]}]}'


@pytest.fixture
def sandbox():
    with serve() as running:
        yield running


@pytest.fixture
def client(sandbox):
    options = Options(
        publication="sandbox",
        api=f"{sandbox.url}/substack/account",
        web=f"{sandbox.url}/substack/pub",
    )
    with requests.Session() as session:
        yield Client(options, "s%3Asandbox", session)


@pytest.fixture
def draft(client):
    """A draft that mails nobody."""
    created = client.create({"draft_title": "题", "draft_body": BODY})
    client.change(created.id, {"slug": "one", "should_send_email": False})
    return created.id


def person(sandbox, action, **details):
    url = f"{sandbox.url}/_control/do/substack/{action}"
    requests.post(url, json=details, timeout=5).raise_for_status()


def publish_calls(sandbox):
    url = f"{sandbox.url}/_control/calls?service=substack&operation=publish"
    return len(requests.get(url, timeout=5).json())


def test_what_a_person_published_is_taken_for_published(sandbox, client, draft):
    person(sandbox, "publish_draft", send=True)

    receipt = client.publish(draft, {"send": False})

    assert receipt.url == f"{sandbox.url}/substack/pub/p/one"
    assert publish_calls(sandbox) == 0


def test_what_a_person_published_without_the_mail_that_was_approved_is_refused(
    sandbox, client, draft
):
    person(sandbox, "publish_draft", send=False)

    with pytest.raises(Rejected) as refusal:
        client.publish(draft, {"send": True})

    assert (refusal.value.code, publish_calls(sandbox)) == ("published", 0)


def test_a_person_who_turned_mail_on_stops_a_post_without_mail(sandbox, client, draft):
    url = f"{sandbox.url}/_control/faults"
    fault = {
        "service": "substack",
        "operation": "prepublish",
        "point": "stored",
        "action": "draft_edited",
        "details": {"should_send_email": True},
    }
    requests.post(url, json=fault, timeout=5).raise_for_status()

    with pytest.raises(Rejected) as refusal:
        client.publish(draft, {"send": False})

    assert (refusal.value.code, publish_calls(sandbox)) == ("email", 0)
