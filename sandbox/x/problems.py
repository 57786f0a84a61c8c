"""The refusals of X, word for word where a public report gives the words (contract, section 4)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sandbox.exchange import Answer, Json, json_answer

PROBLEMS = "https://api.twitter.com/2/problems/"
PROBLEM_JSON = "application/problem+json"
ACCOUNT = "1700000000000000077"

TOO_LONG = (
    "Your Tweet text is too long. For more information on how Twitter determines text length see "
    "https://github.com/twitter/twitter-text."
)
ONE_OF = (
    "You can only provide one of poll or quote_tweet_id or direct_message_deep_link or media or "
    "card_uri."
)
APP_ONLY = (
    "Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint. Supported "
    "authentication types are [OAuth 1.0a User Context, OAuth 2.0 User Context]."
)
DUPLICATE = "You are not allowed to create a Tweet with duplicate content."
REPLY = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
PARENT = "You attempted to reply to a Tweet that is deleted or not visible to you."
CASHTAG = "Posts are limited to a maximum of one cashtag"
BAD_URL = "The Tweet contains an invalid URL."
NOT_PERMITTED = "You are not permitted to perform this action."
QUOTE = (
    "Quoting this post is not allowed because you have not been mentioned or otherwise engaged by "
    "the author of the post you are quoting."
)
MEDIA_IDS = "Your media IDs are invalid."
JSON_ONLY = "Requests with bodies must have content-type of application/json."


def flat(status: int, title: str, detail: str, kind: str = "about:blank") -> Answer:
    body: Json = {"title": title, "detail": detail, "type": kind, "status": status}
    return json_answer(body, status, PROBLEM_JSON)


def forbidden(detail: str, status: int = 403) -> Answer:
    title = "Forbidden" if status == 403 else "Bad Request"
    body: Json = {"detail": detail, "type": "about:blank", "title": title, "status": status}
    return json_answer(body, status, PROBLEM_JSON)


def invalid_request(errors: list[Json]) -> Answer:
    body: Json = {
        "errors": errors,
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": f"{PROBLEMS}invalid-request",
    }
    return json_answer(body, 400)


def bad_parameter(parameter: str, values: list[str], message: str) -> Answer:
    shown: list[Json] = [*values]
    return invalid_request([{"parameters": {parameter: shown}, "message": message}])


def bad_media(ids: list[str], parameter: str = "media.media_ids") -> Answer:
    return bad_parameter(parameter, ids, MEDIA_IDS)


def unauthorized() -> Answer:
    body: Json = {
        "title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized",
    }  # fmt: skip
    return json_answer(body, 401, PROBLEM_JSON)


def unsupported_authentication() -> Answer:
    error: Json = {
        "detail": APP_ONLY,
        "status": 403,
        "title": "Unsupported Authentication",
        "type": f"{PROBLEMS}unsupported-authentication",
    }
    return json_answer({"errors": [error]}, 403)


def read_only_app() -> Answer:
    detail = (
        "Your client app is not configured with the appropriate oauth1 app permissions for this "
        "endpoint."
    )
    return flat(403, "Forbidden", detail, f"{PROBLEMS}oauth1-permissions")


def missing_scope() -> Answer:
    return forbidden("Forbidden")


def not_found(kind: str, value: str) -> Answer:
    return json_answer({"errors": [not_found_error(kind, value)]}, 404)


def not_found_error(kind: str, value: str) -> Json:
    return {
        "value": value,
        "detail": f"Could not find {kind} with id: [{value}].",
        "title": "Not Found Error",
        "resource_type": kind,
        "parameter": "id",
        "resource_id": value,
        "type": f"{PROBLEMS}resource-not-found",
    }


def too_many_requests(headers: Mapping[str, str]) -> Answer:
    body: Json = {
        "title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank",
        "status": 429,
    }  # fmt: skip
    return json_answer(body, 429, PROBLEM_JSON, headers)


def rate_limit_exceeded(headers: Mapping[str, str]) -> Answer:
    """The older form of the same refusal."""
    body: Json = {"errors": [{"code": 88, "message": "Rate limit exceeded"}]}
    return json_answer(body, 429, headers=headers)


def no_credits(form: str) -> Answer:
    """Both bodies are seen: `enrolled` names the account, `depleted` does not."""
    enrolled: Json = {
        "title": "CreditsDepleted",
        "detail": (
            f"Your enrolled account [{ACCOUNT}] does not have any credits to fulfill this request."
        ),
        "type": f"{PROBLEMS}credits",
    }
    depleted: Json = {
        "detail": "credits depleted",
        "status": 402,
        "title": "Payment Required",
        "type": "https://api.x.com/2/problems/credits-depleted",
    }
    return json_answer(enrolled if form == "enrolled" else depleted, 402, PROBLEM_JSON)


def unavailable(form: str) -> Answer:
    if form == "empty":
        return Answer(503, b"", "text/plain")
    if form == "html":
        return Answer(503, b"<html><body>Over capacity</body></html>", "text/html")
    body: Json = {
        "title": "Service Unavailable", "detail": "Service Unavailable", "type": "about:blank",
        "status": 503,
    }  # fmt: skip
    return json_answer(body, 503, PROBLEM_JSON)


def spent_token(error: str) -> Answer:
    """What the token endpoint says of a refresh token that was used before."""
    body: Json = {
        "error": error, "error_description": "Value passed for the token was invalid.",
    }  # fmt: skip
    return json_answer(body, 400)


def unauthorized_client() -> Answer:
    body: Json = {
        "error": "unauthorized_client", "error_description": "Missing valid authorization header",
    }  # fmt: skip
    return json_answer(body, 401)


def compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
