"""The directory by import: all rows or none, and it only grows (CONFLICTS §1)."""

from dataclasses import dataclass
from datetime import date, datetime

from app.domain import people_file, people_merge
from app.domain.people import Directory
from app.services import register, world
from app.services.instance import Instance
from app.store import metadata, people


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, in numbers of people."""

    added: int
    changed: int
    left: int


def import_file(inst: Instance, text: str, *, as_of: date | None = None, now: datetime) -> Imported:
    """Read a people file and make it the directory of today.

    `as_of` dates lines that are new in it; what the file takes away counts from today, the day it
    is recorded, whatever anybody says. Raises `people_file.PeopleFileRefused` (line, column, mend),
    and then nothing has changed.
    """
    rows = people_file.parse(text)
    with inst.db.write() as session:
        seen = world.current(inst, now=now, session=session)
        before = seen.directory
        merged = people_merge.merge(before, rows, recorded_on=now.date(), as_of=as_of)
        version = max(before.version, metadata.directory_mac(session)[0]) + 1
        after = Directory(people=merged.people, lines=merged.lines, version=version)
        people.write(session, before, after)
        mac = world.directory_mac(inst, after)
        metadata.set_directory(session, number=version, mac=mac)
        counts = _count(before, after)
        if seen.is_open:
            register.record(session, inst, seen, "people imported", now=now, number=version)
    inst.secrets.remember("directory", version, mac)
    return counts


def _count(before: Directory, after: Directory) -> Imported:
    added = len(after.people.keys() - before.people.keys())
    changed = left = 0
    for person_id, person in before.people.items():
        now = after.people[person_id]
        left += now.end_on is not None and person.end_on is None
        changed += now != person
    return Imported(added=added, changed=changed - left, left=left)
