"""The words of the paste kit, in Chinese and English."""

from __future__ import annotations

from types import SimpleNamespace

# name: (Chinese, English)
WORDS = {
    "kit": ("粘贴包", "Paste kit"),
    "kit_hint": (
        "手动发布：复制，粘贴到编辑器，发布后告诉 pressrun。本页图片已缩小；要原样的图片，请运行",
        "By hand: copy, paste, then say that it is out. Pictures here are small; for real ones run",
    ),
    "kit_copy": ("复制到{}", "Copy for {}"),
    "kit_copy_marked": ("复制，图片只留编号", "Copy with numbers in place of pictures"),
    "kit_marked_hint": (
        "编辑器不收粘贴的图片时用它：文中留下编号，再按编号插入图片。",
        "For an editor that drops pasted pictures: insert each where its number stands.",
    ),
    "kit_boxes": ("其他栏目", "Other fields"),
    "kit_posts": ("各条文字", "Posts"),
    "kit_pictures": ("图片", "Pictures"),
    "kit_cover": ("封面", "Cover"),
    "kit_after": ("在这句之后：", "after:"),
    "kit_alt": ("替代文字：", "alternative text:"),
    "kit_first": ("在最前面", "at the beginning"),
    "kit_checklist": ("核对清单", "Checklist"),
    "kit_with": ("配图：", "with:"),
    "kit_where": ("文件在", "The files are in"),
    "box_title": ("标题", "Title"),
    "box_subtitle": ("副标题", "Subtitle"),
    "box_author": ("作者", "Author"),
    "box_digest": ("摘要", "Digest"),
    "box_original": ("原文链接", "Original link"),
    "box_slug": ("网址后缀", "Slug"),
    "box_seo_title": ("SEO 标题", "SEO title"),
    "box_description": ("SEO 描述", "SEO description"),
    "box_post": ("第 {} 条", "Post {}"),
    # steps of the checklist
    "open_wechat": (
        "在 mp.weixin.qq.com 新建图文，填入标题、作者和摘要。",
        "Make a new article on mp.weixin.qq.com; fill in title, author and digest.",
    ),
    "open_substack": (
        "在 Substack 新建文章（你的地址加 /publish/post?type=newsletter），填入标题和副标题。",
        "Make a new post (your Substack's /publish/post?type=newsletter); fill in its title.",
    ),
    "open_post": (
        "按顺序发布各条；后一条回复前一条。",
        "Post them in order, each in reply to the last.",
    ),
    "open_message": (
        "按顺序发布各条；文字中的链接和样式要重新加上。",
        "Post them in order; links and styles within the text have to be set again.",
    ),
    "paste": ("粘贴正文。", "Paste the text."),
    "count": (
        "检查图片：共 {} 张；少了哪张，就按图片清单插入。",
        "Count the pictures: {}. Insert a missing one where the list of pictures says.",
    ),
    "cover": ("上传封面 {}。", "Upload the cover {}."),
    "crops": (
        "按预览中的样子裁剪封面：2.35:1 和 1:1。",
        "Crop the cover as the preview shows it: 2.35:1 and 1:1.",
    ),
    "original": ("填写“阅读原文”的链接。", "Set the link of “Read the original”."),
    "slug": ("在设置中填写网址后缀和描述。", "Set slug and description in the post's settings."),
    "formulas": (
        "公式粘贴后是代码：换成编辑器的 LaTeX 块。",
        "Formulas arrive as code: turn each into a LaTeX block of the editor.",
    ),
    "videos": (
        "视频粘贴后是网址：在编辑器中换成嵌入。",
        "Videos arrive as addresses: turn each into an embed.",
    ),
    "paywall": (
        "把“{}”这一行换成编辑器的付费墙。",
        "Replace the line “{}” with the editor's paywall.",
    ),
    "buttons": (
        "方括号中的按钮：换成编辑器的同名按钮。",
        "Buttons stand in brackets: replace each with the editor's own.",
    ),
    "notes": (
        "脚注粘贴后是文字：在编辑器中换成脚注，或就这样保留。",
        "Footnotes arrive as text: make them footnotes of the editor, or leave them so.",
    ),
    "left_to_you": ("只能由你设置：{}。", "Only you can set: {}."),
    "no_mail": ("不发邮件：发布前关掉它。", "It is to be mailed to nobody: switch that off."),
    "mail": ("会发送邮件给订阅者。", "It is to be mailed to subscribers."),
    "confirm": ("发布后运行，填上网址：", "When it is out, run this with its address:"),
    "paywall_mark": ("付费墙", "paywall"),
}
LEFT = {"tags": "标签", "section": "栏目", "whether it is mailed": "是否发邮件"}


def kit_words(language: str) -> SimpleNamespace:
    """Every word of the kit in "zh" or "en"."""
    column = 0 if language == "zh" else 1
    return SimpleNamespace(**{name: pair[column] for name, pair in WORDS.items()})


def left_to_you(what: str, language: str) -> str:
    """A setting that only a person can make; `原创 (original)` is explained to English readers."""
    if language != "zh":
        return what
    return LEFT.get(what, what.partition(" (")[0])
