"""The last step before readers: what the client makes of a draft that a person has touched."""

from __future__ import annotations

import pytest
import requests

from adapters.base import CannotTell, Found, Receipt
from adapters.errors import OutcomeUnknown, Rejected
from adapters.substack.client import Client
from adapters.substack.finding import find_published
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


def test_a_mailed_post_whose_answer_was_lost_is_found_and_mailed_once(sandbox, client, draft):
    client.change(draft, {"should_send_email": True})
    fault = {"service": "substack", "operation": "publish", "point": "stored", "action": "reset"}
    requests.post(f"{sandbox.url}/_control/faults", json=fault, timeout=5).raise_for_status()

    with pytest.raises(OutcomeUnknown):
        client.publish(draft, {"send": True})
    found = find_published(client, Receipt(draft), {"send": True})

    mails = requests.post(f"{sandbox.url}/_control/do/substack/mails", json={}, timeout=5).json()
    assert isinstance(found, Found)
    assert found.receipt.details["email_sent_at"]
    assert (len(mails), publish_calls(sandbox)) == (1, 1)


def test_a_publish_that_is_slow_to_show_is_not_sent_twice_when_it_mails(sandbox, client, draft):
    client.change(draft, {"should_send_email": True})
    fault = {
        "service": "substack",
        "operation": "publish",
        "point": "inside",
        "action": "publish_slow",
        "details": {"seconds": 60},
    }
    requests.post(f"{sandbox.url}/_control/faults", json=fault, timeout=5).raise_for_status()
    client.publish(draft, {"send": True})

    assert isinstance(find_published(client, Receipt(draft), {"send": True}), CannotTell)
