"""What somebody has done on a service with a draft or a post of ours."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "Someone has changed {what}.": "有人改了{what:names}。",
    "Someone has deleted it.": "有人删除了它。",
    "Someone has published it.": "有人已经发布了它。",
    "Someone has taken it back: it is a draft again.": "有人撤回了它，现在又是草稿。",
    "The draft has left the box: someone has published or deleted it.":
        "草稿已不在草稿箱：有人发布或删除了它。",
    "its title": "标题",
    "its subtitle": "副标题",
    "its text": "正文",
    "its address": "网址",
    "its description": "描述",
    "its description for search engines": "给搜索引擎的描述",
    "its cover": "封面",
    "its title for search engines": "给搜索引擎的标题",
    "its title for social networks": "给社交网络的标题",
    "its section": "栏目",
    "when it is published": "发布时间",
    "its byline": "作者",
    "its digest": "摘要",
    "its link to the original": "原文链接",
    "how many articles it has": "文章篇数",
    "pictures or links": "图片或链接",  # of "its text, pictures or links"
    "subtitle or text": "副标题或正文",  # of "its title, subtitle or text"
}  # fmt: skip
