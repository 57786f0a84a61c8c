"""Hexo's own tags become Markdown; the pictures of a post lie in a folder of its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from content.document import CodeBlock, Figure, Heading, Link, Paragraph, walk
from content.hexo import as_markdown
from content.issue import Issue, load_issue
from tests.adapters.drawn import saved

CONFIG = "url: https://x.test/blog\nroot: /blog/\ntimezone: Asia/Shanghai\n"
POST = """\
---
title: 周刊 12
date: 2026-11-23 07:30:00
tags:
- 机器人
---
开头一段，讲机器人怎样让路，见 {% post_link weekly-11 上一期 %}。

<!-- more -->

{% asset_img corridor.png 走廊里的两台机器人 %}

![门](door.png)

![标志](/img/logo.png)

{% codeblock lang:python %}
print("{% raw %}")
{% endcodeblock %}

## 完
"""


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("{% asset_img a.png %}", "![](<a.png>)"),
        ("{% asset_img left big a.png 300 200 In the corridor %}", "![In the corridor](<a.png>)"),
        ("""{% asset_img a.png "Title 'what it shows'" %}""", '![what it shows](<a.png> "Title")'),
        ("{% img /img/a.jpg auto 200 '说明' %}", "![说明](</img/a.jpg>)"),
        ("{% asset_img a.png a [b] *c* %}", r"![a \[b\] \*c\*](<a.png>)"),
        ("{% asset_img %}", "{% asset_img %}"),
        ("{% asset_img not-a-picture %}", "{% asset_img not-a-picture %}"),
        ("{% post_link a/b %}", "[a/b](</source/_posts/a/b.md>)"),
        ("{% post_link b 'The other one' true %}", "[The other one](</source/_posts/b.md>)"),
        ("`{% post_link b %}`", "`{% post_link b %}`"),
        ("```\n{% post_link b %}\n```", "```\n{% post_link b %}\n```"),
        ("{% code lang:js %}\n`a`\n{% endcode %}", "```js\n`a`\n```"),
        ("{% codeblock %}\n```\n{% endcodeblock %}", "````\n```\n````"),
        ("{% codeblock A title lang:js %}\na\n{% endcodeblock %}",
         "{% codeblock A title lang:js %}\na\n{% endcodeblock %}"),
        ("{% unknown a %}", "{% unknown a %}"),
        ("100 {% of it", "100 {% of it"),
    ],
)  # fmt: skip
def test_tags_become_markdown_and_code_stays(source: str, left: str) -> None:
    assert as_markdown(source, "source/_posts") == left


def lay_out(root: Path) -> Issue:
    posts = root / "source" / "_posts"
    (posts / "weekly-12").mkdir(parents=True)
    (root / "source" / "img").mkdir()
    (root / "_config.yml").write_text(CONFIG, "utf-8")
    (posts / "weekly-12.md").write_text(POST, "utf-8")
    (posts / "weekly-11.md").write_text(
        "---\ntitle: 周刊 11\ndate: 2026-11-16\n---\n正文\n", "utf-8"
    )
    for name in ("_posts/weekly-12/corridor.png", "_posts/weekly-12/door.png", "img/logo.png"):
        (root / "source" / name).write_bytes(saved(Image.new("RGB", (40, 20)), "PNG"))
    return load_issue(posts / "weekly-12.md")


def test_a_post_of_hexo_is_read_with_its_address_and_pictures(tmp_path: Path) -> None:
    issue = lay_out(tmp_path)

    assert issue.problems == ()
    assert issue.canonical_url == "https://x.test/blog/2026/11/23/weekly-12/"
    assert issue.meta.tags == ("机器人",)
    assert {source: asset.path for source, asset in issue.assets.items()} == {
        "corridor.png": tmp_path / "source/_posts/weekly-12/corridor.png",
        "door.png": tmp_path / "source/_posts/weekly-12/door.png",
        "/img/logo.png": tmp_path / "source/img/logo.png",
    }


def test_its_tags_keep_their_lines_and_links_lead_to_the_other_post(tmp_path: Path) -> None:
    blocks = lay_out(tmp_path).document.blocks

    first = blocks[0]
    assert isinstance(first, Paragraph)
    assert [child.href for child in first.children if isinstance(child, Link)] == [
        "https://x.test/blog/2026/11/16/weekly-11/"
    ]
    assert [(b.source, b.line, b.alt) for b in walk(blocks) if isinstance(b, Figure)] == [
        ("corridor.png", 11, "走廊里的两台机器人"),
        ("door.png", 13, "门"),
        ("/img/logo.png", 15, "标志"),
    ]
    assert CodeBlock('print("{% raw %}")', 17, "python") in blocks
    assert [b.line for b in blocks if isinstance(b, Heading)] == [21]
