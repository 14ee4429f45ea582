"""Foreign paper -> Booking: bytes in, values out. No database, no clock, no command line (bot.services.intake, bot.cli)."""
