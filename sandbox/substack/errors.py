"""Substack's refusals, in the shapes and words of contract section 4."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Json, Refused, html_answer, json_answer

INVALID = "Invalid value"
WRONG = "Something went wrong"
SECTION = "Section not found"
CHOOSE = "Please choose a section"
FETCH = "Failed to fetch image"
STALE = "Post out of date"
SIGN_IN = "Please sign in"
CAPTCHA = "Please complete the captcha to continue"
RIGHTS = "Not authorized"
MISSING = "Resource Not Found"
BUSY = "Too many requests"
# Texts are localised; a client that searches them breaks on the first Italian account.
ITALIAN: Mapping[str, str] = {
    INVALID: "Valore non valido",
    WRONG: "Qualcosa è andato storto",
    SECTION: "Sezione non trovata",
    CHOOSE: "Scegli una sezione",
    FETCH: "Impossibile recuperare l'immagine",
    STALE: "Il post non è aggiornato",
    SIGN_IN: "Accedi per continuare",
    CAPTCHA: "Completa il captcha per continuare",
    RIGHTS: "Non autorizzato",
    MISSING: "Risorsa non trovata",
    BUSY: "Troppe richieste",
}
NO_SUCH_PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Substack</title></head>'
    "<body><h1>Page not found</h1></body></html>"
)
CHALLENGE = (
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title></head>'
    "<body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>"
)


def single(text: str, status: int = 400) -> Answer:
    return json_answer({"error": text, "type": "single"}, status)


def invalid(param: str, *value: Json, location: str = "body") -> Answer:
    """`value` is what stood there, if anything did."""
    stood = {"value": value[0]} if value else {}
    error: dict[str, Json] = {"location": location, "param": param, **stood, "msg": INVALID}
    return json_answer({"errors": [error]}, 400)


def signed_out(text: str = SIGN_IN) -> Answer:
    return json_answer({"errors": [{"msg": text}]}, 401)


def not_authorized() -> Answer:
    return json_answer({"error": RIGHTS}, 403)


def not_found() -> Answer:
    """As a publication's host says it."""
    return single(MISSING, 404)


def no_such_page() -> Answer:
    """As substack.com says it."""
    return html_answer(NO_SUCH_PAGE, 404)


def too_many() -> Answer:
    return single(BUSY, 429)


def too_many_in_text() -> Answer:
    return Answer(429, BUSY.encode(), "text/plain; charset=utf-8")


def blocked() -> Answer:
    return Answer(403, b"error code: 1010", "text/plain; charset=UTF-8")


def challenge() -> Answer:
    return html_answer(CHALLENGE, 403)


def refuse(answer: Answer) -> Refused:
    return Refused(answer)


def spoken(answer: Answer, language: str) -> Answer:
    """The same refusal in the language of the account."""
    if language == "en" or answer.status < 400 or answer.content_type != "application/json":
        return answer
    value = _translated(json.loads(answer.body))
    return replace(answer, body=json_answer(value).body)


def _translated(value: Any) -> Any:
    if isinstance(value, list):
        return [_translated(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        key: ITALIAN.get(one, one) if key in ("error", "msg") else _translated(one)
        for key, one in value.items()
    }
