"""A local Telegram on this computer: the Bot API methods that the product uses, as strict as Telegram, and a chat page.

For the demo, a rehearsal in a chat, and tests: `World` (world) holds persons and chats, `Simulator` (server) serves them.
It knows nothing of the bot: it is the other side of the wire.
"""
