"""Where a whole issue is cut."""

from __future__ import annotations

import re
from pathlib import Path

from tests.adapters.x.issues import issue_at, rendered, sources, texts

SENTENCE = "山路上的石阶一共有三百二十级，每一级上都长着青苔。"  # weight 50


def full(folder: Path, body: str) -> list[str]:
    """The posts without their numbers."""
    front = "---\ntitle: 试\npressrun: {x: {mode: full}}\n---\n\n"
    sent = texts(rendered(issue_at(folder, front + body)))
    return [re.sub(r"\n\n\d+/\d+\Z", "", text) for text in sent]


def test_a_heading_is_never_the_last_line_of_a_post(tmp_path: Path) -> None:
    flood = "河水一夜之间涨到了桥面，" * 9 + "桥封了。"

    posts = full(tmp_path, f"## 甲\n\n{SENTENCE}\n\n## 乙\n\n{flood}\n\n{flood}\n")

    assert posts == [f"试\n\n甲\n\n{SENTENCE}", f"乙\n\n{flood}", flood]


def test_a_heading_goes_with_its_text_into_the_next_post(tmp_path: Path) -> None:
    body = f"{SENTENCE * 4}\n\n## 小节\n\n{SENTENCE * 4}\n\n## 另一小节\n\n{SENTENCE * 3}\n"

    posts = full(tmp_path, body)

    assert [post.split("\n")[0] for post in posts] == ["试", "小节", "另一小节"]


def test_short_sections_share_a_post(tmp_path: Path) -> None:
    posts = full(tmp_path, "## 甲\n\n一句话。\n\n## 乙\n\n两句话。\n\n## 丙\n\n三句话。\n")

    assert posts == ["试\n\n甲\n\n一句话。\n\n乙\n\n两句话。\n\n丙\n\n三句话。"]


def test_headings_at_the_very_end_stand_with_the_last_words(tmp_path: Path) -> None:
    posts = full(tmp_path, f"{SENTENCE * 5}\n\n{SENTENCE}\n\n## 完\n\n### 谢谢\n")

    assert posts[-1].endswith(f"{SENTENCE}\n\n完\n\n谢谢")


def test_a_long_paragraph_is_cut_between_sentences_of_like_length(tmp_path: Path) -> None:
    posts = full(tmp_path, f"{SENTENCE * 10}\n")

    assert [post.count("。") for post in posts] == [5, 5]
    assert [post for post in posts if not post.endswith("。")] == []


def test_an_address_stays_with_its_label(tmp_path: Path) -> None:
    link = "[一个相当长的链接文字在这里](https://a.example.com/x)"

    posts = full(tmp_path, f"{SENTENCE * 4}然后请看{link}，再说。\n")

    assert "一个相当长的链接文字在这里 https://a.example.com/x" in "\n".join(posts)


def test_pictures_stand_with_the_words_before_them(tmp_path: Path) -> None:
    parts = [f"{SENTENCE * 5}\n\n![](/img/p{n}.png)" for n in range(3)]
    front = "---\ntitle: 试\npressrun: {x: {mode: full}}\n---\n\n"
    issue = issue_at(tmp_path, front + "\n\n".join(parts))

    shown = [names for names in sources(rendered(issue)) if names]

    assert shown == [["p0.png"], ["p1.png"], ["p2.png"]]


def test_a_caption_is_kept(tmp_path: Path) -> None:
    figure = '{% include figure.liquid path="/img/a.png" caption="远处的山" %}'

    posts = full(tmp_path, f"看图。\n\n![](/img/a.png)\n\n{figure}\n")

    assert "远处的山" in "\n".join(posts)


def test_the_link_of_a_picture_is_kept(tmp_path: Path) -> None:
    posts = full(tmp_path, "看图。\n\n[![猫](/img/cat.png)](https://a.example.com/cat)\n")

    assert posts == ["试\n\n看图。\n\nhttps://a.example.com/cat"]
