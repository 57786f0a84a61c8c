"""The one list of what the sandbox stands in for. A new service is one import and one name here."""

from __future__ import annotations

from sandbox import blog, telegram, wechat, x
from sandbox.service import Service

SERVICES: tuple[Service, ...] = (wechat.SERVICE, telegram.SERVICE, x.SERVICE, blog.SERVICE)
