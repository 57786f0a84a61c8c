"""What any channel shows plainer than it was written."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "{channel} makes no link of {href}; its text stands plain.":
        "{channel} 不支持链接 {href}，只保留文字。",
    "{channel} has no {style}; the text stands plain.":
        "{channel} 没有{style:words}，按普通文字显示。",
    "A link on {channel} has no {style}; the text stands plain.":
        "{channel} 的链接里没有{style:words}，按普通文字显示。",
    "{channel} has no rules; the gap between paragraphs stands for them.":
        "{channel} 没有分隔线，用段落间的空行代替。",
    "strong": "粗体",
    "emph": "斜体",
    "strike": "删除线",
    "underline": "下划线",
    "mark": "高亮",
    "super": "上标",
    "sub": "下标",
    "code": "代码样式",
    "math": "公式样式",
    "The folded part is shown open.": "折叠的部分直接展开显示。",
    "The embedded media is shown as a link.": "嵌入的媒体显示为链接。",
    "The table is shown as one line per row.": "表格改为每行一条显示。",
    "Footnotes stand as a list at the end.": "脚注列在文末。",
    "The formula is shown as its source.": "公式按源码显示。",
    "Code in a list or quotation interrupts it.": "列表或引用里的代码会把它断开。",
}  # fmt: skip
