"""Trips: what a party lives, as time and place. Nothing here knows what we say about it (that is flows.library)."""
