"""What single programs write is told in plain Markdown; code is left as it is."""

from __future__ import annotations

import pytest

from tests.witness.dialects import as_markdown


@pytest.mark.parametrize(
    ("dialect", "source", "told"),
    [
        ("obsidian", "甲 %%私%%乙", "甲 乙"),
        ("obsidian", "甲\n%%\n私\n%%\n乙", "甲\n\n\n\n乙"),
        ("obsidian", "[[笔记|词]]与[[笔记#节]]", "词与笔记 > 节"),
        ("obsidian", "![[a.png|300]] ==亮== `==x==`", "![[a.png|300]] <mark>亮</mark> `==x==`"),
        ("obsidian", "一段。 ^b7f3a1", "一段。"),
        ("obsidian", "```\n%%x%% [[y]] $z$\n```", "```\n%%x%% [[y]] $z$\n```"),
        ("obsidian", "> ```\n> ==x==\n> ```\n> ==y==", "> ```\n> ==x==\n> ```\n> <mark>y</mark>"),
        ("hugo", "{{< highlight go >}}\nx := 1\n{{< /highlight >}}", "```go\nx := 1\n```"),
        ("hugo", '[next]({{< ref "b.md" >}})', "[next](https://a.example/b/)"),
        ("hexo", "{% codeblock lang:sql %}\nx\n{% endcodeblock %}", "```sql\nx\n```"),
        ("hexo", "{% asset_img a.png 一 图 %}", "![一 图](a.png)"),
        ("hexo", "从$5到$10，$x^2$", "从$5到$10，``x^2``"),
        ("hexo", "$$\nx\n$$\n$y$", "~~~\nx\n~~~\n``y``"),
    ],
)
def test_it_is_told_in_plain_markdown(dialect: str, source: str, told: str) -> None:
    assert as_markdown(source, dialect, {"b.md": "https://a.example/b/"}) == told
