"""A rehearsal never reaches the services, whatever the settings and the command line say."""

from __future__ import annotations

from adapters import CHANNELS
from config.sandbox import in_sandbox
from config.settings import Settings

URL = "http://127.0.0.1:8717"


def test_channels_that_the_settings_do_not_name_are_led_to_the_sandbox_too() -> None:
    settings = in_sandbox(Settings.model_validate({"channels": {"telegram": {}}}), URL)

    addresses = {key: settings.channels[key]["api"] for key in CHANNELS}
    assert [key for key, address in addresses.items() if not address.startswith(URL)] == []
