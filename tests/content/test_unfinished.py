"""What an author began and never ended, and what shows nothing: each is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import app

WORDS = "This body is long enough to pass for a newsletter. " * 5
FIRST = 6  # the line of what is written below the words


def told(folder: Path, body: str) -> list[tuple[str, int]]:
    path = folder / "issue.md"
    front = "---\ntitle: A\ncanonical_url: https://a.example/p\n---\n"
    path.write_text(f"{front}{WORDS}\n{body}", encoding="utf-8")
    _, problems = app.check(path, app.as_found, datetime(2025, 9, 22, tzinfo=UTC))
    return [(problem.code, problem.line) for problem in problems]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("\n<!-- begun\n\n## Hidden\n", ("unclosed-comment", FIRST + 1)),
        ("\n<div>\n<!-- done -->\n<!-- begun\n\ntext\n", ("unclosed-comment", FIRST + 3)),
        ("a <!-- begun\n", ("literal-markup", FIRST - 1)),
        ("\n```py\ncode\n\n## No heading\n", ("unclosed-code", FIRST + 1)),
        ("\n~~~\ncode", ("unclosed-code", FIRST + 1)),
        ("\n> ```\n> code\n\nrest\n", ("unclosed-code", FIRST + 1)),
        ("\n````\n```\n", ("unclosed-code", FIRST + 1)),
        ("\na\x1b[3m b\n", ("broken-character", FIRST + 1)),
        ("\nlost \ufffd letter\n", ("broken-character", FIRST + 1)),
        ("\n<iframe src=javascript:x></iframe>\n", ("raw-html", FIRST + 1)),
    ],
)
def test_what_is_begun_and_not_ended_is_told(
    tmp_path: Path, body: str, code: tuple[str, int]
) -> None:
    assert code in told(tmp_path, body)


@pytest.mark.parametrize(
    "body",
    [
        "\n```\ncode\n```",
        "\n```\n```\n",
        "\n- ```\n  code\n  ```\n- b\n",
        "\n> ~~~\n> code\n> ~~~\n",
        "\n````\n```\n````\n",
        "\n{% highlight ruby %}\ncode\n{% endhighlight %}\n",
        "\n<!-- a\nb -->\n\ntext\n",
        "\n<!--->\n\ntext\n",
        "\n`<!--` is how a comment begins\n",
    ],
)
def test_what_is_ended_is_not_told(tmp_path: Path, body: str) -> None:
    assert told(tmp_path, body) == []
