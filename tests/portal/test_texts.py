"""Texts of an instance are text: cut into blocks, never markup."""

from app.portal import texts
from app.portal.texts import Block, Piece


def lines(*written):
    return tuple((Piece(line),) for line in written)


def test_headings_paragraphs_and_lists_are_told_apart():
    text = texts.parse("# T\n\nOne\ntwo\n## H\n### S\n- a\n- b\n  more\n\nEnd")
    assert text.title == "T"
    assert text.blocks == (
        Block("paragraph", lines("One two")),
        Block("heading", lines("H")),
        Block("subheading", lines("S")),
        Block("list", lines("a", "b more")),
        Block("paragraph", lines("End")),
    )


def test_only_https_becomes_a_link_and_the_full_stop_stays_outside():
    (block,) = texts.parse("See https://a.example/x?y=1, or javascript:alert(1).").blocks
    assert block.lines == (
        (
            Piece("See "),
            Piece("https://a.example/x?y=1", href="https://a.example/x?y=1"),
            Piece(", or javascript:alert(1)."),
        ),
    )


def test_a_name_in_front_of_an_https_address_becomes_the_link():
    (block,) = texts.parse("- [ANAC](https://a.example/x), [no](http://b.example), [c] (d)").blocks
    assert block.lines == (
        (
            Piece("ANAC", href="https://a.example/x"),
            Piece(", [no](http://b.example), [c] (d)"),
        ),
    )


def test_markup_stays_text():
    (block,) = texts.parse("<script>alert(1)</script> **bold**").blocks
    assert block.lines == ((Piece("<script>alert(1)</script> **bold**"),),)


def test_an_empty_file_is_an_empty_text():
    assert texts.parse("") == texts.Text("", ())


def test_the_language_asked_for_comes_first(tmp_path):
    (tmp_path / "privacy.md").write_text("# Plain", "utf-8")
    (tmp_path / "privacy.de.md").write_text("# Deutsch", "utf-8")
    assert texts.read("privacy", folder=tmp_path, language="de").title == "Deutsch"
    assert texts.read("privacy", folder=tmp_path, language="fr").title == "Plain"


def test_a_file_that_is_no_utf8_is_still_shown(tmp_path):
    (tmp_path / "privacy.md").write_bytes(b"# caf\xe9")
    assert texts.read("privacy", folder=tmp_path, language="en").title == "caf\ufffd"
