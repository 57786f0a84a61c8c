"""WeChat's answers: always HTTP 200, no charset, and errors that end in a rid."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping

from sandbox.exchange import Answer, Json, Refused, json_answer

# The texts are those of the contract, sections 2 to 4; where it has none, the official code list's.
TEXTS: Mapping[int, str] = {
    -1: "system error",
    40001: "invalid credential, access_token is invalid or not latest",
    40002: "invalid grant_type",
    40004: "invalid media type",
    40005: "invalid file type",
    40006: "invalid media size",
    40007: "invalid media_id",
    40009: "invalid image size",
    40013: "invalid appid",
    40014: "invalid access_token",
    40033: "invalid charset. please check your request, if include \\uxxxx will create fail!",
    40035: "bad parameters",
    40113: "unsupported file type",
    40114: "invalid index value",
    40118: "invalid media_id size",
    40125: "invalid appsecret",
    40137: "invalid image format",
    40227: "empty title",
    40243: "appsecret has been frozen",
    41001: "access_token missing",
    41002: "appid missing",
    41004: "appsecret missing",
    41005: "media data missing",
    41006: "media_id missing",
    41039: "invalid content_source_url",
    42001: "access_token expired",
    43001: "require GET method",
    43002: "require POST method",
    44002: "empty post data",
    44003: "empty news data",
    44004: "empty content",
    45001: "media size out of limit",
    45002: "content size out of limit",
    45003: "title size out of limit",
    45004: "description size out of limit",
    45005: "url size out of limit",
    45008: "article size out of limit",
    45009: "reach max api daily quota limit",
    45011: "api minute-quota reach limit mustslower retry next minute",
    45110: "author size out of limit",
    45166: "invalid content",
    47001: "data format error",
    48001: "api unauthorized",
    48006: "forbid to clear quota because of reaching the limit",
    50004: "token api forbidden",
    50007: "account frozen",
    53500: "发布功能被封禁",
    53501: "请勿频繁请求",
    53502: "Publish ID 无效",
    53503: "草稿未通过发布检查",
    53504: "需前往公众平台官网使用草稿",
    53505: "请手动保存成功后再发表",
    53600: "Article ID 无效",
    88000: "without comment privilege",
    89503: "this ip is not in whitelist, needs administrator confirmation",
    89506: "this ip was refused by the administrator, do not call for 24 hours",
    89507: "this ip was refused by the administrator, do not call for 1 hour",
    9001002: "backend unavailable",
}


def rid() -> str:
    """`60196b9b-4c5ba79c-066b49c8`: the time, then two random words, in hex."""
    return f"{int(time.time()):08x}-{secrets.token_hex(4)}-{secrets.token_hex(4)}"


def say(value: Json) -> Answer:
    return json_answer(value, content_type="text/plain")


def ok(**more: Json) -> Answer:
    return say({"errcode": 0, "errmsg": "ok", **more})


def refusal(code: int, text: str | None = None) -> Answer:
    text = TEXTS[code] if text is None else text
    return say({"errcode": code, "errmsg": f"{text} rid: {rid()}"})


def refused(code: int, text: str | None = None) -> Refused:
    return Refused(refusal(code, text))


def not_in_whitelist(ip: str) -> Answer:
    return refusal(40164, f"invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist")
