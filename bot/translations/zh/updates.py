"""Updates and retractions: what only a person can change, and what nobody can."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "It was deleted; an update makes nothing anew.": "已经删除，更新不会重新创建。",
    "It was made as a draft and stays one: an update publishes nothing.":
        "当初存的是草稿，仍是草稿：更新不会发布。",
    # X
    "This post is new:\n{text}": "这条推文是新的：\n{text}",
    "This post is new:\n{text}\nIts pictures: {pictures}":
        "这条推文是新的：\n{text}\n图片：{pictures}",
    "Post it as a reply to the last post of the thread: {url}":
        "请把它作为回复，发在推文串最后一条下面：{url}",
    "{post} was not sent. It would say:\n{before}\nIt should say:\n{after}":
        "{post} 没有发出。原来的内容是：\n{before}\n应当是：\n{after}",
    "{post} has no place in the thread any more. It says:\n{text}":
        "{post} 已不在推文串里。它的内容是：\n{text}",
    "Delete it: {url}": "请删除它：{url}",
    "{post} says:\n{before}\nIt should say:\n{after}":
        "{post} 现在是：\n{before}\n应当是：\n{after}",
    "{post} says:\n{before}\nIt should say:\n{after}\nIts pictures are {old}; they should be "
    "{new}.":
        "{post} 现在是：\n{before}\n应当是：\n{after}\n图片现在是 {old}，应当是 {new}。",
    "Edit it there, if the account may, or delete it and post it anew: {url}":
        "如果账号可以编辑，请在那里修改；否则请删掉重发：{url}",
    "The description of {picture} in {post} is:\n{before}\nIt should be:\n{after}":
        "{picture} 在 {post} 里的图片说明是：\n{before}\n应当是：\n{after}",
    "The description of {picture} in the thread is:\n{before}\nIt should be:\n{after}":
        "{picture} 在推文串里的图片说明是：\n{before}\n应当是：\n{after}",
    "The thread was not sent to its end, so this is not added:\n{text}":
        "推文串没有发完，因此没有加上：\n{text}",
    # Telegram
    "Nothing is left to say in {message}. It says:\n{text}":
        "{message} 里没有要说的了。它现在是：\n{text}",
    "Delete it in Telegram: {url}": "请到 Telegram 里删除：{url}",
    "These words belong into {message}, which has no room for them:\n{text}":
        "这些内容应放进 {message}，但那里放不下：\n{text}",
    "These words belong into the channel, which has no room for them:\n{text}":
        "这些内容应发到频道里，但已有的消息放不下：\n{text}",
    "Post them in the channel as a further message.": "请在频道里另发一条消息。",
    "{picture} is no longer in the issue, but stands in {message}.":
        "{picture} 已不在文章里，但还在 {message} 里。",
    "{picture} is no longer in the issue, but stands in {message}. Text stands under it, so it "
    "cannot be deleted.":
        "{picture} 已不在文章里，但还在 {message} 里；它下面有正文，因此不能删除。",
    "{picture} is new, and no message has a place for it.":
        "{picture} 是新的，没有消息能放下它。",
    "{picture} is new, and no message has a place for it. Its caption:\n{caption}":
        "{picture} 是新的，没有消息能放下它。图注：\n{caption}",
    "Post it in the channel.": "请发到频道里。",
    "Under {picture} stands text, so its caption has no place:\n{caption}":
        "{picture} 下面是正文，图注放不下：\n{caption}",
    "{message} was not sent, so it cannot be edited. It would say:\n{before}\nIt should say:\n"
    "{after}": "{message} 没有发出，因此无法编辑。原来的内容是：\n{before}\n应当是：\n{after}",
    "{message} was not sent, so it cannot be edited. It should say:\n{after}":
        "{message} 没有发出，因此无法编辑。应当是：\n{after}",
    "These words have no message yet:\n{text}": "这些内容还没有对应的消息：\n{text}",
    "The posts stand there in another layout, so they stay as they are.":
        "频道里的消息是另一种版式，因此保持不变。",
    "Set channels.telegram.layout back to what it was to edit them.":
        "要编辑它们，请把 channels.telegram.layout 改回原来的值。",
    # Substack
    "The address still ends in {old}, not {new}: links to it are out.":
        "网址仍以 {old} 结尾，没有改成 {new}：指向它的链接已经发出。",
    "Its settings in the editor can change it: {url}": "可以在编辑器的设置里修改：{url}",
    "The tag {tag} stays on it: an update takes no tag off.":
        "标签 {tag} 会留着：更新不会去掉标签。",
    "Its settings in the editor can: {url}": "可以在编辑器的设置里去掉：{url}",
    "Publish it in the editor: {url}": "请在编辑器里发布：{url}",
    "It is public and stays so: an update takes nothing back.":
        "文章已公开，仍会公开：更新不会撤回。",
    "The mail to subscribers keeps its old words; the web page is new.":
        "发给订阅者的邮件仍是旧内容，网页是新的。",
    "An update mails nobody: subscribers are not told of this post.":
        "更新不会发邮件，订阅者不会收到通知。",
    "The mail went out to every subscriber; nothing calls it back.":
        "邮件已发给全部订阅者，无法收回。",
    "Uploaded pictures stay on Substack's servers; nothing links them.":
        "上传的图片会留在 Substack 的服务器上，但没有内容再引用它们。",
    # WeChat
    "It was made of {before} articles and is to have {after}.":
        "当初是 {before} 篇，现在应为 {after} 篇。",
    "Take it back with `pressrun retract`, and send it anew.":
        "请用 `pressrun retract` 撤回，再重新发。",
    "Its look is a little different now; the words are the same.":
        "样式略有不同，文字没有变。",
    "{what} is to have\n{text}": "{what:words}要加上：\n{text}",
    "{what} is to have, below: {near}\n{text}": "{what:words}要加上，在“{near}”之后：\n{text}",
    "{what} is to lose:\n{text}": "{what:words}要去掉：\n{text}",
    "{what} says:\n{before}\nIt is to say:\n{after}":
        "{what:words}现在是：\n{before}\n应当是：\n{after}",
    "Change it in the backstage, as far as WeChat lets you; else publish it anew: {url}":
        "请在后台修改，微信允许多少就改多少；否则请重新发布：{url}",
    "Publish it in the backstage: {url}": "请在后台发布：{url}",
    "It is published and stays so: an update takes nothing back.":
        "文章已发布，仍会保留：更新不会撤回。",
    "It was published by hand, and WeChat lets only the backstage delete it.":
        "文章是手动发布的，微信只允许在后台删除。",
    "Delete it there: {url}": "请到那里删除：{url}",
    "You posted it by hand.": "这是手动发布的。",
    "You posted it by hand, and the issue has changed since.":
        "这是手动发布的，之后这一期又改过。",
    "Change it at {url}, then: pressrun confirm {words}":
        "请到 {url} 修改，然后运行：pressrun confirm {words}",
    "Uploaded pictures stay on WeChat's servers and in the library.":
        "上传的图片会留在微信的服务器和素材库里。",
    "The title": "标题",
    "The byline": "作者名",
    "The digest": "摘要",
    "The link to the original (阅读原文)": "“阅读原文”的链接",
    "The cover": "封面",
    "The wide crop of the cover": "封面的宽幅裁剪",
    "The square crop of the cover": "封面的方形裁剪",
    "The text": "正文",
    "The emphasis": "强调的文字",
}  # fmt: skip
