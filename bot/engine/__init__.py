"""Engines give liveness only: they see to it that a delivery is advanced again at its time."""
