"""The words of the page, in Chinese and English."""

from __future__ import annotations

import re
from types import SimpleNamespace

# name: (Chinese, English)
WORDS = {
    "preview": ("预览", "Preview"),
    "blocked": ("还不能发布", "Cannot be published yet"),
    "clear": ("可以发布", "Ready to publish"),
    "errors": ("错误", "errors"),
    "warnings": ("警告", "warnings"),
    "notes": ("说明", "notes"),
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "note": ("说明", "note"),
    "no_address": ("原文地址未知", "no address known"),
    "release": ("发布指纹", "Release"),
    "edition": ("版本指纹", "Edition"),
    "source": ("源文件指纹", "Source"),
    "plan": ("发布计划", "Plan"),
    "channel": ("渠道", "Channel"),
    "verb": ("方式", "How"),
    "verb_draft": ("存草稿", "draft"),
    "verb_web": ("发布", "web"),
    "verb_web+email": ("发布并发邮件", "web+email"),
    "due": ("时间", "When"),
    "cost": ("费用", "Cost"),
    "total": ("合计", "Total"),
    "facts": ("概况", "What goes out"),
    "calls": ("次调用", "calls"),
    "call": ("次调用", "call"),
    "after_approval": ("相对于发布时刻", "after the release time"),
    "unplanned": ("立即（计划中未列出）", "at once (not in the plan)"),
    "bad_plan": ("计划无法读取", "The plan cannot be read"),
    "problems": ("问题", "Problems"),
    "no_problems": ("没有问题。", "No problems."),
    "changes": ("为适配各渠道所做的处理", "What was changed to fit a channel"),
    "pictures": ("图片清单", "Pictures"),
    "no_pictures": ("没有图片。", "No pictures."),
    "picture": ("图片", "Picture"),
    "line": ("行", "line"),
    "as_is": ("原样", "as is"),
    "open": ("未解决", "open"),
    "not_used": ("未使用", "not used"),
    "unused_hint": ("— 表示该渠道不用这张图", "— means that the channel does not use it"),
    "links": ("链接", "Links"),
    "marks": ("调整 X 的选文", "Steer what X says"),
    "marks_hint": (
        "规则替你选了下列段落。想换一段，就把标记放在那一段或列表项的上一行；标记可直接复制。",
        "To choose other places, put the mark on the line above the paragraph or list item.",
    ),
    "mark": ("标记", "Mark"),
    "post": ("推文", "Post"),
    "taken_from": ("取自", "Taken from"),
    "front_matter_hint": (
        "也可以在 front matter 中写开头，或跳过某些小节：",
        "Or write the first post, or leave sections out, in the front matter:",
    ),
    "no_edition": ("没有这个渠道的版本", "There is no edition for this channel"),
    "no_edition_hint": (
        "它不在配置的渠道之列，或者未能生成。",
        "The configuration does not name the channel, or it could not be rendered.",
    ),
    "cannot_show": (
        "无法按渠道的样子显示，下面是将要发送的内容：",
        "This cannot be shown as the channel would; below is what would be sent:",
    ),
    "raw_parts": ("将要发送的内容：", "What would be sent:"),
    "no_picture": ("图片无法显示", "The picture cannot be shown"),
    "left_out": ("预览中去掉了不安全的标记：", "Left out of this preview as unsafe:"),
    "frames": ("四个渠道的样子", "As the four channels show it"),
    "skip": ("跳到预览画面", "Skip to the frames"),
    "noscript": (
        "图片由本页自己的脚本放入画面；脚本被禁用时只见文字。",
        "The page's own script puts the pictures into the frames; without it only text is seen.",
    ),
    "nowhere": ("任何画面里都找不到这一处。", "No frame shows this place."),
    "copied": ("已复制。", "Copied."),
    "copy_refused": ("浏览器拒绝复制，请手动选择。", "The browser refuses; select it by hand."),
    "copy": ("复制", "Copy"),
    "width": ("宽度", "Width"),
    "phone": ("手机", "Phone"),
    "web": ("网页", "Web"),
    "scheme": ("明暗", "Appearance"),
    "light": ("浅色", "Light"),
    "dark": ("深色", "Dark"),
    "before": ("原图", "Original"),
    # Telegram
    "sound": ("有提示音", "notifies"),
    "silent": ("静音", "silent"),
    "reply_to": ("回复", "in reply to"),
    "units": ("单位", "units"),
    "entities": ("个样式", "entities"),
    "entity": ("个样式", "entity"),
    "items": ("张图", "pictures"),
    "item": ("张图", "picture"),
    "caption_hint": ("点开图片时显示的说明：", "Captions, seen when a picture is opened:"),
    "card_hint": ("Telegram 会从这个地址取卡片", "Telegram loads the card from this address"),
    "card_cover": (
        "卡片由 Telegram 从这个地址取得；这里用的是本期封面",
        "Telegram loads the card from this address; the cover stands for its picture",
    ),
    "your_channel": ("你的频道", "Your channel"),
    "telegram_channel": ("频道", "channel"),
    "release_day": ("发布当天", "Day of release"),
    "formula": ("公式", "formula"),
    # X
    "weight": ("字重", "weight"),
    "over": ("超长", "over the limit"),
    "longer": ("长推文（Premium）", "long post (Premium)"),
    "your_account": ("你的账号", "Your account"),
    "at_release": ("发布时", "at release"),
    "with_link": ("含链接", "with a link"),
    "x_card": (
        "X 会从这个地址取卡片",
        "X loads the card from this address",
    ),
    "x_left_out": ("这串推文没有说的：", "What the thread leaves out:"),
    "thread_cost": ("整串费用", "The thread costs"),
    "described": ("替代文字", "Alternative text"),
    # WeChat
    "official_account": ("公众号", "Official Account"),
    "in_feed": ("列表中的样子", "In the feed"),
    "when_shared": ("转发时的样子", "When it is shared"),
    "read_original": ("阅读原文", "Read the original"),
    "reads": ("阅读", "Reads"),
    "recommend": ("推荐", "Recommend"),
    # WeChat and Substack
    "on_the_day": ("发布当天", "the day of release"),
    "like": ("赞", "Like"),
    "comment": ("评论", "Comment"),
    "share": ("分享", "Share"),
    # Substack
    "publication": ("你的刊物", "Your publication"),
    "byline": ("你的名字", "Your name"),
    "subscribe": ("订阅", "Subscribe"),
    "restack": ("转发", "Restack"),
    "type_email": ("输入邮箱……", "Type your email…"),
    "around_post": ("正文之外", "Around the post"),
    "as_card": ("在列表和社交平台上", "In lists and on social networks"),
    "as_result": ("在搜索结果中", "In search results"),
    "as_email": ("邮件", "As an email"),
    "subject": ("主题", "Subject"),
    "preview_text": ("预览文字", "Preview text"),
    "by_email": ("会发送邮件给订阅者", "is mailed to subscribers"),
    "no_email": ("不发邮件", "no email"),
    "filed_as": ("归类", "Filed under"),
    "paywall": ("以下内容仅付费订阅者可见", "Only paid subscribers read on from here"),
    "unknown_node": ("未知内容", "Unknown content"),
    # facts
    "fact_articles": ("文章", "articles"),
    "fact_section": ("栏目", "section"),
    "fact_tags": ("标签", "tags"),
    "sizes": ("{sizes}，须少于 {limit}", "{sizes} of fewer than {limit}"),
    "each": ("（每篇）", " each"),
    "to_all": ("发给全部订阅者", "to every subscriber"),
    "no_mail": ("不发", "none"),
    "fact_layout": ("版式", "layout"),
    "fact_bubbles": ("消息", "bubbles"),
    "fact_notifications": ("提醒", "notifications"),
    "fact_seconds": ("用时（秒）", "seconds"),
    "fact_rung": ("样式级别", "rung"),
    "fact_characters": ("字符", "characters"),
    "fact_pictures": ("图片", "pictures"),
    "fact_references": ("参考链接", "references"),
    "fact_blocks": ("内容块", "blocks"),
    "fact_email": ("邮件", "email"),
    "fact_posts": ("推文", "posts"),
    "fact_mode": ("模式", "mode"),
    "fact_with a link": ("含链接", "with a link"),
    "fact_weights": ("各条字重", "weights"),
}
_SIZES = re.compile(r"(.+) of fewer than ([\d,]+)( each)?")
NAMES = {
    "telegram": "Telegram",
    "substack": "Substack",
    "wechat": "微信公众号",
    "x": "X",
}


def labels(language: str) -> SimpleNamespace:
    """Every word of the page in "zh" or "en"; `lang` is for the page's own element."""
    column = 0 if language == "zh" else 1
    chosen = {name: pair[column] for name, pair in WORDS.items()}
    return SimpleNamespace(**chosen, lang="zh-CN" if language == "zh" else "en")


def channel_name(key: str, language: str) -> str:
    """A channel as its readers call it."""
    if key == "wechat" and language != "zh":
        return "WeChat"
    return NAMES.get(key, key)


def fact_value(label: str, value: str, words: SimpleNamespace) -> str:
    """An edition's own words of a fact in those of the page; numbers and names stay."""
    if label == "characters" and (found := _SIZES.fullmatch(value)):
        said: str = words.sizes.format(sizes=found[1], limit=found[2])
        return said + (words.each if found[3] else "")
    if label == "email":
        mail: dict[str, str] = {"to every subscriber": words.to_all, "none": words.no_mail}
        return mail.get(value, value)
    return value


def fact_name(label: str, words: SimpleNamespace) -> str:
    """What an edition's fact is called; one that nobody named keeps its own word."""
    named: str = getattr(words, f"fact_{label}", label)
    return named
