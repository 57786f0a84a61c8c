"""WeChat's articles."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "The byline has {count} characters; WeChat takes {most}.":
        "作者名有 {count} 个字符，微信最多 {most} 个。",
    "Set a shorter one as channels.wechat.author, or as `pressrun: {{wechat: {{author: …}}}}`.":
        "请写一个短的：channels.wechat.author，或 `pressrun: {{wechat: {{author: …}}}}`。",
    "The post's own address is longer than {most} bytes: the article has no link to the original.":
        "文章网址超过 {most} 字节，图文里没有“阅读原文”。",
    "The post's own address is not known: the article has no link to the original.":
        "不知道文章的网址，图文里没有“阅读原文”。",
    "Set `canonical_url` in the front matter, or the site's `url` and permalink.":
        "请在 front matter 里写 `canonical_url`，或设置网站的 `url` 和 permalink。",
    "No description fits; WeChat shows the first 54 characters of the text.":
        "没有合适的摘要，微信会显示正文的前 54 个字。",
    "Write `description: …` with at most 120 characters in the front matter.":
        "请在 front matter 里写 `description: …`，最多 120 个字。",
    "The link's address is not one that readers can follow; its text stays.":
        "读者打不开这个链接，只保留文字。",
    "Addresses listed as references at the end: {count}.": "有 {count} 个网址列在文末参考链接里。",
    "Nothing of the issue is left for WeChat, which takes no empty article.":
        "这一期没有留给微信的内容，而微信不接受空文章。",
    "Write something outside of `<!-- only: … -->` and comments, or leave WeChat out.":
        "请在 `<!-- only: … -->` 和注释之外写些内容，或不发微信。",
    "The article has {count} characters with its markup in the plainest style; WeChat takes fewer "
    "than {most}.": "即使用最简样式，图文连同标记也有 {count} 个字符，微信要求少于 {most}。",
    "Set `split: true` for an article per heading of the first level, leave a section to the other "
    "channels with `<!-- only: … -->` around it, or take out pictures (each costs about 200 "
    "characters).":
        "请设 `split: true`，按一级标题分成多篇；或用 `<!-- only: … -->` 把某一节留给其他渠道；"
        "或减少图片（每张约占 200 个字符）。",
    "To stay below {most} characters ({count}), {losses}.":
        "为了不超过 {most} 个字符（现为 {count}），做了简化：{losses:clauses}。",
    "references do not repeat the words of their links": "参考链接不再重复文字",
    "strong text, emphasis and code have no colour": "粗体、强调和代码不上色",
    "headings and quotations are plainer": "标题和引用的样式更简单",
    "empty lines stand for margins, references drop https://":
        "用空行代替间距，参考链接去掉 https://",
    "paragraphs and lists are plain lines": "段落和列表按普通行显示",
    # articles of one draft
    "`split` is set, but the issue has no second heading of the first level.":
        "设了 `split`，但这一期没有第二个一级标题。",
    "Write `# ` before the headings that begin an article.":
        "请在每篇开头的标题前写 `# `。",
    "The issue makes {count} articles; a draft of WeChat holds {most}.":
        "这一期会分成 {count} 篇，微信一份草稿最多 {most} 篇。",
    "Make some of its headings `##`, or leave sections to other channels.":
        "请把一些标题改为 `##`，或把几节留给其他渠道。",
    "This heading becomes a title of {count} characters; WeChat takes {most}.":
        "这个小标题会成为 {count} 个字符的标题，微信最多 {most} 个。",
    "Shorten the heading, or write it with `##`.": "请缩短它，或改用 `##`。",
    # the author's style sheet
    "The style sheet of WeChat is not there.": "找不到微信的样式表。",
    "The style sheet of WeChat cannot be read as UTF-8 text.":
        "微信的样式表无法按 UTF-8 文本读取。",
    "Set channels.wechat.css to a file below the site's folder.":
        "请把 channels.wechat.css 设为网站文件夹里的文件。",
    "{selector} styles nothing in an article.": "{selector} 在图文里不起作用。",
    "`{rule}` is left out: {why}.": "`{rule}` 已略去：{why:words}。",
    "WeChat's readers have the fonts of their phones": "微信读者用的是自己手机的字体",
    "WeChat does not keep it": "微信不会保留",
    "only solid colours and plain lengths read well in dark mode":
        "深色模式下，只有纯色和普通长度显示正常",
    "it would hide text or overflow a phone": "会遮住文字，或超出手机屏幕",
    "`{place}` can hardly be read {when}: its contrast is {ratio} : 1.":
        "`{place}` 在{when:words}很难看清，对比度只有 {ratio} : 1。",
    "by day": "浅色模式下",
    "in dark mode": "深色模式下",
    "See docs/channels/wechat.md, Your own style sheet.":
        "请看 docs/channels/wechat.md 的“Your own style sheet”一节。",
}  # fmt: skip
