"""A traveller's private chat, inside the transaction of one update: load what is known, reply, do what the Turn says."""
