"""The issue as an editor reads it: title, date, number, text."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # the title
    "The issue has no title.": "这一期没有标题。",
    "The front matter has no title; the first heading is taken: {title}":
        "front matter 里没有标题，用了第一个小标题：{title}",
    "Write `title: …` in the front matter.": "请在 front matter 里写 `title: …`。",
    "The title has {count} characters; {channel} takes {most}.":
        "标题有 {count} 个字符，{channel} 最多 {most} 个。",
    "Write a shorter one as `pressrun: {{{channel}: {{title: …}}}}`.":
        "请另写一个短的：`pressrun: {{{channel}: {{title: …}}}}`。",
    "The title `{title}` lacks its headline.": "标题 `{title}` 只有期号，缺少题目。",
    "Write the headline behind the number.": "请在期号后面写上题目。",
    # drafts
    "The issue is still a draft.": "这一期还是草稿。",
    "The issue lies in the folder of drafts.": "这一期还在草稿文件夹里。",
    "Delete the line `{key}: …` when it is ready.": "写好之后，请删掉 `{key}: …` 这一行。",
    "Move it to the folder of posts when it is ready.": "写好之后，请把它移到文章文件夹。",
    # dates
    "It is released at {release}, before its date {date}: the site may not show it then.":
        "发布时间 {release} 早于文章日期 {date}，那时网站可能还不显示它。",
    "Move the date to the release or before it.": "请把日期改到发布时间或更早。",
    "The date says {date}, the release {release}.": "日期是 {date}，发布时间是 {release}。",
    "Make them the same, or leave one out.": "请改成一致，或者只留一个。",
    "The date {date} is still to come: most sites build the post only then.":
        "日期 {date} 还没到，多数网站到那时才会生成这篇文章。",
    "Check that the site is built again at that time.": "请确认网站到时会重新生成。",
    "The file name says {named}, the date {date}.": "文件名里是 {named}，日期字段是 {date}。",
    "Make them the same.": "请改成一致。",
    # number, slug, tags, address
    "The title says number {number}, the slug `{slug}` says {other}.":
        "标题里是第 {number} 期，slug `{slug}` 里却是 {other}。",
    "Rename the file before it is published: its address stays.":
        "请在发布前改好文件名，发布后网址就不变了。",
    "Number {number} is also `{other}`.": "第 {number} 期已经有了：`{other}`。",
    "Give this one number {number}.": "请把这一期改为第 {number} 期。",
    "Number {number} follows number {before}.": "第 {before} 期之后直接到了第 {number} 期。",
    "Write {number}, if none is missing.": "如果中间没有缺期，请改为 {number}。",
    "The slug `{slug}` looks cut off ({count} characters).":
        "slug `{slug}` 像是被截断了（{count} 个字符）。",
    "End it at a word before it is published: its address stays.":
        "请在发布前让它停在完整的词上，发布后网址就不变了。",
    "Tags that name a channel, not a topic: {names}.": "这些标签是渠道名，不是话题：{names}。",
    "Delete them, or write what the issue is about.": "请删掉，或改成这一期的话题。",
    "The address of the post on the site is not known.": "不知道这篇文章在网站上的网址。",
    "Write `canonical_url: https://…`, or give the site's url.":
        "请写 `canonical_url: https://…`，或在网站配置里给出网址。",
    # the whole
    "The issue has no text.": "这一期没有正文。",
    "Write it, or check that it was saved.": "请写好正文，或检查文件是否已保存。",
    "The issue has {count} characters of text.": "这一期的正文只有 {count} 个字符。",
    "Check that all of it was saved.": "请检查全文是否都已保存。",
    "A picture has no alternative text.": "有 1 张图没有图片说明（alt）。",
    "{count} pictures have no alternative text.": "有 {count} 张图没有图片说明（alt）。",
    "A picture has no alternative text (lines {lines}).":
        "有 1 张图没有图片说明（alt），在第 {lines} 行。",
    "{count} pictures have no alternative text (lines {lines}).":
        "有 {count} 张图没有图片说明（alt），在第 {lines} 行。",
    "Say in a few words what each one shows.": "请用几个字写出每张图的内容。",
    # headings
    "A heading has no text.": "有一个小标题没有文字。",
    "Delete it, or write it.": "请删掉，或补上文字。",
    "Nothing stands below the heading `{title}`.": "小标题 `{title}` 下面没有内容。",
    "Delete it, or write its text.": "请删掉，或补上内容。",
    "The heading `{title}` stands on line {line} already.":
        "小标题 `{title}` 在第 {line} 行已经用过。",
    "Give one of them another name.": "请给其中一个换个名字。",
    "A heading repeats the title, and readers will see both.":
        "有一个小标题和标题重复，读者会看到两遍。",
    "Delete the heading.": "请删掉这个小标题。",
    # lines of text
    "X makes a link of `{name}`.": "X 会把 `{name}` 变成链接。",
    "X makes a link of `{name}` (also on {lines}).":
        "X 会把 `{name}` 变成链接（第 {lines} 行也是）。",
    "Write it another way if no link is meant.": "如果不是链接，请换一种写法。",
    "Readers will see the markup `{mark}`: …{text}…": "读者会看到标记符号 `{mark}`：…{text}…",
    "Mend it, or set it as code if it is meant.": "请改正；如果是有意的，请写成代码。",
    "Something is still to be written: `{text}`.": "这里还没写完：`{text}`。",
    "Write it, or delete the line.": "请写好，或删掉这一行。",
    "`{sign}` has no counterpart.": "`{sign}` 没有配对。",
    "Check the brackets and quotation marks of this paragraph.": "请检查这一段的括号和引号。",
    # links
    "A link has no address; its text stays without the link.": "有一个链接没有地址，只保留文字。",
    "The link `{href}` has no https:// and leads into your own site.":
        "链接 `{href}` 没有 https://，会指向你自己的网站。",
    "Write https://{href}.": "请写成 https://{href}。",
    "The link `{href}` is relative, and the post's address is not known; its text stays without "
    "the link.": "链接 `{href}` 是相对地址，而文章的网址未知，只保留文字。",
    "The link leads to `{file}`, whose address is not known; its text stays without the link.":
        "链接指向 `{file}`，它的网址未知，只保留文字。",
    "The link leads to `{file}`, which is not there; its text stays without the link.":
        "链接指向 `{file}`，但没有这个文件，只保留文字。",
    "A link to `{scheme}:…` is refused; its text stays without the link.":
        "不接受 `{scheme}:…` 链接，只保留文字。",
    "Mend the file's name.": "请改正文件名。",
    "Link to an http, https or mailto address.": "请链接到 http、https 或 mailto 地址。",
    "Write the whole URL, or give the site's `url` and permalink.":
        "请写完整网址，或在网站配置里给出 `url` 和 permalink。",
    # receipts beside the post
    "The receipts of this issue cannot be read: {why}.": "无法读取这一期的回执：{why}。",
    "Restore the file from git. If `pressrun status` shows all that is out, delete it.":
        "请从 git 恢复这个文件；如果 `pressrun status` 能列出全部已发内容，也可以删掉它。",
    "The receipts beside this post are of another issue, {issue}.":
        "文章旁边的回执属于另一期：{issue}。",
    "If it is the same one, write `pressrun: {{id: {issue}}}` in its front matter; if it is a new "
    "one, delete the file.":
        "如果是同一期，请在 front matter 里写 `pressrun: {{id: {issue}}}`；"
        "如果是新的一期，请删掉回执文件。",
    # the next issue
    "The next issue is already there.": "下一期已经有了。",
    "Go on from it: pressrun new {file}": "请从它接着写：pressrun new {file}",
    "Name another one.": "请另取一个名字。",
    "There is no issue to go on from.": "没有可以接着写的上一期。",
    "It cannot be read: {why}.": "无法读取：{why}。",
    "Name the day, as in --date 2026-11-30, or a --title.":
        "请给出日期（例如 --date 2026-11-30）或 --title。",
    "Write the first issue by hand, or name the folder of the posts.":
        "请先自己写好第一期，或指定文章文件夹。",
    "A character that shows nothing (U+{code}): …{around}…":
        "有一个不显示的字符（U+{code}）：…{around}…",
    "Delete it, or type the text there anew.": "请删掉它，或重新输入那里的文字。",
}  # fmt: skip
