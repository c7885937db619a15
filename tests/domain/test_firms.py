"""Firms are found by their names, whole and with or without the legal form (T4)."""

import pytest

from app.domain import firms

INDEX = firms.Index(
    {"m": ("Meridian GmbH & Co. KG", "MRD Logistics"), "b": ("Bäckerei Jörg",), "s": ("Spa",)}
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He buys everything at Meridian.", {"m"}),
        ("meridian gmbh", {"m"}),
        ("Meridian's prices", {"m"}),
        ("MERI\u200bDIAN", {"m"}),
        ("Ｍｅｒｉｄｉａｎ", {"m"}),
        ("Meri-\ndian Ltd.", {"m"}),
        ("MRD\n Logistics", {"m"}),
        ("МЕРИДИАН", {"m"}),
        ("Baeckerei Joerg", {"b"}),
        ("Backerei Jorg e.K. and Meridian Inc.", {"b", "m"}),
        ("the Spa", {"s"}),
        ("Meridiana, premeridian, MRD", set()),
        ("Logistics MRD", set()),
        ("", set()),
    ],
)
def test_what_a_text_names(text, found):
    assert INDEX.find(text) == found


def test_without_firms_nothing_is_found():
    assert firms.Index({}).find("Meridian") == frozenset()
    assert firms.Index({"x": ("…",)}).find("Meridian …") == frozenset()


def test_of_a_long_name_the_beginning_is_enough():
    """So the work at a word is bounded: eight look-ups, whatever somebody has declared."""
    index = firms.Index({"x": (" ".join(f"w{n}" for n in range(40)),)})
    assert index.find("w0 w1 w2 w3 w4 w5 w6 w7 and so on") == {"x"}
    assert index.find("w0 w1 w2 w3 w4 w5 w6 and so on") == frozenset()
    many = firms.Index({str(n): ("the " * n + "end",) for n in range(1, 400)})
    assert many._sizes == {"the": set(range(2, 9))}


@pytest.mark.parametrize(
    ("name", "same"),
    [("Meridian S.p.A.", "meridian"), ("Meridian Holding AG", "Meridian"),
     ("Meridian Sp. z o.o.", "MERIDIAN"), ("Meridian A/S", "Meridian Oy")],
)  # fmt: skip
def test_a_legal_form_makes_no_other_firm(name, same):
    assert firms.keys(name) == firms.keys(same)


def test_a_name_that_is_a_legal_form_stays_one():
    assert firms.keys("Group") == {("group",)}
    assert firms.keys("Limited Ltd") == {("limited",)}
