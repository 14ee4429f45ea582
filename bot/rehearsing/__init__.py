"""The rehearsal: bookings lived on paper from the first word to the last, with whatever shall happen on the way.

people (who reads where) · phones (what people do, as updates) · recording (what was seen) · deeds (what happens to trips
and at the desk) · playing (the hands of the clock). Not here: what one transaction of it does (bot.services.rehearsal),
how events are read and what a record looks like (flows.rehearsal).
"""
