"""Fixtures for all tests, and hypothesis without a stopwatch: a busy machine is no failure.

In CI the made examples are the same each time, so that a change is judged by what it changed; on a
person's machine they are new ones.
"""

import os

from hypothesis import HealthCheck, settings

from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

settings.register_profile(
    "pressrun",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=os.environ.get("CI") == "true",
)
settings.load_profile("pressrun")
