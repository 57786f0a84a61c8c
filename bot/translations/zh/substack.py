"""Substack's editor."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "A heading in a {holder} stands as a bold line.": "{holder:words}里的小标题显示为一行粗体。",
    "A quotation in a {holder} stands as plain paragraphs.":
        "{holder:words}里的引用显示为普通段落。",
    "A rule in a {holder} is left out.": "{holder:words}里的分隔线已略去。",
    "A list in a {holder} stands as paragraphs, each with its marker.":
        "{holder:words}里的列表显示为带序号的段落。",
    "Code in a {holder} stands line by line.": "{holder:words}里的代码逐行显示。",
    "A formula in a {holder} stands as its source.": "{holder:words}里的公式按源码显示。",
    "list": "列表",
    "quotation": "引用",
    "footnote": "脚注",
    "A second paywall: Substack takes one.": "有第二道付费墙，Substack 只允许一道。",
    "Keep one of them.": "请只留一道。",
    "The mark `{mark}` is not known.": "不认识标记 `{mark}`。",
    "Known: {words}.": "可用的有：{words}。",
    "The mark `{mark}` does nothing in a list, quotation or footnote.":
        "标记 `{mark}` 在列表、引用或脚注里不起作用。",
    "Put it on a line of its own between two blocks.": "请把它单独写一行，放在两段之间。",
    "The editor would refuse: {why}.": "Substack 的编辑器不会接受：{why}。",
}  # fmt: skip
