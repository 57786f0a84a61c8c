"""The doctor: settings, secrets, channels, machine and store."""

from __future__ import annotations

WORDS: dict[str, str] = {
    # what is looked at
    "configuration": "设置",
    "secrets": "凭证",
    "posts": "文章",
    "fonts": "字体",
    "time zone": "时区",
    "clock": "时钟",
    "store": "数据库",
    "backup": "备份",
    "executes": "执行",
    "releases": "发布",
    "sandbox": "模拟环境",
    # any check
    "This check broke: {error}.": "这项检查出错了：{error}。",
    "Report this as a defect of pressrun, with what you did.":
        "这是 pressrun 的缺陷，请报告，并说明当时的操作。",
    "Run pressrun doctor again in a few minutes.": "请过几分钟再运行 pressrun doctor。",
    "Look whether it is there and is yours; PRESSRUN_HOME names another home.":
        "请看它是否存在、是否归你所有；也可以用 PRESSRUN_HOME 另指一个目录。",
    "See docs/channels/{channel}.md.": "请看 docs/channels/{channel}.md。",
    "The stand-ins do not answer: {why}.": "模拟服务没有响应：{why}。",
    "Look whether PRESSRUN_HOME is yours to write, and what PRESSRUN_SANDBOX_URL names.":
        "请看 PRESSRUN_HOME 是否可写，以及 PRESSRUN_SANDBOX_URL 指向哪里。",
    "A file: {why}.": "文件：{why}。",
    # settings and secrets
    "{file} cannot be read: {why}.": "无法读取 {file}：{why}。",
    "Name another one with --config.": "请用 --config 另指一个。",
    "There is no {file} in {folder} or above it; all has its default.":
        "{folder} 及其上层没有 {file}，全部用默认值。",
    "pressrun init writes one with the few lines that are needed.":
        "pressrun init 会写一个，只有最初需要的几行。",
    "{file}; channels: {channels}.": "{file}，渠道：{channels}。",
    "Every option stands in docs/reference/configuration.md.":
        "全部选项见 docs/reference/configuration.md。",
    "Mend {file} as docs/operations.md shows it.": "请照 docs/operations.md 改好 {file}。",
    "{file} cannot be read as YAML.": "{file} 不是有效的 YAML。",
    "{file} cannot be read as YAML at line {line}.": "{file} 第 {line} 行不是有效的 YAML。",
    "{file} does not map channels to their secrets.": "{file} 没有按渠道写明凭证。",
    "Take a fresh one, put it where the old one is, and start pressrun serve again.":
        "请取一个新的，替换原来的，然后重新启动 pressrun serve。",
    "{channel}: the {secret} is good until about {day}; it was first seen {seen}.":
        "{channel}：{secret} 大约到 {day} 为止有效，最早见于 {seen}。",
    # time zone and posts
    "{zone}, as {file} says.": "{zone}，来自 {file}。",
    "{zone}, as the site says.": "{zone}，来自网站配置。",
    "None is set, so times count as UTC.": "没有设置，时间按 UTC 计。",
    "Write `timezone` into {file}, such as Asia/Shanghai.":
        "请在 {file} 里写 `timezone`，例如 Asia/Shanghai。",
    "{folder}, in {kind}.": "{folder}，属于{kind:words}。",
    "a plain folder": "普通文件夹",
    "a {kind} site": " {kind} 网站",
    "{root} is {kind} without the folder {folder}.": "{root} 是{kind:words}，没有文件夹 {folder}。",
    "Make it; a cadence may name another as `posts`.":
        "请建好它；cadence 也可以用 `posts` 另指一个。",
    "No Markdown file was found in {folder}.": "{folder} 里没有 Markdown 文件。",
    "Run pressrun doctor in the folder of your posts, or above it.":
        "请在文章所在的文件夹或其上层运行 pressrun doctor。",
    # channels
    "It lets us in: {account}.": "可以登录：{account}。",
    "X wants such an account labelled as automated, with its operator named in the profile.":
        "X 要求把这类账号标为自动化账号，并在简介里写明运营者。",
    "It is not set up.": "还没有设置。",
    "It lacks {what}.": "缺少 {what}。",
    "Set {what}; docs/channels/{channel}.md shows how.":
        "请设置 {what}；方法见 docs/channels/{channel}.md。",
    "Set {what}; docs/channels/{channel}.md shows how. To do without it, name only others under "
    "`channels`.":
        "请设置 {what}；方法见 docs/channels/{channel}.md。不用这个渠道，就在 `channels` "
        "里只写其他渠道。",
    "{bot} may not post there.": "{bot} 不能在那里发消息。",
    "Make the bot an administrator of the channel with the right to post messages.":
        "请把机器人设为频道管理员，并允许它发消息。",
    "{bot} may post there, and edit and delete its posts.":
        "{bot} 可以在那里发消息，也可以编辑和删除自己的消息。",
    "{bot} may post there, and edit and delete its posts. It may also {rights} posts of others, "
    "which pressrun never does.":
        "{bot} 可以在那里发消息，也可以编辑和删除自己的消息。"
        "它还有权处理别人的消息（{rights}），但 pressrun 不会这样做。",
    "{quota}: no quota is told.": "{quota}：没有给出额度。",
    "{quota}: {left} of {limit} calls are left today.":
        "{quota}：今天还剩 {left} 次，共 {limit} 次。",
    "The quota is whole again tomorrow, in China's time. What fails is tried again.":
        "额度在北京时间明天恢复，失败的会再试。",
    # the machine
    "{now} UTC; no service has told its own time.": "{now} UTC，还没有服务报过时间。",
    "{now} UTC, as {service} has it.": "{now} UTC，与 {service} 一致。",
    "{now} UTC is {seconds} s ahead of the time of {service}.":
        "{now} UTC，比 {service} 快 {seconds} 秒。",
    "{now} UTC is {seconds} s behind the time of {service}.":
        "{now} UTC，比 {service} 慢 {seconds} 秒。",
    "Let the network set it (Linux: timedatectl set-ntp true).":
        "请开启网络校时（Linux：timedatectl set-ntp true）。",
    "No font of this machine shows Chinese; title cards come without words.":
        "这台电脑上没有能显示中文的字体，标题卡片上不会有文字。",
    "Install one (Debian: apt install fonts-noto-cjk), or name a `cover` picture in each issue.":
        "请安装一个（Debian：apt install fonts-noto-cjk），或在每一期用 `cover` 指定封面图。",
    "{fonts} shows Chinese.": "{fonts} 能显示中文。",
    # the store
    "{store} has schema {found}, and this version's is {wanted}.":
        "{store} 的结构版本是 {found}，本程序用的是 {wanted}。",
    "Every command brings it up to date; by itself: pressrun db upgrade":
        "运行任何命令都会升级它；单独升级：pressrun db upgrade",
    "{file} cannot be made: {folder} is not a folder that you may write to.":
        "无法建立 {file}：{folder} 不是可写的文件夹。",
    "Set PRESSRUN_HOME to a folder of yours.": "请把 PRESSRUN_HOME 设为你自己的文件夹。",
    "{file} is made by the first release.": "{file} 会在第一次发布时建立。",
    "{store} can be written; its schema is {schema}.": "{store} 可写，结构版本 {schema}。",
    "{store} can be written; its schema is {schema}; {free} GB are free.":
        "{store} 可写，结构版本 {schema}，剩余空间 {free} GB。",
    "Make room: pressrun db prune, and what else lies on that disk.":
        "请腾出空间：运行 pressrun db prune，或清理那块磁盘。",
    "There is none in {folder}.": "{folder} 里没有备份。",
    "Run pressrun db backup; while pressrun serve runs, it makes one each night.":
        "请运行 pressrun db backup；pressrun serve 运行时每晚会自动备份。",
    "The last one is {age} old.": "上一次备份在 {age:words}前。",
    "{n} days": "{n} 天",
    "{n} hours": "{n} 小时",
    "{n} minutes": "{n} 分钟",
    "{n} s": "{n} 秒",
    # who executes
    "{kind} on {machine}, last beat {age} ago.": "{machine} 上的 {kind}，{age:words}前有响应。",
    "{kind} on {machine}, since {clock} UTC.": "{machine} 上的 {kind}，从 {clock} UTC 起。",
    "Nobody does now; the next thing is due {when} UTC.":
        "现在没有程序在执行，下一项定于 {when} UTC。",
    "Nobody does now; the next thing is due {when} UTC. {kind} on {machine} was last heard of "
    "{age} ago.":
        "现在没有程序在执行，下一项定于 {when} UTC。"
        "{machine} 上的 {kind} 在 {age:words}前有过响应。",
    "Nobody does now, and nothing waits for a time.": "现在没有程序在执行，也没有定时的内容。",
    "Keep pressrun serve running, or let cron run pressrun release --next.":
        "请让 pressrun serve 一直运行，或用 cron 运行 pressrun release --next。",
    "pressrun status shows all of it.": "发送 /status 可以看到全部。",
    "Questions that wait for you: {count}.": "有 {count} 个问题等你回答。",
    "pressrun status shows how to answer them.": "发送 /decide 来回答。",
}  # fmt: skip
