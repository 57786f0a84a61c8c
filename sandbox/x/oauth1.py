"""OAuth 1.0a, the receiving side (RFC 5849): what was signed, and if the signature is right."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, unquote

from sandbox.exchange import Request

PARAMETER = re.compile(r'^\s*([A-Za-z_]+)="([^"]*)"\s*$')
REQUIRED = (
    "oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_timestamp", "oauth_signature",
    "oauth_signature_method",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """The decoded parameters of an `Authorization: OAuth` header, and all that the signature
    covers beside the method and the address."""

    consumer_key: str
    token: str
    nonce: str
    timestamp: int
    signature: str
    covered: tuple[tuple[str, str], ...]


def read_signed(request: Request) -> Signed | None:
    """None when the header is not a complete HMAC-SHA1 signature of version 1.0."""
    named = _header_parameters(request.headers.get("authorization", ""))
    if named is None or any(not named.get(name) for name in REQUIRED):
        return None
    if named["oauth_signature_method"] != "HMAC-SHA1" or named.get("oauth_version", "1.0") != "1.0":
        return None
    if not re.fullmatch(r"[0-9]{1,12}", named["oauth_timestamp"]):
        return None
    beside = [(k, v) for k, v in named.items() if k not in ("realm", "oauth_signature")]
    return Signed(
        consumer_key=named["oauth_consumer_key"],
        token=named["oauth_token"],
        nonce=named["oauth_nonce"],
        timestamp=int(named["oauth_timestamp"]),
        signature=named["oauth_signature"],
        covered=(*beside, *request.query.items(), *_form_pairs(request)),
    )


def is_signed_with(signed: Signed, request: Request, api_secret: str, token_secret: str) -> bool:
    return any(
        hmac.compare_digest(
            signature(request.method, uri, signed.covered, api_secret, token_secret).encode(),
            signed.signature.encode(),
        )
        for uri in _addresses(request)
    )


def signature(
    method: str,
    uri: str,
    parameters: Iterable[tuple[str, str]],
    api_secret: str,
    token_secret: str,
) -> str:
    """The base64 of the HMAC-SHA1 over the signature base string."""
    pairs = sorted((_quoted(name), _quoted(value)) for name, value in parameters)
    normalized = "&".join(f"{name}={value}" for name, value in pairs)
    base = "&".join((method.upper(), _quoted(uri), _quoted(normalized)))
    key = f"{_quoted(api_secret)}&{_quoted(token_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()


def _header_parameters(header: str) -> dict[str, str] | None:
    scheme, _, rest = header.partition(" ")
    found = [PARAMETER.match(piece) for piece in rest.split(",")]
    if scheme.lower() != "oauth" or not all(found):
        return None
    pairs = [(match[1], unquote(match[2])) for match in found if match]
    return dict(pairs) if len({name for name, _ in pairs}) == len(pairs) else None


def _form_pairs(request: Request) -> list[tuple[str, str]]:
    """Only a form-encoded body is signed; JSON and multipart are not."""
    if request.content_type != "application/x-www-form-urlencoded":
        return []
    return parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)


def _addresses(request: Request) -> tuple[str, ...]:
    """The address as the client saw it. Behind a proxy a service's own host was https to it."""
    host = request.headers.get("host", "").lower()
    if request.own_host is None:
        return (f"http://{host.removesuffix(':80')}{_path(request.path)}",)
    path = _path(request.path.removeprefix("/x"))
    name = host.removesuffix(":80").removesuffix(":443")
    return (f"https://{name}{path}", f"http://{name}{path}")


def _path(path: str) -> str:
    return quote(path, safe="/-._~")


def _quoted(text: str) -> str:
    return quote(text, safe="-._~")
