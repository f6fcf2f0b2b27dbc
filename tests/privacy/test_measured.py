"""How much of what is personal is masked and how much else is harmed, over two thousand invented messages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set

import pytest

from bot.privacy import find
from tests.privacy.planted import Item, Message, messages

COUNT = 2_000


def measure(found_in: Iterable[Message]) -> tuple[Counter[str], Counter[str], list[str], list[str]]:
    """Planted items and near misses by their sort; those that were left and those that were harmed, in their words."""
    planted: Counter[str] = Counter()
    near: Counter[str] = Counter()
    left: list[str] = []
    harmed: list[str] = []
    for message in found_in:
        masked = {place for found in find(message.text) for place in range(found.start, found.end)}
        for item in message.planted:
            planted[str(item.what)] += 1
            if not _hides(masked, message.text, item):
                left.append(f"{item.what}: …{message.text[max(0, item.start - 20) : item.end + 20]!r}…")
        for item in message.near_misses:
            near[item.what] += 1
            if not masked.isdisjoint(range(item.start, item.end)):
                harmed.append(f"{item.what}: …{message.text[max(0, item.start - 20) : item.end + 20]!r}…")
    return planted, near, left, harmed


def _hides(masked: Set[int], text: str, item: Item) -> bool:
    """Not a letter and not a digit of it is left."""
    return all(place in masked for place in range(item.start, item.end) if text[place].isalnum())


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_what_is_planted_99_percent_go_and_of_orders_and_sums_one_in_two_hundred_at_most(seed: int) -> None:
    planted, near, left, harmed = measure(messages(COUNT, seed))
    gone, hurt = 1 - len(left) / planted.total(), len(harmed) / near.total()
    print(f"Скрыто {gone:.2%} из {planted.total()} {dict(planted)}; задето {hurt:.2%} из {near.total()} {dict(near)}")
    print(*left, *harmed, sep="\n")

    assert planted.total() > COUNT
    assert near.total() > COUNT
    assert gone >= 0.99
    assert hurt <= 0.005


def test_no_kind_is_weak_behind_the_average() -> None:
    planted, near, left, harmed = measure(messages(COUNT, seed=4))
    for what, count in planted.items():
        assert sum(each.startswith(f"{what}:") for each in left) <= 0.02 * count, what
    for what, count in near.items():
        assert sum(each.startswith(f"{what}:") for each in harmed) <= 0.02 * count, what
