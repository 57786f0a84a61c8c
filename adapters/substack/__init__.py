"""The substack channel."""
