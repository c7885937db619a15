"""POST /desk/sign-out."""


def test_it_works(alice):
    answer = alice.send("/desk/sign-out", page="/desk")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/sign-in")
    assert alice.get("/desk").headers["Location"] == "/desk/sign-in"


def test_the_session_is_gone_and_not_only_the_cookie(alice, stranger):
    cookie = alice.cookie("sotto_desk").value
    alice.send("/desk/sign-out", page="/desk")

    stranger.client.set_cookie("sotto_desk", cookie)

    assert stranger.get("/desk").headers["Location"] == "/desk/sign-in"


def test_a_link_signs_nobody_out(alice):
    assert alice.get("/desk/sign-out").status_code == 405
    assert alice.get("/desk").status_code == 200


def test_an_auditor_can_leave_too(visitor):
    ida = visitor("ida")

    assert ida.send("/desk/sign-out").status_code == 303
