"""Markdown, HTML and template tags in an issue's text."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "Nested too deeply to be read.": "嵌套太深，无法读取。",
    # footnotes
    "[^{label}] has no definition; it stays text.": "[^{label}] 没有对应的脚注，按文字保留。",
    "Add a line that begins with [^{label}]: or remove the mark.":
        "请加一行以 [^{label}]: 开头的脚注，或删掉这个标记。",
    "The footnote [^{label}] is defined but never referred to; it stays at the end as note {n}.":
        "脚注 [^{label}] 没有被引用，放在文末，作为第 {n} 条。",
    "The footnote [^{label}] is defined twice; it stays at the end as note {n}.":
        "脚注 [^{label}] 写了两次，这一条放在文末，作为第 {n} 条。",
    "Refer to it where it belongs, or remove it.": "请在该引用的地方引用它，或删掉。",
    "The link to the note {note} leads nowhere outside of the vault; its words stay.":
        "指向笔记 {note} 的链接在库外打不开，只保留文字。",
    "Link to the note's page, if it has one.": "如果那篇笔记有网页，请链接到网页。",
    # pictures, embeds, tags
    "An image names no picture; its description stays.": "有一处图片没写地址，只保留说明文字。",
    "An <img> names no picture; it is left out.": "有一个 <img> 没写图片地址，已略去。",
    "The figure {tag}… names no picture known here.": "图片标签 {tag}… 指向的图片找不到。",
    "The embed {tag}… names nothing to show.": "嵌入标签 {tag}… 没有可显示的内容。",
    "{tag} embeds another note; it is left out.": "{tag} 嵌入了另一篇笔记，已略去。",
    "Copy the passage into the issue, or link to it.": "请把那段内容抄进来，或改成链接。",
    "The template tag {tag} is unknown; it is left out.": "不认识模板标签 {tag}，已略去。",
    "Say in the configuration's tag table what it becomes, or remove it.":
        "请在配置的标签表里写明它变成什么，或删掉它。",
    # HTML
    "<{name}> is no element of HTML; it is left out, the text inside it stays.":
        "<{name}> 不是 HTML 元素，已略去标签，保留里面的文字。",
    "If it is meant as text, write it as code: `<{name}>`.":
        "如果本来就是文字，请写成代码：`<{name}>`。",
    "<{name}> cannot be shown in any channel; it is left out.":
        "<{name}> 在任何渠道都无法显示，已略去。",
    "A hidden <{name}> is left out.": "隐藏的 <{name}> 已略去。",
    "A cell spans several rows; its text stands in the first of them.":
        "有一个单元格跨了几行，文字只放在第一行。",
    "A link to {href} is refused; its text stays.": "不接受指向 {href} 的链接，只保留文字。",
    "A link to {href} has no text; it is left out.": "指向 {href} 的链接没有文字，已略去。",
    # regions
    "The region “{name}” begins here but never ends.": "区域「{name}」从这里开始，却没有结束。",
    "The region “{name}” ends here but never begins.": "区域「{name}」在这里结束，却没有开始。",
    "Add the other end; both stand in the same list, quotation or section.":
        "请补上另一端；两端要在同一个列表、引用或小节里。",
    "An `only` mark stands in a heading, a caption or a table cell, where it has no effect.":
        "有一个 `only` 标记写在小标题、图注或单元格里，不起作用。",
    "Put the marks around the whole heading, figure or table.":
        "请用标记包住整个小标题、图片或表格。",
    # what never ends
    "A comment begins here and is never closed; readers see nothing of what follows.":
        "这里开始的注释没有结束，后面的内容读者都看不到。",
    "A block of code begins here and is never closed; all that follows is code.":
        "这里开始的代码块没有结束，后面的内容全成了代码。",
}  # fmt: skip
