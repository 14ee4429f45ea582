"""Outside facts: off, cached or absent without harm. Values leave (flows.library.lookups), never an error."""
