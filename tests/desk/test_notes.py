"""POST /desk/cases/…/notes."""


def note(browser, case, text, page=None):
    return browser.send(case + "/notes", {"note": text}, page=page)


def test_it_works(alice, visitor, case):
    answer = note(alice, case, "Ask for all guides of the quarter.", case)

    assert (answer.status_code, answer.headers["Location"]) == (303, case)
    assert "Ask for all guides of the quarter." in visitor("dora").get(case).text


def test_the_page_says_once_that_it_was_kept(alice, case):
    note(alice, case, "Ask for all guides of the quarter.", case)

    assert "Note kept." in alice.get(case).text
    assert "Note kept." not in alice.get(case).text


def test_the_reporter_never_sees_it(alice, case, told):
    note(alice, case, "Ask for all guides.", case)

    assert "guides" not in repr(told())


def test_the_accused_gets_what_a_random_address_gives(bob, case, nowhere):
    his, random = note(bob, case, "x"), note(bob, nowhere, "x")

    assert his.status_code == random.status_code == 404
    assert his.data == random.data


def test_a_stranger_is_led_to_the_door(stranger, case):
    answer = stranger.post(case + "/notes", {"note": "x"})

    assert answer.headers["Location"] == "/desk/sign-in"


def test_an_empty_note_is_pointed_out(alice, case):
    answer = note(alice, case, " ", case)

    assert answer.status_code == 422
    assert '<a href="#note">' in answer.text


def test_a_note_of_fifty_thousand_words_is_given_back_whole(alice, case):
    typed = "wort " * 50_000

    answer = note(alice, case, typed, case)

    assert answer.status_code == 422
    assert typed.strip() in answer.text
