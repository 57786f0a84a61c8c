"""Languages of code by the names of highlight.js, which the editor knows."""

from __future__ import annotations

PLAIN = "plaintext"
NAMES = {
    "c#": "csharp", "c++": "cpp", "cc": "cpp", "cjs": "javascript", "console": "shell",
    "cs": "csharp", "docker": "dockerfile", "golang": "go", "h": "c", "hpp": "cpp", "hs": "haskell",
    "html": "xml", "jinja": "django", "js": "javascript", "jsonc": "json", "jsx": "javascript",
    "kt": "kotlin", "make": "makefile", "md": "markdown", "mjs": "javascript", "none": PLAIN,
    "objc": "objectivec", "patch": "diff", "pl": "perl", "postgres": "pgsql", "ps1": "powershell",
    "py": "python", "py3": "python", "python3": "python", "rb": "ruby", "rs": "rust", "sh": "bash",
    "shell-session": "shell", "svg": "xml", "tex": "latex", "text": PLAIN, "toml": "ini",
    "ts": "typescript", "tsx": "typescript", "txt": PLAIN, "vb": "vbnet", "yml": "yaml",
    "zsh": "bash",
}  # fmt: skip


def code_language(word: str) -> str:
    """A fence's first word as highlight.js names it; a word it does not know shows plain."""
    name = word.lower()
    return NAMES.get(name, name or PLAIN)
