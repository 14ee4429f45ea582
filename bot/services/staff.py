"""Staff: invite agents and admins by a code, list and revoke them.

Not here: using the code (bot.steps.desk.linking).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.runtime import Runtime
from bot.steps.invite import hash_secret, new_code
from bot.storage.staff import StaffRow, all_staff, staff_by_name

VALID = timedelta(days=7)
ROLES = ("agent", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffCode:
    """What is told once: the code in clear, the deep link where the bot's name is known, and until when it holds."""

    name: str
    role: str
    code: str
    url: str | None
    expires: datetime


async def invite(runtime: Runtime, name: str, role: str) -> StaffCode:
    """A code for a new member of staff, or a fresh one for somebody known (new phone, new role). Raises ValueError."""
    name = " ".join(name.split())
    if not name or len(name) > 80:
        raise ValueError("a name has 1 to 80 characters")
    if role not in ROLES:
        raise ValueError(f"a role is one of {', '.join(ROLES)}")
    now, code = runtime.clock.trip(), new_code()
    async with runtime.database.write() as session:
        row = await staff_by_name(session, name) or StaffRow(name=name, role=role, created_at=now)
        row.role, row.code_hash, row.expires_at = role, hash_secret(code), now + VALID
        session.add(row)
    return StaffCode(name=name, role=role, code=code, url=runtime.join_link(code), expires=now + VALID)


async def listed(runtime: Runtime) -> list[StaffRow]:
    """Everyone not revoked, oldest first."""
    async with runtime.database.read() as session:
        return await all_staff(session)


async def revoke(runtime: Runtime, name: str) -> bool:
    """From now on this person's word does not count; False when nobody has that name."""
    async with runtime.database.write() as session:
        row = await staff_by_name(session, " ".join(name.split()))
        if row is None:
            return False
        row.revoked_at, row.person, row.code_hash = runtime.clock.trip(), None, None
        session.add(row)
    return True
