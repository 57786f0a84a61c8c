"""The issue: one Markdown file, read once into a typed document. Pure: no network, no clock."""
