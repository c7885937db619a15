"""The whole product in any order of events, watched by the oracle (P2, P3, P9, P12).

Rules are what people do: reports, messages, imports, declarations and their withdrawal, liftings,
openings, answers, notes, recusals, enrolments, absences, days. After each of them, for everybody on
the roster:

- who must not read a case by the facts so far (in conflict, of a lower tier, enrolled later, before
  the release, standby before his day) has no row, gets for its address byte for byte what a random
  address gives, and with all copies of the database and his own seed opens no epoch made after he
  was shut out;
- who must read it has the row, and it opens.

An event in one case is followed by a look at every list, and at the address of that case alone.
"""

from tests.oracle.handling import Handling
from tests.oracle.organising import Organising
from tests.oracle.reporting import Reporting


class Machine(Reporting, Organising, Handling):
    """One company, from the day it was founded."""
