"""What an author can write, in English and in Chinese, and what a reader has to see of it.

`text` is the visible text of the sample, written down by hand in the pieces between which a channel
may put marks of its own; together they are all of it. `own` are those of the node itself, where
others stand around it. What nobody is to read stands in `hidden`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Sample(NamedTuple):
    markdown: str
    text: tuple[str, ...]
    own: tuple[str, ...]
    hidden: tuple[str, ...] = ()


Pair = tuple[Sample, Sample]
Words = tuple[str, ...]


def _both(english: str, chinese: str, text: Words, texts: Words) -> Pair:
    """All of the text is the node's own; in a run of three pieces, the middle one."""
    return Sample(english, text, _own(text)), Sample(chinese, texts, _own(texts))


def _last(english: str, chinese: str, text: Words, texts: Words) -> Pair:
    """The last piece is the node's own."""
    return Sample(english, text, text[-1:]), Sample(chinese, texts, texts[-1:])


def _all(english: str, chinese: str, text: Words, texts: Words) -> Pair:
    return Sample(english, text, text), Sample(chinese, texts, texts)


def _own(text: Words) -> Words:
    return text[1:2] if len(text) == 3 else text


def _amid(english: str, chinese: str, own: Words, owns: Words, hidden: Words = ()) -> Pair:
    """Between two paragraphs, so that the part has words of its own whatever becomes of it."""
    above, below = "The words above it, at some length.", "The words below it, at some length."
    up, down = "上面的一段普通文字，写得稍长一些。", "下面的一段普通文字，写得稍长一些。"
    return (
        Sample(f"{above}\n\n{english}\n\n{below}", (above, *own, below), own, hidden),
        Sample(f"{up}\n\n{chinese}\n\n{down}", (up, *owns, down), owns, hidden),
    )


# --- inline -----------------------------------------------------------------------------------

RUNS: Mapping[str, Pair] = {
    "plain text": _both(
        "Plain words of a sentence, to the end.",
        "这是一句普通的话，到句号为止。",
        ("Plain words of a sentence, to the end.",),
        ("这是一句普通的话，到句号为止。",),
    ),
    "strong": _both(
        "The team has **bold words** in a sentence.",
        "团队发布了**重点（内容）**在这句话里。",
        ("The team has", "bold words", "in a sentence."),
        ("团队发布了", "重点（内容）", "在这句话里。"),
    ),
    "emphasis": _both(
        "The team has *leaning words* in a sentence.",
        "团队发布了*强调（内容）*在这句话里。",
        ("The team has", "leaning words", "in a sentence."),
        ("团队发布了", "强调（内容）", "在这句话里。"),
    ),
    "struck out": _both(
        "The team has ~~struck words~~ in a sentence.",
        "团队发布了~~删去的内容~~在这句话里。",
        ("The team has", "struck words", "in a sentence."),
        ("团队发布了", "删去的内容", "在这句话里。"),
    ),
    "highlighted": _both(
        "The team has <mark>marked words</mark> in a sentence.",
        "团队发布了<mark>高亮的内容</mark>在这句话里。",
        ("The team has", "marked words", "in a sentence."),
        ("团队发布了", "高亮的内容", "在这句话里。"),
    ),
    "underlined": _both(
        "The team has <u>underlined words</u> in a sentence.",
        "团队发布了<u>下划线内容</u>在这句话里。",
        ("The team has", "underlined words", "in a sentence."),
        ("团队发布了", "下划线内容", "在这句话里。"),
    ),
    "raised": _both(
        "An area of 25 m<sup>2</sup> is enough for it.",
        "二十五平方米写作 25 m<sup>2</sup>，已经足够。",
        ("An area of 25 m", "2", "is enough for it."),
        ("二十五平方米写作 25 m", "2", "，已经足够。"),
    ),
    "raised, other letters": _both(
        "The name<sup>é</sup> of it stays in the sentence.",
        "这个名称<sup>注</sup>仍然留在句子里面。",
        ("The name", "é", "of it stays in the sentence."),
        ("这个名称", "注", "仍然留在句子里面。"),
    ),
    "lowered": _both(
        "A glass of H<sub>2</sub>O is enough for it.",
        "水的分子式是 H<sub>2</sub>O，人人都知道。",
        ("A glass of H", "2", "O is enough for it."),
        ("水的分子式是 H", "2", "O，人人都知道。"),
    ),
    "lowered, other letters": _both(
        "The name<sub>é</sub> of it stays in the sentence.",
        "这个名称<sub>注</sub>仍然留在句子里面。",
        ("The name", "é", "of it stays in the sentence."),
        ("这个名称", "注", "仍然留在句子里面。"),
    ),
    "code": _both(
        "Run `make test -j2` before you send it.",
        "发送之前先运行`make test -j2`这条命令。",
        ("Run", "make test -j2", "before you send it."),
        ("发送之前先运行", "make test -j2", "这条命令。"),
    ),
    "formula": _both(
        "The energy is $E = mc^2$ for every body.",
        "物体的能量是 $E = mc^2$ 这个公式。",
        ("The energy is", "E = mc^2", "for every body."),
        ("物体的能量是", "E = mc^2", "这个公式。"),
    ),
    "link": _both(
        "The team published [a long report](https://reports.example.org/a) about it.",
        "团队今天发布了[一份完整的报告](https://reports.example.org/a)供大家阅读。",
        ("The team published", "a long report", "about it."),
        ("团队今天发布了", "一份完整的报告", "供大家阅读。"),
    ),
    "link to a WeChat article": _both(
        "The team published [a long report](https://mp.weixin.qq.com/s/abc) about it.",
        "团队今天发布了[一份完整的报告](https://mp.weixin.qq.com/s/abc)供大家阅读。",
        ("The team published", "a long report", "about it."),
        ("团队今天发布了", "一份完整的报告", "供大家阅读。"),
    ),
    "address": _both(
        "Everything about it is here: <https://reports.example.org/a>",
        "全部内容都在这里：https://reports.example.org/a",
        ("Everything about it is here:", "https://reports.example.org/a"),
        ("全部内容都在这里：", "https://reports.example.org/a"),
    ),
    "mail address": _both(
        "Write to [the whole team](mailto:team@example.org) about it.",
        "来信请写给[整个编辑团队](mailto:team@example.org)，谢谢大家。",
        ("Write to", "the whole team", "about it."),
        ("来信请写给", "整个编辑团队", "，谢谢大家。"),
    ),
    "footnote": _last(
        "The claim of the team has a note[^1] to it.\n\n[^1]: The words of the note.",
        "团队的说法后面有一条脚注[^1]作为补充。\n\n[^1]: 这是脚注的全部内容。",
        ("The claim of the team has a note", "to it.", "The words of the note."),
        ("团队的说法后面有一条脚注", "作为补充。", "这是脚注的全部内容。"),
    ),
    "hard break": _both(
        "The first line of the verse\\\nthe second line of the verse.",
        "第一行诗写在这里的上面\\\n第二行诗写在这里的下面。",
        ("The first line of the verse", "the second line of the verse."),
        ("第一行诗写在这里的上面", "第二行诗写在这里的下面。"),
    ),
    "picture in text": _both(
        "The words before it ![a chart](/img/one.png) and the words behind it.",
        "图片前面的一些文字 ![图表](/img/one.png) 图片后面的一些文字。",
        ("The words before it", "and the words behind it."),
        ("图片前面的一些文字", "图片后面的一些文字。"),
    ),
    "emoji": _both(
        "A thread 🧵 of the family 👨‍👩‍👧 and **bold 🚀 words** in it.",
        "表情🧵还有家庭👨‍👩‍👧与**重点🚀内容**都在这里。",
        ("A thread 🧵 of the family 👨‍👩‍👧 and", "bold 🚀 words", "in it."),
        ("表情🧵还有家庭👨‍👩‍👧与", "重点🚀内容", "都在这里。"),
    ),
    "right-to-left": _both(
        "The greeting שלום עולם means hello, and **مرحبا** does too.",
        "希伯来语的问候שלום עולם意思是你好，**مرحبا**也是一样。",
        ("The greeting שלום עולם means hello, and", "مرحبا", "does too."),
        ("希伯来语的问候שלום עולם意思是你好，", "مرحبا", "也是一样。"),
    ),
    "mention": _both(
        "Thanks to @someone for the words of this part.",
        "感谢 @someone 为这一部分提供的文字。",
        ("Thanks to", "@someone", "for the words of this part."),
        ("感谢", "@someone", "为这一部分提供的文字。"),
    ),
    "hashtag": _both(
        "More of it stands under #topic on every channel.",
        "更多内容可以在 #话题 这个标签下面找到。",
        ("More of it stands under #topic on every channel.",),
        ("更多内容可以在 #话题 这个标签下面找到。",),
    ),
}

# --- blocks -----------------------------------------------------------------------------------

BLOCKS: Mapping[str, Pair] = {
    "paragraph": _both(
        "The first paragraph of the part.\n\nThe second paragraph of the part.",
        "这一部分的第一个段落在这里。\n\n这一部分的第二个段落在这里。",
        ("The first paragraph of the part.", "The second paragraph of the part."),
        ("这一部分的第一个段落在这里。", "这一部分的第二个段落在这里。"),
    ),
    "heading": _both(
        "\n\n".join(f"{'#' * n} Level {n}\n\nWords below level {n} of it." for n in range(1, 7)),
        "\n\n".join(f"{'#' * n} 第{n}级\n\n这是第{n}级标题下面的文字。" for n in range(1, 7)),
        tuple(w for n in range(1, 7) for w in (f"Level {n}", f"Words below level {n} of it.")),
        tuple(w for n in range(1, 7) for w in (f"第{n}级", f"这是第{n}级标题下面的文字。")),
    ),
    "bullets": _both(
        "- The first item of the list.\n- The second item of the list.",
        "- 列表里面的第一个项目。\n- 列表里面的第二个项目。",
        ("The first item of the list.", "The second item of the list."),
        ("列表里面的第一个项目。", "列表里面的第二个项目。"),
    ),
    "numbers": _both(
        "3. The first item of the list.\n4. The second item of the list.",
        "3. 列表里面的第一个项目。\n4. 列表里面的第二个项目。",
        ("The first item of the list.", "The second item of the list."),
        ("列表里面的第一个项目。", "列表里面的第二个项目。"),
    ),
    "tasks": _both(
        "- [x] The first item is done.\n- [ ] The second item is open.",
        "- [x] 第一个项目已经完成。\n- [ ] 第二个项目还没完成。",
        ("The first item is done.", "The second item is open."),
        ("第一个项目已经完成。", "第二个项目还没完成。"),
    ),
    "list three deep": _all(
        "- The outer item of it\n  - The middle item of it\n    - The inner item of it",
        "- 最外面的一个项目\n  - 中间一层的项目\n    - 最里面的一个项目",
        ("The outer item of it", "The middle item of it", "The inner item of it"),
        ("最外面的一个项目", "中间一层的项目", "最里面的一个项目"),
    ),
    "quotation": _both(
        "> The words of somebody else about it.",
        "> 这是别人说过的一段话。",
        ("The words of somebody else about it.",),
        ("这是别人说过的一段话。",),
    ),
    "quotation in a quotation": _both(
        "> The words of somebody else.\n>\n> > The words that they quote.",
        "> 这是别人说过的一段话。\n>\n> > 这是他们引用的一段话。",
        ("The words of somebody else.", "The words that they quote."),
        ("这是别人说过的一段话。", "这是他们引用的一段话。"),
    ),
    "callout": _both(
        "> [!WARNING]\n> The words of the callout.",
        "> [!WARNING]\n> 这是提示框里面的文字。",
        ("The words of the callout.",),
        ("这是提示框里面的文字。",),
    ),
    "callout with a title": _both(
        "> [!tip]- The title of it\n> The words of the callout.",
        "> [!tip]- 提示框的标题写在这里\n> 这是提示框里面的文字。",
        ("The title of it", "The words of the callout."),
        ("提示框的标题写在这里", "这是提示框里面的文字。"),
    ),
    "narrow table": _amid(
        "| Model | Size |\n|:--|--:|\n| Small | 7 |\n| Large | 70 |",
        "| 模型 | 大小 |\n|:--|--:|\n| 小型 | 7 |\n| 大型 | 70 |",
        ("Model", "Size", "Small", "7", "Large", "70"),
        ("模型", "大小", "小型", "7", "大型", "70"),
    ),
    "wide table": _amid(
        "| Model | What it is good at |\n|:-:|--:|\n| **Small** | It runs on any laptop |",
        "| 模型 | 它最擅长的事情 |\n|:-:|--:|\n| **小型** | 可以在普通的笔记本上运行 |",
        ("Model", "What it is good at", "Small", "It runs on any laptop"),
        ("模型", "它最擅长的事情", "小型", "可以在普通的笔记本上运行"),
    ),
    "block of code": _amid(
        '```python\nif ready:\n    print("ready")\n```',
        '```python\nif ready:\n    print("准备好了")\n```',
        ("if ready:", 'print("ready")'),
        ("if ready:", 'print("准备好了")'),
    ),
    "block of formula": _amid(
        "$$\nE = mc^2 + 1\n$$",
        "$$\nE = mc^2 + \\text{能量}\n$$",
        ("E = mc^2 + 1",),
        (r"E = mc^2 + \text{能量}",),
    ),
    "figure": _amid("![a chart](/img/one.png)", "![图表](/img/one.png)", (), ()),
    "caption": _amid(
        '<figure><img src="/img/one.png" alt="a chart">'
        "<figcaption>The caption of the chart</figcaption></figure>",
        '<figure><img src="/img/one.png" alt="图表">'
        "<figcaption>图表的说明文字</figcaption></figure>",
        ("The caption of the chart",),
        ("图表的说明文字",),
    ),
    "linked figure": _amid(
        "[![a chart](/img/one.png)](https://reports.example.org/chart)",
        "[![图表](/img/one.png)](https://reports.example.org/chart)",
        (),
        (),
    ),
    "gallery": (
        Sample(
            "The words above it, at some length.\n\n"
            '<p><img src="/img/one.png" alt="one"> <img src="/img/two.png" alt="two"></p>',
            ("The words above it, at some length.",),
            (),
        ),
        Sample(
            "上面的一段普通文字，写得稍长一些。\n\n"
            '<p><img src="/img/one.png" alt="图一"> <img src="/img/two.png" alt="图二"></p>',
            ("上面的一段普通文字，写得稍长一些。",),
            (),
        ),
    ),
    "YouTube": _amid(
        "{% youtube dQw4w9WgXcQ %}",
        '<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ"></iframe>',
        ("dQw4w9WgXcQ",),
        ("dQw4w9WgXcQ",),
    ),
    "post on X": _amid(
        "{{< tweet user=someone id=1234567890123456789 >}}",
        "{{< tweet user=someone id=1234567890123456789 >}}",
        ("https://x.com/someone/status/1234567890123456789",),
        ("https://x.com/someone/status/1234567890123456789",),
    ),
    "Bilibili": _amid(
        '{% include bilibili bvid="BV1xx411c7mD" %}',
        '<iframe src="https://player.bilibili.com/player.html?bvid=BV1xx411c7mD"></iframe>',
        ("https://www.bilibili.com/video/BV1xx411c7mD",),
        ("https://www.bilibili.com/video/BV1xx411c7mD",),
    ),
    "rule": _amid("---", "***", (), (), hidden=("---", "***")),
    "folded part": _both(
        "<details><summary>The title of the fold</summary>\n\n"
        "The words that are folded.\n\n</details>",
        "<details><summary>折叠部分的标题</summary>\n\n这是被折叠起来的文字。\n\n</details>",
        ("The title of the fold", "The words that are folded."),
        ("折叠部分的标题", "这是被折叠起来的文字。"),
    ),
    "definition list": _both(
        "<dl><dt>The word itself</dt><dd>What it means, in a sentence.</dd></dl>",
        "<dl><dt>需要解释的词语</dt><dd>用一句话说明它的意思。</dd></dl>",
        ("The word itself", "What it means, in a sentence."),
        ("需要解释的词语", "用一句话说明它的意思。"),
    ),
    "heading in a list": _both(
        "- ### The heading in it\n\n  The words of the item.",
        "- ### 项目里的标题写在这里\n\n  这是这个项目的文字。",
        ("The heading in it", "The words of the item."),
        ("项目里的标题写在这里", "这是这个项目的文字。"),
    ),
    "quotation in a list": _last(
        "- The words of the item.\n\n  > The words of somebody else.",
        "- 这是这个项目的文字。\n\n  > 这是别人说过的一段话。",
        ("The words of the item.", "The words of somebody else."),
        ("这是这个项目的文字。", "这是别人说过的一段话。"),
    ),
    "code in a list": _last(
        "- The words of the item.\n\n  ```python\n  x = 1\n  ```",
        "- 这是这个项目的文字。\n\n  ```python\n  x = 1\n  ```",
        ("The words of the item.", "x = 1"),
        ("这是这个项目的文字。", "x = 1"),
    ),
    "picture in a list": _both(
        "- The words of the item.\n\n  ![a chart](/img/one.png)\n\n- The item behind it.",
        "- 这是这个项目的文字。\n\n  ![图表](/img/one.png)\n\n- 这是后面一个项目。",
        ("The words of the item.", "The item behind it."),
        ("这是这个项目的文字。", "这是后面一个项目。"),
    ),
    "only for this channel": _both(
        "<!-- only: {key} -->\nThe words for this channel.\n<!-- /only -->",
        "<!-- only: {key} -->\n这是只给这个渠道的文字。\n<!-- /only -->",
        ("The words for this channel.",),
        ("这是只给这个渠道的文字。",),
    ),
}

# --- what nobody is to read -------------------------------------------------------------------

HIDDEN: Mapping[str, Pair] = {
    "only for another channel": _amid(
        "<!-- only: {other} -->\nSecretwords of another.\n<!-- /only -->",
        "<!-- only: {other} -->\n别的渠道才有的话。\n<!-- /only -->",
        (), (), hidden=("Secretwords", "别的渠道", "only:"),
    ),
    "end of the teaser": _amid("<!--more-->", "<!-- more -->", (), (), hidden=("more",)),
    "comment": _amid(
        "<!-- Secretwords -->", "<!-- 作者自己的备注 -->", (), (), hidden=("Secretwords", "备注")
    ),
    "mark for X": (
        Sample(
            "The words above the mark.\n\n<!-- x:post -->\n\nThe words below the mark.",
            ("The words below the mark.",), ("The words above the mark.",), ("x:post",),
        ),
        Sample(
            "标记上面的一段普通文字。\n\n<!-- x:post -->\n\n标记下面的一段普通文字。",
            ("标记下面的一段普通文字。",), ("标记上面的一段普通文字。",), ("x:post",),
        ),
    ),
    "mark for Substack": _amid(
        "<!-- substack:subscribe -->", "<!-- substack:subscribe -->", (), (),
        hidden=("substack:subscribe",),
    ),
    "raw HTML": _amid(
        "<canvas>Secretwords</canvas>", "<canvas>画布里的内容</canvas>", (), (),
        hidden=("Secretwords", "画布", "canvas"),
    ),
}  # fmt: skip

SAMPLES: Mapping[str, Pair] = {**RUNS, **BLOCKS, **HIDDEN}
