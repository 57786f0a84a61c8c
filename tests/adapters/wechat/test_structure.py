"""The linter finds what the contract forbids, and nothing in an article that holds everything."""

from __future__ import annotations

import pytest

from adapters.wechat.theme import RUNGS, THEMES, Rung
from content.document import Document
from content.markdown.tree import parse_document
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import BLOCK, written
from tests.golden_files import check_golden

EVERYTHING = """\
# 一级

正文**粗体**与*强调*，`a b`、~~旧~~、==新==、x<sup>2</sup>[^n]和[报告全文](https://example.org/r)。

![图](img/a.png)

- 一
    1. 一之一

      ```sh
      run --now
      ```

  > 引文里的引文

- 二 ![](img/b.png)

> [!WARNING]
> 小心。
>
> - 列表

| 甲 | 乙 |
|---|--:|
| 1 | `2 3` |

---

<details><summary>更多</summary>

<figure><img src="img/c.png"><figcaption>图注</figcaption></figure>

</details>

[^n]: 注，见[上期](https://mp.weixin.qq.com/s/abc)。
"""

BROKEN = {
    "<section><div>x</div></section>": "div: tag",
    "<section><ul><li>x</li></ul></section>": "ul: tag",
    '<section><p class="x">x</p></section>': "p: attribute class",
    '<section><p style="width:300px">x</p></section>': "p: css width:300px",
    '<section><p style="font-family:serif">x</p></section>': "p: css font-family",
    '<section><p style="position:fixed">x</p></section>': "p: css position",
    '<section><p style="text-align:start">x</p></section>': "p: css text-align:start",
    '<section><p style="line-height:0">x</p></section>': "p: css line-height:0",
    '<section><img src="https://example.org/a.png" data-w="10"></section>': (
        "img: a picture from elsewhere"
    ),
    '<section><img src="https://mmbiz.qpic.cn/a"></section>': "img: no natural width",
    '<section><img src="https://mmbiz.qpic.cn/b" data-w="9"></section>': "img: no words",
    '<section><a href="https://example.org/">x</a></section>': "a: a link out of WeChat",
    '<section><pre style="white-space:pre-wrap">a b</pre></section>': (
        "pre: a newline or space that the editor trims"
    ),
    "<section><pre>a</pre></section>": "pre: lines that do not wrap",
    "<section><p>x</p>\n</section>": "white space around a block",
    "<section>" * 11 + "x" + "</section>" * 11: "section: nested too deeply",
    "<section><section></section></section>": "section: empty",
    "<p>x</p>": "the outermost element is not a section",
}


def everything() -> Document:
    return parse_document(EVERYTHING, file="all.md")[0]


@pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: f"rung-{rung.number}")
def test_an_article_with_everything_breaks_no_rule(rung: Rung) -> None:
    assert faults(written(everything(), rung)) == []


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("rung", RUNGS[::3], ids=["full", "plainer"])
def test_golden_theme(theme: str, rung: Rung) -> None:
    made = written(everything(), rung, theme)

    check_golden(f"wechat/theme-{theme}-{rung.number}.html", BLOCK.sub("\n", made).lstrip() + "\n")


@pytest.mark.parametrize(("html", "fault"), BROKEN.items())
def test_the_linter_names_what_is_forbidden(html: str, fault: str) -> None:
    assert fault in faults(html)


@pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: f"rung-{rung.number}")
def test_an_author_writes_no_blanks(rung: Rung) -> None:
    words = r"100%> of <%style:h1:%\> and `<%gap:%>` at 5%"

    html = written(Document(parse_document(words, file="", first_line=1, tags={})[0].blocks), rung)

    assert "100%&gt; of &lt;%style:h1:%&gt; and <code" in html
    assert ">&lt;%gap:%&gt;</code> at 5%<" in html
