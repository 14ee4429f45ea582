"""The door for programs: bookings in, described by OpenAPI."""
