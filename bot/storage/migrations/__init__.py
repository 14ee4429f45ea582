"""Alembic's environment and steps. Additive first, destructive a release later (DESIGN §7)."""
