"""The agency's door: aiohttp. For now the webhook and the health of the process; the console comes later."""
