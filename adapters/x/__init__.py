"""The x channel."""
