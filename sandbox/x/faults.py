"""The faults of X that are more than a status: exact refusals, and time that passes at a bad
moment. At `received` a refusal means that nothing was stored, at `stored` that it was."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING

from sandbox.exchange import Answer, Exchange, json_answer
from sandbox.faults import Fault
from sandbox.service import NamedFault, Trouble
from sandbox.x import problems
from sandbox.x.rates import DAY, QUARTER
from sandbox.x.rows import State

if TYPE_CHECKING:
    from sandbox.x import X

Refusal = Callable[[State], Answer]


def _refusals() -> dict[str, Refusal]:
    return {
        "rate_limited": lambda state: problems.too_many_requests(_spent_quarter(state)),
        "rate_limited_old": lambda state: problems.rate_limit_exceeded(_spent_quarter(state)),
        "rate_limited_day": lambda state: problems.too_many_requests(_spent_day(state)),
        "no_credits": lambda _state: problems.no_credits("enrolled"),
        "credits_depleted": lambda _state: problems.no_credits("depleted"),
        "unauthorized": lambda _state: problems.unauthorized(),
        "duplicate": lambda _state: problems.forbidden(problems.DUPLICATE),
        "reply_restricted": lambda _state: problems.forbidden(problems.REPLY),
        "thread_gone": lambda _state: problems.forbidden(problems.PARENT),
        "cashtag": lambda _state: problems.forbidden(problems.CASHTAG),
        "bad_url": lambda _state: problems.forbidden(problems.BAD_URL),
        "not_permitted": lambda _state: problems.forbidden(problems.NOT_PERMITTED),
        "quote": lambda _state: problems.forbidden(problems.QUOTE),
        "too_long": lambda state: problems.forbidden(
            problems.TOO_LONG, state.switches.number("too_long_status")
        ),
        "user_suspended": lambda _state: _of_account("user-suspended"),
        "client_forbidden": lambda _state: _of_account("client-forbidden"),
        "usage_capped": lambda _state: _of_account("usage-capped"),
        "auth_type": lambda _state: problems.unsupported_authentication(),
        "media_invalid": lambda _state: problems.bad_media(["0"]),
        "unavailable": lambda state: problems.unavailable(state.switches.word("unavailable_body")),
        "errors_only": lambda _state: json_answer(
            {"errors": [problems.not_found_error("tweet", "1")]}, 201
        ),
        "html_201": lambda _state: Answer(201, b"<html><body>ok</body></html>", "text/html"),
    }


def _of_account(kind: str) -> Answer:
    title = kind.replace("-", " ").title()
    return problems.flat(403, title, f"{title}.", f"{problems.PROBLEMS}{kind}")


def _spent_quarter(state: State) -> dict[str, str]:
    reset = ceil(state.clock.now() + state.clock.paced(QUARTER))
    return {
        "x-rate-limit-limit": "100",
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(reset),
    }


def _spent_day(state: State) -> dict[str, str]:
    """The short window has room; only the 24-hour one is spent."""
    reset = ceil(state.clock.now() + state.clock.paced(DAY))
    return {
        **_spent_quarter(state),
        "x-rate-limit-remaining": "57",
        "x-user-limit-24hour-limit": "100",
        "x-user-limit-24hour-remaining": "0",
        "x-user-limit-24hour-reset": str(reset),
    }


def _refusing(name: str) -> NamedFault:
    def fault(x: X, _exchange: Exchange, _fault: Fault) -> Answer:
        return x.signed_off(_refusals()[name](x.state), {})

    return fault


def _expire_token(x: X, exchange: Exchange, _fault: Fault) -> None:
    """The access token that this call bears ends now; its refresh token stays good."""
    scheme, _, token = exchange.request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        x.tokens.expire(token)


def _expired(x: X, exchange: Exchange, fault: Fault) -> Answer | None:
    """What bears a token loses it; a signed call, whose token has no end, is refused once."""
    scheme = exchange.request.headers.get("authorization", "").partition(" ")[0].lower()
    if scheme == "oauth":
        return x.signed_off(problems.unauthorized(), {})
    _expire_token(x, exchange, fault)
    return None


def _expire_media(x: X, _exchange: Exchange, _fault: Fault) -> None:
    x.media.expire()


def _twin(x: X, _exchange: Exchange, _fault: Fault) -> None:
    """At `stored`: the post that was just made stands there twice."""
    posts = x.state.posts.values()
    if posts:
        x.posts.twin(posts[-1])


FAULTS: dict[str, NamedFault | None] = {
    **{name: _refusing(name) for name in _refusals()},
    "expire_token": _expire_token,
    "expired": _expired,
    "expire_media": _expire_media,
    "twin": _twin,
    "fail_processing": None,  # at media/upload or media/finalize
    "errors_beside": None,  # at tweets/create: 201 with data and errors
    "lagging": None,  # at users/tweets, details {"seconds": n}: no post younger than that is there
}
TROUBLES = {
    "rate_limited": Trouble(
        {"action": "rate_limited"}, "x-rate-limit-reset tells when it is over."
    ),
    "error": Trouble(
        {
            "action": "status",
            "status": 500,
            "headers": {"content-type": problems.PROBLEM_JSON},
            "body": {
                "title": "Internal Server Error",
                "detail": "Internal Server Error",
                "type": "about:blank",
                "status": 500,
            },
        }
    ),
    "expired": Trouble(
        {"action": "expired"},
        "A bearer token ends now; its refresh token stays good. A signed call is refused once.",
    ),
    "lagging": Trouble(
        {
            "action": "lagging",
            "point": "inside",
            "operation": "users/tweets",
            "details": {"seconds": 600},
        },
        "The timeline read lacks the posts of the last ten minutes.",
    ),
}
