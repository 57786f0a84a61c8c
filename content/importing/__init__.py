"""A page of another service back to canonical Markdown, and the proof that no word was lost."""
