"""What `--sandbox` changes: every base address points at the stand-ins, with their credentials.

Nothing else in an adapter knows the sandbox. The names below are the stand-ins' own defaults.
"""

from __future__ import annotations

from typing import Any

from config.settings import Settings

SECRETS = {
    "telegram": {"token": "1000000001:sandbox-token"},
    "substack": {"cookie": "s%3Asandbox"},
    "wechat": {"secret": "sandbox-secret"},
    "x": {
        "api_key": "sandbox-api-key",
        "api_secret": "sandbox-api-secret",
        "access_token": "1001-sandbox-access-token",
        "access_secret": "sandbox-access-secret",
    },
}


def options(url: str) -> dict[str, dict[str, Any]]:
    """Each channel's bases and account at a sandbox that answers at `url`."""
    return {
        "telegram": {
            "api": f"{url}/telegram",
            "web": f"{url}/telegram",
            "chat": "@pressrun_sandbox",
            "operator": "4242",
        },
        "substack": {
            "api": f"{url}/substack/account",
            "web": f"{url}/substack/pub",
            "publication": "sandbox",
        },
        "wechat": {
            "api": f"{url}/wechat/cgi-bin",
            "web": f"{url}/",  # the page of all feeds: a draft has no address of its own
            "app_id": "wx-sandbox",
        },
        "x": {"api": f"{url}/x", "web": f"{url}/x"},
    }


def in_sandbox(settings: Settings, url: str) -> Settings:
    """The settings with every address and account replaced by the sandbox's, also of channels that
    they do not name: the command line may."""
    places = options(url)
    channels = {key: {**settings.channels.get(key, {}), **places[key]} for key in places}
    return settings.model_copy(update={"channels": channels})
