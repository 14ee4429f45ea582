"""The demo's page: a traveller's phone, the agents' group, and the conductor's desk. routes serves, view tells, cast acts."""
