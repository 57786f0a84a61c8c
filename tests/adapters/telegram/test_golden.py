from __future__ import annotations

import json
import subprocess
import sys

import pytest

from adapters.base import canonical_json, edition_parts
from adapters.telegram import Options
from adapters.telegram.render import edition
from content.meta import Meta
from tests.adapters.telegram.samples import (
    edition_of,
    faults,
    issue_of,
    payloads,
    pictures_for,
    prose,
    sections,
)
from tests.golden_files import check_golden

SAMPLES = {
    "paragraphs": "第一段，**粗体**、*强调*与`code`。\n第二行接着写。\n\n第二段  \n换行。",
    "styles": "~~旧~~ ==新== H~2~O <u>下划</u> x<sup>2</sup> **粗里有`码`也好**",
    "headings": "# 一级\n\n## 二级\n\n正文。\n\n### 三级\n\n正文。",
    "bullets": "- 一\n- 二\n    - 二之一\n    - 二之二\n- 三\n\n  三的续段",
    "numbers": "3. 三\n4. 四\n   1. 四之一\n\n   ```bash\n   ls\n   ```",
    "tasks": "- [x] 做完\n- [ ] 没做",
    "quote": "> 引文第一段。\n>\n> 第二段：\n>\n> - 一\n> - 二",
    "callout": "> [!TIP]\n> 先备份，再升级。",
    "code": "```python\ndef f(x):\n\treturn x < 1\n\n\nprint(f(0))\n```",
    "table": "| 模型 | 分数 | 备注 |\n|:--|--:|:-:|\n| 甲 | 98.5 | **好** |\n| 乙 | 9 | |",
    "table-narrow": "| 模型 | 分数 | 价 |\n|:--|--:|:-:|\n| 小舟🚀 | 98.5 | 免费 |\n"
    "| Qwen3 | 9 | `0` |",
    "quote-long": f"> {'春江潮水连海平，海上明月共潮生。' * 26}\n>\n> > 内层。\n>\n> 末句`码`。",
    "nested": "1. 甲\n    - [x] 乙\n        - 丙\n        - 丁**重**\n2. 戊",
    "small": "x<sup>2</sup> 与 H<sub>2</sub>O，19<sup>th</sup>，**a<sub>i</sub>**，y<sup>方</sup>",
    "right-to-left": "阿语 **مرحبا بالعالم** 与希伯来语 שלום (1)。\n\n"
    "| 词 | 义 |\n|---|---|\n| سلام | 和平 |",
    "formula": "能量 $E=mc^2$ 与\n\n$$\na^2+b^2=c^2\n$$",
    "links": "见[技术**报告**](https://example.org/report?a=1&b=2)、<https://example.org/plain>"
    "与[编辑部](mailto:desk@example.org)。",
    "footnotes": "甲[^a]，乙[^b]。\n\n[^a]: 甲注，见[甲](https://example.org/a)。\n\n"
    "[^b]: 乙注。\n\n    - 一\n",
    "rule": "上\n\n---\n\n下",
    "video": '<iframe src="https://www.youtube.com/embed/abc123"></iframe>',
    "card": "## 小节\n\n正文。\n\n![猫](img/cat.png)",
    "album": "## 小节\n\n正文。\n\n![](img/a.png)\n\n![](img/b.png)",
    "caption": '<figure><img src="img/cat.png"><figcaption>图注，见<a href="https://example.org/cat">'
    "原始图片页</a></figcaption></figure>",
    "linked-figure": "正文。\n\n[![](img/a.png)](https://example.org/full)",
    "inline-picture": "前 ![](img/a.png) 后",
}  # fmt: skip


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name: str) -> None:
    made = edition_of(SAMPLES[name])

    assert faults(made) == []
    check_golden(f"telegram/{name}.json", pretty(payloads(made)))


@pytest.mark.parametrize("layout", ["inline", "sections", "plates", "summary"])
def test_golden_layout(layout: str) -> None:
    meta = Meta(title="周刊 7: 小模型", tags=("AI",))
    markdown = f"导语。\n\n{sections(2, 30, 2)}\n\n## 长的一节\n\n{prose(1_100)}\n\n![](img/c.png)"

    made = edition_of(markdown, layout, meta=meta)

    assert faults(made) == []
    check_golden(f"telegram/layout-{layout}.json", pretty(payloads(made)))


def test_golden_rich() -> None:
    meta = Meta(title="周刊 7: 小模型", tags=("AI",))
    markdown = (
        "导语，*斜* **粗**，见[链接](https://a.example)与脚注[^1]。\n\n"
        "## 列表\n\n- 甲\n  1. 乙\n- [ ] 丙\n\n"
        "| 名 | 数 |\n|---|--:|\n| 丁 | 2 |\n\n> [!NOTE]\n> 戊\n\n"
        '```py\nx = 1 < 2\n```\n\n![](img/a.png "图注")\n\n[^1]: 己'
    )

    made = edition_of(markdown, "rich", meta=meta)

    check_golden("telegram/layout-rich.json", pretty(payloads(made)))


def pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def test_an_english_issue_has_english_words() -> None:
    made = edition_of("Text.\n\n[![](a.png)](https://example.org/full)", language="en")

    assert payloads(made)[0]["caption"] == "周刊 7: 小模型\nFull issue\n\nText.\n\n[fig 1]"


@pytest.mark.parametrize(
    ("markdown", "code"),
    [
        ("| a | b |\n|---|---|\n| 1 | **2** |", "table-as-rows"),
        ("$x$", "formula-as-source"),
        ("甲[^a]\n\n[^a]: 注", "footnotes-listed"),
        ("==标==", "style-plain"),
        ("x<sup>平方</sup>", "style-plain"),
        ("x<sub>q</sub>", "style-plain"),
        ("[甲`b`](https://a.example)", "style-plain"),
        ("[信](mailto:a@b.example)", "link-plain"),
        ("> 甲\n>\n> > 乙", "flattened"),
        ("上\n\n---\n\n下", "rule-dropped"),
        ("> 甲\n>\n> <details><summary>乙</summary>\n>\n> 丙\n>\n> </details>", "flattened"),
        ('<iframe src="https://www.youtube.com/embed/abc123"></iframe>', "embed-as-link"),
    ],
)
def test_every_loss_is_reported_once_with_its_line(markdown: str, code: str) -> None:
    made = edition_of(markdown)

    assert [(p.code, p.line > 0) for p in made.problems] == [(code, True)]


@pytest.mark.parametrize(
    "markdown",
    [
        "# 一\n\n**甲** *乙* ~~丙~~ `丁`\n\n- 戊\n\n> 己",
        "| 甲 | 乙 |\n|---|---|\n| 1 | `2` |",
        "<details><summary>甲</summary>\n\n乙\n\n- 丙\n\n</details>",
        "x<sup>2</sup>、H<sub>2</sub>O",
    ],
)
def test_what_telegram_can_show_is_not_called_a_loss(markdown: str) -> None:
    assert edition_of(markdown).problems == ()


def test_a_picture_that_could_not_be_converted_leaves_its_caption_and_an_open_row() -> None:
    issue = issue_of('正文。\n\n<figure><img src="gone.png"><figcaption>图注</figcaption></figure>')

    made = edition(issue, type(pictures_for(issue))(), Options())

    assert [part.kind for part in made.parts] == ["message"]
    assert payloads(made)[0]["text"].endswith("正文。\n\n图注")
    assert [(row.source, row.open) for row in made.images] == [("gone.png", True)]
    assert [problem.code for problem in made.errors] == ["picture-missing"]


def test_a_title_too_long_for_a_header_is_an_error() -> None:
    made = edition_of("正文。", meta=Meta(title="很" * 600))

    assert [problem.code for problem in made.errors] == ["title-too-long"]


def test_notes_of_passages_for_other_channels_are_left_out() -> None:
    markdown = "甲[^a]。\n\n<!-- only: x -->\n乙[^b]。\n<!-- /only -->\n\n[^a]: 注甲\n\n[^b]: 注乙"

    text = payloads(edition_of(markdown))[0]["text"]

    assert ("注甲" in text, "注乙" in text) == (True, False)


def test_rendering_twice_gives_the_same_bytes() -> None:
    markdown = "\n\n".join(SAMPLES.values())
    first, second = (edition_of(markdown) for _ in range(2))

    assert canonical_json(edition_parts(first)) == canonical_json(edition_parts(second))
    assert first.hash == second.hash


def test_rendering_needs_no_network_library() -> None:
    code = (
        "import sys; from adapters.telegram import Telegram; import adapters.telegram.render; "
        "print(sorted({'requests', 'urllib3'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
