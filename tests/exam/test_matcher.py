"""A small part of the exam, in the suite; the whole is sat by `make exam`."""

import pytest

from tests.exam import reading
from tests.support import sitting


@pytest.mark.slow
def test_what_stands_as_on_record_is_found_in_each_text_of_one_company():
    asked = [t for t in reading.texts() if t.lang == "en" and t.way in {"exact", "order"}][::25]

    cells = list(sitting.sat(asked))

    assert len(cells) > 20
    assert all(cell.right for cell in cells)
