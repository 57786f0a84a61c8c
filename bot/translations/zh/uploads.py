"""Files that were sent to the control room, and why they are refused."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "{name} is larger than {most} MB.": "文件 {name} 超过了 {most} MB。",
    "Make its pictures smaller, or put it into the site itself.":
        "请把图片压小，或直接放进网站文件夹。",
    "This is neither Markdown nor a zip.": "文件既不是 Markdown 也不是 zip。",
    "{name} is neither Markdown nor a zip.": "文件 {name} 既不是 Markdown 也不是 zip。",
    "Send the issue as a .md file, or as a .zip with its pictures.":
        "请发来 .md 文件，或带图片的 .zip。",
    "{name} is empty.": "文件 {name} 是空的。",
    "{name} is no name of a file.": "{name} 不能作文件名。",
    "The zip has no Markdown file.": "这个 zip 里没有 Markdown 文件。",
    "Add the issue's .md file.": "请加上这一期的 .md 文件。",
    "The zip has {count} Markdown files: {names}.":
        "这个 zip 里有 {count} 个 Markdown 文件：{names}。",
    "The zip has {count} Markdown files: {names} and {more} more.":
        "这个 zip 里有 {count} 个 Markdown 文件：{names}，还有 {more} 个。",
    "Keep the issue alone, with its pictures.": "请只留这一期和它的图片。",
    "The zip has a file where the site has a folder, or a name twice.":
        "zip 里的文件和网站的文件夹同名，或者有重名。",
    "Pack the issue and its pictures alone.": "请只打包这一期和它的图片。",
    "The zip is damaged.": "这个 zip 已损坏。",
    "{name} in the zip is damaged.": "zip 里的 {name} 已损坏。",
    "Pack it again, and send the new zip.": "请重新打包再发。",
    "The zip holds more than {most} files.": "zip 里的文件超过了 {most} 个。",
    "{name} leads out of its folder.": "{name} 指向了文件夹之外。",
    "The name {name} is empty or too long.": "文件名 {name} 是空的，或者太长。",
    "The name {name} has characters that no file should have.":
        "文件名 {name} 里有不该出现的字符。",
    "Pack the issue's folder itself, with plain names.":
        "请直接打包这一期的文件夹，文件名用普通字符。",
    "{name} in the zip is a link.": "zip 里的 {name} 只是一个链接。",
    "Put the file itself in the zip.": "请把文件本身放进 zip。",
    "{name} in the zip is no plain file.": "zip 里的 {name} 不是普通文件。",
    "{name} is in the zip twice.": "zip 里有两个 {name}。",
    "The zip is locked with a password.": "这个 zip 有密码。",
    "Pack it without one.": "请去掉密码再打包。",
    "The zip is packed in a way that is not read here.": "这个 zip 的压缩方式无法读取。",
    "Pack it again as a plain zip (deflate).": "请用普通 zip（deflate）重新打包。",
    "The zip unpacks to more than {most} MB.": "这个 zip 解开后超过 {most} MB。",
    "Leave out what the issue does not show.": "请去掉这一期用不到的文件。",
    # what was done with the file
    "{name} in the zip was left out: the newsletter's own settings hold.":
        "zip 里的 {name} 没有采用，以本站的设置为准。",
    "The zip brings its own site; the newsletter's is not looked at.":
        "zip 里自带网站，因此不参照本站。",
    "The site has {name} with the same text; this is shown in its place.":
        "网站上已有 {name}，文字相同；这里显示发来的这份。",
    "The site has {name} with another text, which stays as it is; this is shown in its place.":
        "网站上已有 {name}，文字不同，会原样保留；这里显示发来的这份。",
    "The site has no such post; this is shown as {name}.":
        "网站上没有这篇文章，这里按 {name} 显示。",
    "{count} of its pictures is the site's.": "其中 {count} 张图取自网站。",
    "{count} of its pictures are the site's.": "其中 {count} 张图取自网站。",
}  # fmt: skip
