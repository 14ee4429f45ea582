"""Steps: what several use cases share inside one transaction. They take the open session and never commit."""
