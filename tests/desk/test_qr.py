"""What is drawn is the code: read back module by module, it is what the library made."""

import re

import segno

from app.web import qr

SECRET = "otpauth://totp/Desk:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Desk"


def test_the_path_covers_the_dark_modules_and_no_other():
    drawn = qr.outline(SECRET)
    covered = set()
    for left, top, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\3z", drawn.path):
        covered |= {(int(left) + step, int(top)) for step in range(int(length))}
    matrix = list(segno.make_qr(SECRET, error="m").matrix_iter(border=4))
    assert drawn.edge == len(matrix)
    assert covered == {
        (left, top) for top, row in enumerate(matrix) for left, dark in enumerate(row) if dark
    }


def test_four_light_modules_surround_it():
    drawn = qr.outline(SECRET)
    assert drawn.path.startswith("M4 4h7")


def test_the_secret_is_in_no_repr():
    assert "M4" not in repr(qr.outline(SECRET))
