"""What several copies of the bot share through Redis: conversations, turns, taken updates, the pace of sending.

Where Redis is away, nothing is taken from Telegram, which keeps it, and what was being handled is put off: no copy
goes on by itself, for then two of them could answer one person at once.
"""
