"""Releases: what was approved, and how it goes out exactly once."""
