"""Receipts beside the posts: what went where and when, in files that outlive every store."""

from bot.receipts.adopting import Adopted, about, adopt
from bot.receipts.form import beside
from bot.receipts.writing import write

__all__ = ["Adopted", "about", "adopt", "beside", "write"]
