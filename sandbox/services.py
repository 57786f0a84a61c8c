"""The one list of what the sandbox stands in for. A new service is one import and one name here."""

from __future__ import annotations

from sandbox import blog, substack, telegram, wechat, x
from sandbox.service import Service

SERVICES: tuple[Service, ...] = (
    wechat.SERVICE,
    substack.SERVICE,
    telegram.SERVICE,
    x.SERVICE,
    blog.SERVICE,
)
