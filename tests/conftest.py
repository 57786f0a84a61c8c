"""Fixtures for all tests, and hypothesis without a stopwatch: a busy machine is no failure."""

from hypothesis import HealthCheck, settings

from tests.postgres import postgres_server, postgres_url

__all__ = ["postgres_server", "postgres_url"]

settings.register_profile("pressrun", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("pressrun")
