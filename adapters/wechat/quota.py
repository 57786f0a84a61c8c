"""What is left of the day's calls, as openapi/quota/get tells it. Asking spends none of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.base import Json
from adapters.wechat.api import Api
from adapters.wechat.spec import Options

if TYPE_CHECKING:
    import requests

# Calls of each mode that have a quota which a busy day could spend.
COUNTED: Mapping[str, tuple[str, ...]] = {
    "draft": ("draft/add",),
    "publish": ("draft/add", "freepublish/submit", "freepublish/get"),
}


@dataclass(frozen=True, slots=True)
class Quota:
    """Of one call, today. `limit` is 0 where none is told; `at` is WeChat's clock."""

    name: str
    limit: int
    left: int
    at: datetime | None


def read_quotas(options: Options, secret: str, session: requests.Session) -> tuple[Quota, ...]:
    """Of every call that an article takes. Raises NotAllowed, Rejected or TryLater."""
    api = Api(options.api, options.app_id, secret, session)
    return tuple(_quota(api, name) for name in COUNTED[options.mode])


def _quota(api: Api, name: str) -> Quota:
    found, at = api.timed("openapi/quota/get", {"cgi_path": f"/cgi-bin/{name}"})
    told = found.get("quota")
    quota = told if isinstance(told, dict) else {}
    return Quota(name, _number(quota.get("daily_limit")), _number(quota.get("remain")), at)


def _number(value: Json) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
