"""Every story of the shelf is playable: it is readable, its answers lead where it says, and its good draft is good."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.coach.model import Case, Review, Taps
from bot.content.shelf import ShelfDraft, Story, load_shelf
from tests.loaded import the_coach

SHELF = load_shelf()
COACH = the_coach()


def review(story: Story, draft: ShelfDraft) -> Review:
    complaint = "\n".join(message.text for message in story.messages)
    taps = Taps(
        no_complaint="no_complaint" in story.taps or None,
        contradicted="contradicted" in story.taps,
        irreparable="irreparable" in story.taps,
        insulting="insulting" in story.taps or None,
    )
    return COACH.judge(Case(draft.text, complaint, story.facts, story.fault, taps=taps))


def test_every_story_is_readable() -> None:
    assert [str(mistake) for mistake in SHELF.mistakes] == []


def test_the_four_stories_stand_first_and_ten_trades_follow() -> None:
    assert [story.id for story in SHELF.stories[:4]] == ["tv", "rolls", "booking", "card"]
    assert len({story.trade for story in SHELF.stories}) == 14


@pytest.mark.parametrize("story", SHELF.stories, ids=lambda story: story.id)
def test_the_answers_of_a_story_lead_to_its_stance(story: Story) -> None:
    assert {review(story, draft).stance for draft in story.drafts} == {story.stance}


@pytest.mark.parametrize("story", SHELF.stories, ids=lambda story: story.id)
def test_a_good_draft_scores_well_and_a_bad_one_does_not(story: Story) -> None:
    scores = {draft.title: review(story, draft).score for draft in story.drafts}
    good = [scores[draft.title] for draft in story.drafts if draft.good]
    bad = [scores[draft.title] for draft in story.drafts if not draft.good]
    assert good
    assert bad
    assert min(good) >= 80, scores
    assert max(bad) <= 60, scores


GOOD = """
title = 'Проба'
trade = 'Лавка'
sender = 'Ира'
known = 'Ничего'
stance = 'find_out'

[[messages]]
text = 'Где заказ?'

[[drafts]]
title = 'Черновик'
good = true
text = 'Ищу.'
"""


def load(tmp_path: Path, text: str) -> list[str]:
    """The mistakes in a shelf of one file, without its folder."""
    folder = tmp_path / "shelf"
    folder.mkdir(exist_ok=True)
    (folder / "proba.toml").write_text(text, encoding="utf-8")
    return [str(mistake).removeprefix(str(folder) + "/") for mistake in load_shelf(tmp_path).mistakes]


def test_a_whole_story_has_no_mistakes(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == []
    assert load_shelf(tmp_path).stories[0].messages[0].text == "Где заказ?"


@pytest.mark.parametrize(
    ("was", "now", "mistake"),
    [
        ("stance = 'find_out'", "stance = 'финиш'", "proba.toml:6: «stance» не может быть «финиш»"),
        ("sender = 'Ира'", "sender = ''", "proba.toml:4: не хватает текста «sender»"),
        ("good = true\n", "", "proba.toml:12: у черновика не сказано, хорош ли он"),
        ("text = 'Где заказ?'", "txt = 'Где заказ?'", "proba.toml:8: не хватает текста «text»"),
        ("trade =", "tarde =", "proba.toml:3: неизвестный ключ «tarde»"),
        ("title = 'Проба'", "title = 'Проба", "proba.toml:2: не читается как TOML"),
    ],
)
def test_a_mistake_is_told_in_russian_with_its_line(tmp_path: Path, was: str, now: str, mistake: str) -> None:
    found = load(tmp_path, GOOD.replace(was, now, 1))
    assert any(line.startswith(mistake) for line in found), found


def test_a_broken_story_does_not_hide_the_others(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    (tmp_path / "shelf" / "broken.toml").write_text("title = ", encoding="utf-8")
    assert [story.id for story in load_shelf(tmp_path).stories] == ["proba"]


def test_a_message_over_telegrams_limit_is_told_of(tmp_path: Path) -> None:
    assert "Telegram пропустит 4096" in load(tmp_path, GOOD.replace("Где заказ?", "а" * 4097))[0]
