"""The craft of Reisgenoot: pure and synchronous.

No Telegram, web, SQL, files, environment, network, clock, logging or randomness; those live in `bot`.
"""
