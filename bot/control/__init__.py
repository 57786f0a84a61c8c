"""The Telegram control room: the author runs a release from the phone.

Listed operators alone, in private chat. Every button and message stands in the store, so that a
restart loses nothing; the only async code of the application is here.
"""
