"""The stand-in for Substack's private API: an account and its publication.

    /substack/account/api/v1/...   substack.com: the profile
    /substack/pub/api/v1/...       sandbox.substack.com: pictures, drafts, publishing, lists, tags
    /substack/pub/p/<slug>         what readers see
    /substack/pub/publish/...      the dashboard and the editor, as the writer sees a draft
    /substack/media/...            substack-post-media.s3.amazonaws.com: uploaded pictures

The signed-in cookie is substack.sid=s%3Asandbox. The server stores what it is given; whether the
editor could open it tells POST /_control/do/substack/validate, and `editor_faults` in the feed.
Its switches are in switches.py, its faults and the things a person may do in incidents.py.
"""

from __future__ import annotations

from sandbox.service import Service
from sandbox.substack.account import Substack
from sandbox.substack.incidents import ACTIONS, FAULTS, TROUBLES
from sandbox.substack.switches import SWITCHES

SERVICE = Service(
    key="substack",
    open=Substack,
    hosts={
        "substack.com": "/substack/account",
        "substack-post-media.s3.amazonaws.com": "/substack/media",
        "*.substack.com": "/substack/pub",
    },
    switches=SWITCHES,
    faults=FAULTS,
    actions=ACTIONS,
    troubles=TROUBLES,
)
