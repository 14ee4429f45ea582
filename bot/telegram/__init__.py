"""The traveller's door: Telegram. The only importer of python-telegram-bot.

Here, before that library is read anywhere: waits are given as timedelta (its deprecated integers warn), and the loggers
that print a request's address are kept quiet, because the address holds the bot's token.
"""

from __future__ import annotations

import logging
import os

os.environ["PTB_TIMEDELTA"] = "1"

for _name, _level in (("httpx", logging.WARNING), ("httpcore", logging.WARNING), ("telegram", logging.INFO)):
    logging.getLogger(_name).setLevel(_level)
