from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.base import ImageRow, Phase, Pictures, canonical_json, edition_parts
from adapters.wechat import Options, WeChat
from adapters.wechat.render import render
from content.document import (
    Document,
    Embed,
    Figure,
    FootnoteRef,
    InlineImage,
    Link,
    Only,
    Paragraph,
    Text,
)
from content.markdown.tree import parse_document
from content.meta import Meta
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import (
    BLOCK,
    URL,
    article,
    content,
    edition_of,
    issue_of,
    paragraph,
    picture,
    pictures_for,
)
from tests.golden_files import check_golden

SAMPLES = {
    "paragraphs": "第一段，**粗体**、*强调*与`code`。\n第二行接着写。\n\n第二段  \n换行。",
    "styles": "~~旧~~ ==新== H~2~O <u>下划</u> x<sup>2</sup> H<sub>2</sub>O",
    "headings": "# 一级\n\n## 二级\n\n### 三级\n\n#### 四级\n\n正文。",
    "bullets": "- 一\n- 二\n    - 二之一\n    - 二之二\n- 三\n\n  三的续段",
    "numbers": "3. 三\n4. 四\n   1. 四之一\n\n10. 另一串",
    "deep": "- 一\n    - 二\n        - 三\n            - 四",
    "long-numbers": "\n".join(f"{n}. 第{n}条" for n in range(8, 12)),
    "tasks": "- [x] 做完\n- [ ] 没做",
    "quote": "> 引文第一段。\n>\n> 第二段。",
    "callout": "> [!TIP]\n> 先备份，再升级。",
    "code": "```python\ndef f(x):\n    return x < 1\n\n\nprint(f(0))\n```",
    "table": "| 模型 | 分数 | 备注 |\n|:--|--:|:-:|\n| 甲 | 98.5 | **好** |\n| 乙 | 9 | |",
    "formula": "能量 $E=mc^2$ 与\n\n$$\na^2+b^2=c^2\n$$",
    "figure": "![图里是一只猫](img/cat.png)",
    "caption": '<figure><img src="img/cat.png"><figcaption>图注，见<a href="https://example.org/cat">'
    "原始图片页</a></figcaption></figure>",
    "run": "![](img/a.png)\n\n![](img/b.png)\n\n![](img/a.png)",
    "linked-figure": "[![](img/a.png)](https://example.org/full)",
    "links": "见[完整的技术报告](https://example.org/report?a=1&b=2)、[发布](https://example.org/news)、"
    "[技术报告再看](https://example.org/report?a=1&b=2)与<https://example.org/plain>。",
    "wechat-link": "看[上一期](https://mp.weixin.qq.com/s/abc)。",
    "mail": "写信给[编辑部的同事](mailto:desk@example.org)。",
    "footnotes": "甲[^a]，乙[^b]。\n\n[^a]: 甲注，见[甲](https://example.org/a)。\n\n[^b]: 乙注。",
    "details": "<details><summary>更多</summary>\n\n折叠的内容。\n\n</details>",
    "rule": "上\n\n---\n\n下",
    "video": '<iframe src="https://www.youtube.com/embed/abc123"></iframe>',
    "escapes": '1 < 2 && "x" > `a < b & c`',
    "only": "<!-- only: wechat -->\n给公众号读者。\n<!-- /only -->\n\n"
    "<!-- only: x -->\n给别人。\n<!-- /only -->\n\n正文。",
}  # fmt: skip


def parsed(markdown: str) -> Document:
    return parse_document(markdown, file="sample.md", first_line=1, tags={})[0]


@pytest.mark.parametrize("name", SAMPLES)
def test_golden(name: str) -> None:
    made = content(edition_of(parsed(SAMPLES[name])))

    assert faults(made) == []
    check_golden(f"wechat/{name}.html", BLOCK.sub("\n", made).lstrip() + "\n")


def test_an_edition_has_uploads_a_cover_and_a_draft() -> None:
    made = edition_of(Document((Figure("a.png", 1, "猫"), Figure("b.png", 2))))

    assert [(part.key.split("/")[0], part.repeatable, part.phase) for part in made.parts] == [
        ("image", True, Phase.PREPARE),
        ("image", True, Phase.PREPARE),
        ("cover", True, Phase.PREPARE),
        ("draft", False, Phase.PREPARE),
    ]
    assert made.parts[-1].waits_for == tuple(part.key for part in made.parts[:-1])


def test_publish_mode_adds_the_public_call_at_its_time() -> None:
    made = edition_of(Document((paragraph("字"),)), Options(mode="publish"))

    last = made.parts[-1]
    assert (last.key, last.phase, last.repeatable) == ("publish", Phase.SEND, False)
    assert last.payload == {"media_id": "pressrun:ref/draft/id"}
    assert last.waits_for == ("draft",)


def test_the_article_holds_what_stands_around_the_text() -> None:
    meta = Meta(title="周刊 7: 小模型", values={"description": "一句话。"})

    made = article(edition_of(Document((paragraph("字"),)), Options(author="编辑部"), meta=meta))

    key = hashlib.sha256(b"title card").hexdigest()[:8]
    assert {name: value for name, value in made.items() if name != "content"} == {
        "article_type": "news",
        "title": "周刊 7: 小模型",
        "author": "编辑部",
        "digest": "一句话。",
        "content_source_url": URL,
        "thumb_media_id": f"pressrun:ref/cover/{key}/id",
        "pic_crop_235_1": "0_0.117021_1_0.882979",
        "pic_crop_1_1": "0_0_0.555556_1",
        "need_open_comment": 0,
        "only_fans_can_comment": 0,
    }


def test_two_sources_of_equal_bytes_share_an_upload() -> None:
    issue = issue_of(Document((Figure("a.png", 1), Figure("copy.png", 2))))
    pictures = pictures_for(issue)
    twin = replace(picture("a.png"), source="copy.png")
    rows = {**pictures.rows, ("image", "copy.png"): twin}

    made = render(issue, Pictures(rows=rows), Options())

    assert [part.kind for part in made.parts] == ["image", "cover", "draft"]
    assert content(made).count(f"{made.parts[0].key}/url") == 2


def test_a_picture_that_could_not_be_converted_leaves_its_caption_and_an_open_row() -> None:
    document = Document((Figure("gone.png", 4, caption=(Text("图注"),)),))
    issue = issue_of(document)
    cover = {key: row for key, row in pictures_for(issue).rows.items() if key[0] == "cover"}

    made = render(issue, Pictures(rows=cover), Options())

    assert "<img" not in content(made)
    assert "图注" in content(made)
    assert made.images[0] == ImageRow("gone.png", "", "", "", "", 4, open=True)
    assert [problem.code for problem in made.errors] == ["picture-missing"]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (Embed("youtube", "https://youtu.be/x", 5), "embed-as-link"),
        (Paragraph((Link("https://example.org/", (Text("站点"),), line=5),), 5), "links-numbered"),
        (Paragraph((Link("tel:1", (Text("电话"),), line=5),), 5), "link"),
    ],
)  # fmt: skip
def test_what_is_shown_otherwise_is_reported(block: Paragraph, code: str) -> None:
    made = edition_of(Document((block,)))

    assert code in {problem.code for problem in made.problems}


def test_a_link_without_a_usable_address_keeps_its_text() -> None:
    made = content(edition_of(Document((Paragraph((Link("tel:1", (Text("电话"),)),), 1),))))

    assert "电话" in made
    assert "tel:" not in made


def test_an_inline_picture_stands_in_its_line() -> None:
    block = Paragraph((Text("前"), InlineImage("a.png", "标"), Text("后")), 1)

    made = content(edition_of(Document((block,))))

    assert 'alt="标">后</p>' in made
    assert "前<img " in made


def test_notes_beyond_fifty_are_numbered_plainly() -> None:
    made = content(edition_of(Document((Paragraph((FootnoteRef(50), FootnoteRef(51)), 1),))))

    assert "㊿" in made
    assert "(51)" in made


def test_a_byline_that_is_too_long_is_an_error_with_the_count() -> None:
    made = edition_of(Document((paragraph("字"),)), Options(author="很" * 17))

    (problem,) = made.errors
    assert (problem.code, "17" in problem.message) == ("author-too-long", True)
    assert "author" not in article(made)


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="Choose one of: ink"):
        Options(theme="neon")


def test_an_unknown_address_is_reported_and_left_out() -> None:
    made = edition_of(Document((paragraph("字"),)), canonical_url=None)

    assert "content_source_url" not in article(made)
    assert "no-source-url" in {problem.code for problem in made.problems}


def test_an_english_issue_lists_references() -> None:
    link = Link("https://example.org/", (Text("the home page"),))

    made = content(edition_of(Document((Paragraph((link,), 1),)), language="en"))

    assert "<strong>References</strong>" in made


def test_sections_for_other_channels_are_left_out() -> None:
    document = Document((Only(("x",), (paragraph("别处"),), 1), paragraph("这里")))

    made = content(edition_of(document))

    assert ("别处" in made, "这里" in made) == (False, True)


def test_an_issue_with_nothing_for_wechat_is_an_error() -> None:
    made = edition_of(Document((Only(("x",), (paragraph("别处"),), 1),)))

    assert [problem.code for problem in made.errors] == ["wechat-empty"]


def test_rendering_twice_gives_the_same_bytes() -> None:
    first = edition_of(parsed("\n\n".join(SAMPLES.values())))
    second = edition_of(parsed("\n\n".join(SAMPLES.values())))

    assert canonical_json(edition_parts(first)) == canonical_json(edition_parts(second))
    assert first.hash == second.hash


def test_an_edition_is_plain_json() -> None:
    made = edition_parts(edition_of(parsed(SAMPLES["figure"])))

    assert json.loads(canonical_json(made)) == made


def test_rendering_needs_no_network_library(tmp_path: Path) -> None:
    code = (
        "import sys; from adapters.wechat import WeChat, Options; import adapters.wechat.render; "
        "print(sorted({'requests', 'urllib3', 'lxml.html'} & sys.modules.keys()))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_preparing_sets_a_title_card_where_no_picture_fits(tmp_path: Path) -> None:
    channel = WeChat(Options(), {}, lambda _: b"", picture_cache=tmp_path)

    pictures = channel.prepare(issue_of(Document((paragraph("字"),))))

    card = pictures.get("cover", "title card")
    assert card is not None
    assert card.media is not None
    assert pictures.blobs[card.media.sha256].startswith(b"\x89PNG")
