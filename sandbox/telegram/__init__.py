"""The stand-in for Telegram: the Bot API at `/telegram/bot<token>/<method>`, and the channel.

    GET|POST /telegram/bot<token>/<method>     token 1000000001:sandbox-token
    GET      /telegram/file/bot<token>/<path>  what getFile names
    GET      /telegram/<channel>/<id>          a post as readers see it; /telegram/<channel> all

The bot may post to @pressrun_sandbox (-1001000000001) and has been started by the operator, 4242.
Rich messages are read from HTML, not from Markdown or blocks; a 10.0 server knows no such method
and answers 404. Webhooks are
registered and exclude polling, but nothing is delivered to them. An address in place of a file is
looked up on an emulated web (`do/telegram/web_file`), never fetched.

Its switches are in switches.py, its faults in incidents.py, what people may do in people.py, and
what a test may set up in arrangements.py.
"""

from __future__ import annotations

from sandbox.service import Service
from sandbox.telegram import arrangements, people
from sandbox.telegram.account import Telegram
from sandbox.telegram.incidents import FAULTS, TROUBLES
from sandbox.telegram.switches import SWITCHES

SERVICE = Service(
    key="telegram",
    open=Telegram,
    hosts={"api.telegram.org": "/telegram", "t.me": "/telegram"},
    switches=SWITCHES,
    faults=FAULTS,
    actions={**people.ACTIONS, **arrangements.ACTIONS},
    troubles=TROUBLES,
)
