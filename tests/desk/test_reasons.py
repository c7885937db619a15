"""The folds of a case's page: who may not read it, and what to keep in mind (T24)."""

import re

from tests.desk import samples, shell
from tests.desk.conftest import found


def test_it_works(alice, case):
    text = alice.get(case).text
    fold = found(r"Who may not read it, and why</summary>(.*?)</details>", text)

    assert re.findall(r"<dt>([^<]+)</dt>", fold) == ["Farid Aziz", "Robert Okafor"]
    assert "told to nobody" in fold
    assert "Keep in mind" not in text


def test_every_ground_that_may_be_told_has_words(tmp_path):
    app = shell.make(tmp_path)
    text = shell.page(app, "case-warned")
    fold = found(r"Who may not read it, and why</summary>(.*?)</details>", text)
    shown = re.findall(r"<dd>(.*?)</dd>", fold)

    assert {one for why in samples.ALL_OUT for one in why.grounds} == {
        "C1", "C2", "C3", "C7", "C8", "C11",
    }  # fmt: skip
    assert len(shown) == len(samples.ALL_OUT)
    assert all(why.strip() for why in shown)
    assert "Your pay may depend" in text


def test_the_page_of_the_declaration_has_no_place_for_it(tmp_path):
    text = shell.page(shell.make(tmp_path), "attest")

    assert "Who may not read it" not in text
    assert "Keep in mind" not in text
