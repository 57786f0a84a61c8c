"""Lines of code, however a page marks them up, are the lines of the post."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.content.importer_stage import imported

LINES = "```\nif ready:\n    go()\n```\n"


@pytest.mark.parametrize(
    "code",
    [
        "<pre><code>if ready:\n    go()\n</code></pre>",
        "<pre><code><div>if ready:</div><div>    go()</div></code></pre>",
        "<pre><code><ol><li>if ready:</li><li>    go()</li></ol></code></pre>",
        "<pre><code><div><div>if ready:</div><div>    go()</div></div></code></pre>",
        "<pre><code><table><tr>if ready:</tr><tr>    go()</tr></table></code></pre>",
        "<pre><code><i class=line>if ready:</i><i class=line>    go()</i></code></pre>",
        "<pre>if ready:<br>    go()</pre>",
    ],
)
def test_a_line_stays_a_line(tmp_path: Path, code: str) -> None:
    page = f"<html><body><article><h1>Code</h1><p>Read this.</p>{code}</article></body></html>"

    done = imported(page, tmp_path)

    assert done.path.read_text(encoding="utf-8").endswith(f"Read this.\n\n{LINES}")
