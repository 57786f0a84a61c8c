"""Pictures: those of the issue, those that are drawn, and the title's card."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # files
    "The picture `{source}` is not there.": "图片 `{source}` 不存在。",
    "Did you mean `{name}`?": "是不是 `{name}`？",
    "Add the file, or mend the path.": "请补上文件，或改正路径。",
    "The picture `{source}` cannot be read: {why}.": "无法读取图片 `{source}`：{why}。",
    "Check the file's permissions.": "请检查文件的读取权限。",
    "The picture `{source}` lies outside the site's folder.":
        "图片 `{source}` 在网站文件夹之外。",
    "Copy it below the site's root.": "请把它复制到网站文件夹里。",
    "The picture `{source}` is on another site.": "图片 `{source}` 在别的网站上。",
    "Save it beside the post, or allow remote pictures for this newsletter.":
        "请把它存到文章旁边，或在设置里允许外链图片。",
    "The picture `{source}` is not a file of the site (`{scheme}`).":
        "图片 `{source}` 不是网站里的文件（`{scheme}`）。",
    "Save it as a file, and name that.": "请存成文件，再写文件名。",
    "The picture `{source}` {why}.": "图片 `{source}` {why:words}。",
    "is cut off": "不完整",
    "is damaged": "已损坏",
    "is damaged: its header does not add up": "已损坏，文件头对不上",
    "is empty": "是空文件",
    "is not a picture that can be read": "不是能读取的图片",
    "has no width or no height": "没有宽度或高度",
    "is a pointer of Git LFS, not the picture": "只是 Git LFS 的指针，不是图片本身",
    "is an SVG drawing, which no channel shows": "是 SVG，没有渠道能显示",
    "Export it as PNG, and name that.": "请导出为 PNG，再用那个文件。",
    "Fetch it with `git lfs pull`.": "请用 `git lfs pull` 取回它。",
    "Save the picture anew.": "请重新保存这张图。",
    # converting
    "{source} was never converted, so it would be missing.": "{source} 没有转换，发出去会缺图。",
    "{source}: {why}": "{source}：{why:words}。",
    "{source}: cannot be read: {why}.": "{source}：无法读取：{why:words}。",
    "there is no usable file.": "没有可用的文件。",
    "is not a file.": "不是文件。",
    "cannot be read: {why}.": "无法读取：{why:words}。",
    "the system gives no reason": "系统没有给出原因",
    "Mend its path.": "请改正路径。",
    "has {size}; at most {most} are read.": "有 {size}，最多只读 {most}。",
    "the file is cut off or damaged.": "文件不完整或已损坏。",
    "Save or download the picture again.": "请重新保存或下载这张图。",
    "is {kind}, which cannot be converted.": "是 {kind} 格式，无法转换。",
    "is not a picture.": "不是图片。",
    "Export it as PNG or JPEG.": "请导出为 PNG 或 JPEG。",
    "has {count} million pixels; at most {most} million are converted.":
        "有 {count} 百万像素，最多只转换 {most} 百万像素。",
    "has more pixels than can be decoded safely; at most {most} million are converted.":
        "像素太多，不能安全解码；最多只转换 {most} 百万像素。",
    "Scale it down and save it.": "请缩小后再保存。",
    "does not get below {size} at any quality.": "无论怎么压缩都超过 {size}。",
    "Crop it, or export it smaller.": "请裁剪，或导出得小一些。",
    "only the first of its {count} frames is shown.": "共 {count} 帧，只显示第一帧。",
    "Link the animation if it matters.": "如果动画重要，请另附链接。",
    # the title's card
    "No font on this machine shows the title; the cover is a card without words.":
        "这台电脑上没有能显示标题的字体，封面会是没有文字的卡片。",
    "Install one (Debian: apt install fonts-noto-cjk), or name a `cover` picture.":
        "请安装一个（Debian：apt install fonts-noto-cjk），或用 `cover` 指定封面图。",
    "The title is too long for a cover; the cover is a card without words.":
        "标题太长，放不进封面，封面会是没有文字的卡片。",
    "Name a `cover` picture.": "请用 `cover` 指定封面图。",
    "The cover leaves out what no font on this machine shows: {signs}":
        "封面略去了这台电脑的字体无法显示的字符：{signs}",
    # drawn tables, formulas and code
    "table": "表格",
    "formula": "公式",
    "block of code": "代码块",
    "The {kind} is not drawn: {why}.": "{kind:words}没有画成图片：{why:words}。",
    "The {kind} is shown as a picture.": "{kind:words}显示为图片。",
    "The {kind} is shown as a picture; {channel} keeps no text with it.":
        "{kind:words}显示为图片，{channel} 不保存图片说明。",
    "The {kind} is shown as a picture; its alternative text is the first line alone.":
        "{kind:words}显示为图片，图片说明只有第一行。",
    "The {kind} is shown as a picture, with its text as the alternative text.":
        "{kind:words}显示为图片，原文作为图片说明。",
    "typst is not installed": "没有安装 typst",
    "typst cannot set it ({why})": "typst 无法排版（{why}）",
    "Install it: {how}.": "请安装：{how}。",
    "Install one: {how}.": "请安装一个字体：{how}。",
    "no font of this machine shows {signs}": "这台电脑上没有能显示 {signs} 的字体",
    "it was never drawn": "还没有画出来",
    "it is wider than a phone shows": "比手机屏幕宽",
    "it is longer than one picture should be": "太长，不宜放进一张图",
    "its text has {count} characters, and {channel} keeps {most}":
        "原文有 {count} 个字符，{channel} 的图片说明最多 {most} 个",
    "it has {count} columns, and a phone shows {most}": "有 {count} 列，手机上只放得下 {most} 列",
    "it has {count} rows, and a picture holds {most}": "有 {count} 行，一张图只放得下 {most} 行",
    "it has {count} lines, and a picture holds {most}":
        "代码有 {count} 行，一张图只放得下 {most} 行",
    "it is empty": "是空的",
    "a picture cannot show its {what}": "图片里无法保留{what:words}",
    "links": "链接",
    "pictures": "图片",
    "footnotes": "脚注",
    "it uses {what}, which cannot be drawn": "用了{what:words}，无法画出",
    "more than {most} characters": "超过 {most} 个字符的公式",
    "a stray {sign}": "多余的 {sign}",
    "an unclosed {{ where {sign} is missing": "缺少 {sign} 的 {{",
    "an unclosed {{": "没有配对的 {{",
    "an unclosed [": "没有配对的 [",
    "a double {sign}": "重复的 {sign}",
    "a command without what it is about": "没有参数的命令",
    "groups that are nested too deep": "嵌套太深的分组",
    "the character {sign}": "字符 {sign}",
    "nothing as a bracket": "空的括号",
    "{sign} as a bracket": "用 {sign} 作括号",
    "\\not before more than a sign": "\\not 后面不止一个符号",
    "\\begin{{{name}}}": "环境 \\begin{{{name}}}",
    "\\begin{{{name}}} without its \\end": "没有 \\end 的 \\begin{{{name}}}",
    "rules in an array": "array 里的表格线",
    "{sign} within text": "文字里的 {sign}",
}  # fmt: skip
