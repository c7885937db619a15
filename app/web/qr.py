"""Draw a QR code as the outline of an inline SVG path.

The policy of the pages (`default-src 'none'`) leaves no room for a data: address, and a picture at
an address of its own would put the TOTP secret into a request. So the template gets numbers and
letters only: an edge length, and one path that autoescaping passes unchanged.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

import segno


@dataclass(frozen=True, slots=True)
class Outline:
    """A QR code to be drawn inside `viewBox="0 0 edge edge"`.

    Attributes:
        edge: modules along one side, quiet zone included.
        path: SVG path data of all dark modules; encodes the secret, so it hides in a repr.
    """

    edge: int
    path: str = field(repr=False)


def outline(text: str) -> Outline:
    """Return the outline of `text` with the quiet zone of four modules that scanners ask for."""
    rows = list(segno.make_qr(text, error="m").matrix_iter(border=4))
    path = "".join(_run(row, at=top) for top, row in enumerate(rows))
    return Outline(edge=len(rows), path=path)


def _run(row: Iterable[int], *, at: int) -> str:
    """Return the dark stretches of one row as rectangles one module high."""
    drawn, left = [], 0
    for dark, modules in groupby(row, key=bool):
        length = len(list(modules))
        if dark:
            drawn.append(f"M{left} {at}h{length}v1h-{length}z")
        left += length
    return "".join(drawn)
