"""What a service refuses for want of a key, a right or a network, and what mends it."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "{name} answered {status}: {said}": "{name} 返回 {status}：{said}",
    # the way there
    "{name}: the address or a header cannot be sent.": "{name}：地址或请求头无法发送。",
    "Check the channel's address and credentials in the configuration.":
        "请检查设置里这个渠道的地址和凭证。",
    "Check this machine's network; nothing was sent.":
        "请检查这台电脑的网络；什么都没有发出去。",
    # Substack
    "{name}: the session has ended": "{name}：登录已失效",
    "{name}: not allowed here": "{name}：没有权限",
    "{name}: sent on to another host": "{name}：被转到了别的域名",
    "no cookie or publication is set for Substack": "还没有设置 Substack 的 cookie 或 publication",
    "Copy a fresh substack.sid cookie from the browser (it lives for about 90 days).":
        "请从浏览器复制新的 substack.sid cookie（有效期约 90 天）。",
    "Check that this account may write there, and the network's own filters.":
        "请确认这个账号可以在那里写文章，并检查网络本身有没有拦截。",
    "Use the *.substack.com name, also with a domain of your own.":
        "即使有自己的域名，也请用 *.substack.com 的地址。",
    "this account has no publication {name}": "这个账号没有名为 {name} 的 publication",
    "Set channels.substack.publication to the name before .substack.com.":
        "请把 channels.substack.publication 设为 .substack.com 前面的名字。",
    # Telegram
    "{call}: this Bot API server has no such method": "{call}：这个 Bot API 服务器没有这个方法",
    "getChat: this is no {kind}": "getChat：这不是 {kind:words}",
    "chat with a person": "与个人的对话",
    "Set channels.telegram.chat to the channel's @name or number.":
        "请把 channels.telegram.chat 设为频道的 @名字或编号。",
    "Write to the bot, and use the number of your own account.":
        "请先给机器人发一条消息，再填自己账号的编号。",
    "{name}: not found": "{name}：找不到",
    "no token is set for Telegram": "还没有设置 Telegram 的 token",
    "no chat is set for Telegram": "还没有设置 Telegram 的 chat",
    "Set channels.telegram.layout to auto, or use a server of Bot API 10.2 or newer.":
        "请把 channels.telegram.layout 设为 auto，或用 Bot API 10.2 以上的服务器。",
    "Copy the bot's token from @BotFather again.": "请到 @BotFather 重新复制机器人的 token。",
    "Check channels.telegram.chat.": "请检查 channels.telegram.chat。",
    "Press Start in the bot's chat again.": "请在机器人的对话里再按一次“开始”。",
    "Use the chat's new number.": "请改用这个聊天的新编号。",
    # WeChat
    "WeChat: AppID or AppSecret is missing.": "微信公众号：缺少 AppID 或 AppSecret。",
    "Set channels.wechat.app_id and the secret; both stand under Settings and Development > "
    "Basic configuration.":
        "请设置 channels.wechat.app_id 和密钥，两者都在后台的“设置与开发 > 基本配置”。",
    "Compare AppID and AppSecret with the backstage, Settings and Development.":
        "请与后台“设置与开发”里的 AppID 和 AppSecret 核对。",
    "Log in to mp.weixin.qq.com and follow what it asks for.":
        "请登录 mp.weixin.qq.com，按提示处理。",
    "Open the draft in the backstage and publish it there.": "请在后台打开草稿，在那里发布。",
    "Report this as a defect of pressrun, with the code.":
        "这是 pressrun 的缺陷，请连同错误码一起报告。",
    "An administrator must confirm the call; then resume the account.":
        "需要管理员确认这次调用，然后再恢复。",
    "The administrator refused this IP address: resume after 24 hours.":
        "管理员拒绝了这个 IP 地址：请 24 小时后再恢复。",
    "The administrator refused this IP address: resume after an hour.":
        "管理员拒绝了这个 IP 地址：请一小时后再恢复。",
    "This account may not publish through the API: its draft is kept, publish it in the backstage. "
    "Set `mode: draft` for the next one.":
        "这个账号不能通过接口发布。草稿还在，请到后台发布；下一期请设 `mode: draft`。",
    "Add this machine's IP address under Basic configuration > IP whitelist; "
    "it takes 5 to 10 minutes.":
        "请在“基本配置 > IP 白名单”里加上这台电脑的 IP 地址，5 到 10 分钟后生效。",
    # X
    "X has no {keys}": "X 缺少 {keys}",
    "Report this as a defect of pressrun, with the answer.":
        "这是 pressrun 的缺陷，请连同返回的内容一起报告。",
    "Compare the four keys with the developer portal, and generate the access token anew.":
        "请与开发者后台核对四个密钥，并重新生成 access token。",
    "Copy the four keys of the app from the developer portal.":
        "请从开发者后台复制应用的四个密钥。",
    "Set the app to Read and Write in the developer portal, then generate the access token anew.":
        "请在开发者后台把应用设为 Read and Write，再重新生成 access token。",
    "Top up the credits of the app in the developer console.": "请在开发者后台给应用充值。",
    "The account is suspended; X tells why when you log in.":
        "账号被停用；登录 X 可以看到原因。",
    "Attach the app to a project in the developer portal.": "请在开发者后台把应用加入一个项目。",
    "The spending limit is reached; raise it, or wait for the next cycle.":
        "已达消费上限。请调高，或等下个周期。",
    "X lets this app answer nobody, not even itself; ask X's support.":
        "X 不让这个应用回复任何人，连自己也不行；请联系 X 的支持。",
    "Shorten the post, or lower channels.x.max_weight.":
        "请缩短这条推文，或调低 channels.x.max_weight。",
    "Correct the link in the issue.": "请改正文章里的链接。",
}  # fmt: skip
