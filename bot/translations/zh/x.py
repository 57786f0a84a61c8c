"""X's threads."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "The thread has no page of the issue to link to.": "推文串没有可链接的文章页面。",
    "Set the site's `url`, or write `canonical_url: https://…` in the front matter.":
        "请设置网站的 `url`，或在 front matter 里写 `canonical_url: https://…`。",
    "No heading reads {heading}, so nothing is skipped.":
        "没有叫 {heading} 的小标题，因此没有跳过。",
    "Copy it from the issue.": "请从文章里复制小标题。",
    "The digest leaves out: {titles}": "摘要没有收入：{titles}",
    "Mark a sentence with <!-- x:post -->, or set channels.x.mode to full.":
        "请用 <!-- x:post --> 标出一句，或把 channels.x.mode 设为 full。",
    "The digest leaves out X's intro and outro.": "摘要不收入 X 的开头语和结束语。",
    "Set channels.x.mode to full or manual, or write `hook` instead.":
        "请把 channels.x.mode 设为 full 或 manual，或改写 `hook`。",
    "X would link a word of {title}; a hair space keeps it apart.":
        "X 会把 {title} 里的词变成链接，已加一个极细的空格隔开。",
    "Say under channels.x.domains what to write instead.":
        "请在 channels.x.domains 里写明改成什么。",
    "Write another title as `pressrun: {{x: {{title: …}}}}`.":
        "请另写一个标题：`pressrun: {{x: {{title: …}}}}`。",
    "X takes {name} for an address, which makes a post dearer.":
        "X 会把 {name} 当作网址，这条推文会更贵。",
    "Write under channels.x.domains what to say instead of {name}.":
        "请在 channels.x.domains 里写明用什么代替 {name}。",
    "The hook weighs {weight}, {room} are left beside the title; a hook holds no address.":
        "hook 的字重是 {weight}，标题之外只剩 {room}；hook 里不能有网址。",
    "Shorten `x.hook`; the link stands in the last post.":
        "请缩短 `x.hook`；链接会放在最后一条。",
    "The issue has no mark to cut it at.": "文章里没有分条的标记。",
    "Write <!-- x:post --> above each post, or set channels.x.mode to full.":
        "请在每条推文前写 <!-- x:post -->，或把 channels.x.mode 设为 full。",
    "The thread costs ${cost}; at most ${most} are allowed.":
        "推文串要花 ${cost}，上限是 ${most}。",
    "Set channels.x.mode to digest, or raise channels.x.max_cost_usd.":
        "请把 channels.x.mode 设为 digest，或提高 channels.x.max_cost_usd。",
    "The alternative text has {count} characters; X keeps {most}.":
        "图片说明有 {count} 个字符，X 只保留 {most} 个。",
    "Shorten it.": "请缩短。",
    "{mode} is no mode of X.": "X 没有 {mode} 这种模式。",
    "Write one of {modes}.": "请写其中一种：{modes}。",
    "The thread has {count} posts; at most {most} are allowed.":
        "推文串有 {count} 条，上限是 {most} 条。",
    "Set channels.x.mode to digest, or raise channels.x.max_posts.":
        "请把 channels.x.mode 设为 digest，或提高 channels.x.max_posts。",
    "The post that begins here weighs {weight}; X takes {most}.":
        "从这里开始的推文字重 {weight}，X 最多 {most}。",
    "Shorten it, or cut it with another <!-- x:post -->.":
        "请缩短，或再用一个 <!-- x:post --> 分开。",
    "The post that begins here has {count} pictures; X takes {most}.":
        "从这里开始的推文有 {count} 张图，X 最多 {most} 张。",
    "Cut it between the pictures with another <!-- x:post -->.":
        "请在图片之间再用一个 <!-- x:post --> 分开。",
    "The digest is made of prose and lists; it leaves out: {what}.":
        "摘要只取正文和列表，没有收入：{what:names}。",
    "tables": "表格",
    "formulas": "公式",
    "embedded media": "嵌入的媒体",
    "captions": "图注",
    "Set channels.x.mode to full for all of the issue.":
        "要发全文，请把 channels.x.mode 设为 full。",
    "The digest leaves out {count} of {all} pictures.":
        "全文 {all} 张图，摘要没有收入其中 {count} 张。",
    "Name the one of the first post as `cover`, or set channels.x.mode to full.":
        "请用 `cover` 指定第一条的图，或把 channels.x.mode 设为 full。",
    "X would link {name}; a hair space keeps it apart.":
        "X 会把 {name} 变成链接，已加一个极细的空格隔开。",
}  # fmt: skip
