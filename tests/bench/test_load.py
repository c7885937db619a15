"""The clients follow forms as a browser without script would."""

import pytest

from app.bench import load

PAGE = load.Page(
    200,
    """
    <form method="post" action="/language"><input type="hidden" name="csrf_token" value="no"></form>
    <form method="post" action="/de/report/send">
      <input name="csrf_token" type="hidden" value="a&amp;b">
      <input type="hidden" name="state" value="sealed">
      <input type="text" name="where" value="typed before">
    </form>
    """,
    "",
)


def test_the_form_is_chosen_by_where_it_posts_to():
    """Another language stands in front of the path."""
    assert PAGE.form("/report/send") == (
        "/de/report/send",
        {"csrf_token": "a&b", "state": "sealed"},
    )


def test_a_page_without_the_form_fails_the_flow():
    with pytest.raises(load.FlowFailed, match="no form for /return"):
        PAGE.form("/return")


def test_the_story_has_words_as_people_write_them():
    story = load.STORY.format(number=1)

    assert 120 <= len(story.split()) <= 200
    assert story != load.STORY.format(number=2)
