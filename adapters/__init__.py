"""The channels, and the one list of them."""

CHANNELS = ("telegram", "substack", "wechat", "x")
