"""Markdown as newsletters really write it, parsed into the document tree."""
