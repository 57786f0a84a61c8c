"""The wechat channel."""
