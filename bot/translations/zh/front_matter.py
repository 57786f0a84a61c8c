"""The front matter, the file it stands in, and the site's own configuration."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the file
    "There is no such file.": "没有这个文件。",
    "This is a folder.": "这是一个文件夹。",
    "The file is empty.": "文件是空的。",
    "The file cannot be read: {why}.": "无法读取文件：{why}。",
    "The file is not UTF-8 (byte 0x{byte}).": "文件不是 UTF-8 编码（字节 0x{byte}）。",
    "Check the path.": "请检查路径。",
    "Check its permissions.": "请检查它的读取权限。",
    "Name the Markdown file in it.": "请写出其中的 Markdown 文件。",
    "Write the issue first.": "请先写好这一期。",
    "Save it as UTF-8 in your editor.": "请在编辑器里另存为 UTF-8。",
    # its form
    "The front matter is not valid YAML: {why}.": "front matter 不是有效的 YAML：{why}。",
    "The front matter is not valid TOML: {why}.": "front matter 不是有效的 TOML：{why}。",
    "The front matter must begin on line 1.": "front matter 必须从第 1 行开始。",
    "The front matter holds no keys.": "front matter 里没有任何字段。",
    "The front matter is never closed with `{mark}`.": "front matter 没有用 `{mark}` 结束。",
    "The front matter is nested too deeply.": "front matter 嵌套太深。",
    "The front matter's aliases unfold without end.": "front matter 里的别名会无限展开。",
    "`{key}` stands here and on line {line}; this one counts.":
        "`{key}` 在这里和第 {line} 行各写了一次，以这里为准。",
    "Delete one of them.": "请删掉其中一个。",
    "Delete the empty lines above it.": "请删掉它上面的空行。",
    "Put a line `{mark}` below the last key.": "请在最后一个字段下面另起一行写 `{mark}`。",
    "Write one `key: value` per line, such as `title: …`.":
        "请每行写一个 `key: value`，例如 `title: …`。",
    "Write one `key = value` per line, with text in quotes (`title = \"…\"`).":
        "请每行写一个 `key = value`，文字加引号（`title = \"…\"`）。",
    "Put the value in quotes, and check the line above too.": "请给这个值加上引号，并检查上一行。",
    "Put the value in quotes: it holds a colon (`title: \"…\"`).":
        "值里有冒号，请加上引号（`title: \"…\"`）。",
    "Indent with spaces, not tabs.": "请用空格缩进，不要用制表符。",
    "Put the value in quotes, and indent with spaces, not tabs.":
        "请给这个值加上引号，并用空格缩进，不要用制表符。",
    "Indent the keys alike, and put values that hold quotes in quotes.":
        "请让各字段缩进一致，值里有引号的，外面再加一层引号。",
    "Close the quotation mark or bracket that is opened there.": "请补上那里缺的引号或括号。",
    # its values
    "`{key}` must be one line of text: {value}": "`{key}` 应为一行文字：{value}",
    "`{key}` must be true or false: {value}": "`{key}` 应为 true 或 false：{value}",
    "`{key}` is not a date: {value}": "`{key}` 不是日期：{value}",
    "`{key}` must be a list of words: {value}": "`{key}` 应为一组词：{value}",
    "`{key}` holds something that is not a word: {value}": "`{key}` 里有一项不是词：{value}",
    "`{key}` must hold keys: {value}": "`{key}` 下面应为字段：{value}",
    "`pressrun.id` must be a short text.": "`pressrun.id` 应为一段短文字。",
    "Write `id: issue-12`.": "请写成 `id: issue-12`。",
    "Write `{key}: …`.": "请写成 `{key}: …`。",
    "Write `{key}: true`.": "请写成 `{key}: true`。",
    "Write `{key}: [one, two]`.": "请写成 `{key}: [one, two]`。",
    "Write `{key}:` and the keys indented on the lines below.":
        "请写 `{key}:`，下面几行缩进写各个字段。",
    "Put it in quotes.": "请加上引号。",
    "Write 2025-09-22T08:00:00+08:00, or a day as 2025-09-22.":
        "请写成 2025-09-22T08:00:00+08:00，或只写日期，如 2025-09-22。",
    # findings that are ignored
    "`{key}` must hold codes.": "`{key}` 下面应为问题代码。",
    "`{code}` is to be ignored without a reason.": "忽略 `{code}` 却没有写理由。",
    "`{code}` is an error here, and no error is ignored.": "`{code}` 在这里是错误，错误不能忽略。",
    "Mend it.": "请改正。",
    "`{code}` is ignored ({count}): {reason}.": "已忽略 `{code}`（{count} 处）：{reason}。",
    # the site
    "The site's time zone `{zone}` is not known; UTC is used.":
        "不认识网站的时区 `{zone}`，暂按 UTC 计。",
    "Write an IANA name, such as Asia/Shanghai.": "请写 IANA 时区名，例如 Asia/Shanghai。",
    "The site's configuration cannot be read: {why}.": "无法读取网站的配置：{why:words}。",
    "it holds no keys": "里面没有任何字段",
    "Mend it, or the post's address stays unknown.": "请修好它，否则无法得知文章的网址。",
}  # fmt: skip
