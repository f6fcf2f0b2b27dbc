"""Rewrites against their drafts, for a blind reader: `python -m bench.blind PAIRS.txt KEY.json [SEED]`.

Sixty complaints drawn at random, each with the draft and its first rewrite in random order. Whoever reads them says
for each which reply they would rather send and writes a JSON list of «A» and «B»; then
`uv run python -m bench.blind PAIRS.txt KEY.json --verdict VERDICT.json` says how often the rewrite was chosen.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.content import CONTENT, load_coach

PAIRS = 60
POOR = 50
CASES = (Path(__file__).parent.parent / "tests" / "aside" / "cases.jsonl", CONTENT / "reader" / "cases.jsonl")
Pair = tuple[str, str, str]


def main(words: list[str]) -> None:
    """Writes the pairs and their key, or prints how often the rewrite won, below POOR points and above."""
    if "--verdict" in words:
        _tell(json.loads(Path(words[1]).read_text()), json.loads(Path(words[3]).read_text()))
        return
    pairs, key = Path(words[0]), Path(words[1])
    seed = int(words[2]) if len(words) > len((pairs, key)) else 1
    drawn = list(_drawn(load_coach(), random.Random(seed)))  # noqa: S311 -- nothing secret is drawn
    pairs.write_text("\n\n".join(_shown(number, pair) for number, (pair, *_) in enumerate(drawn, 1)), encoding="utf-8")
    key.write_text(json.dumps([(ours, score) for _, ours, score in drawn]), encoding="utf-8")
    print(f"пар: {len(drawn)}")


def _drawn(coach: Coach, dice: random.Random) -> Iterator[tuple[Pair, str, int]]:
    rows = [json.loads(line) for path in CASES for line in path.read_text(encoding="utf-8").splitlines()]
    dice.shuffle(rows)
    left = PAIRS
    for row in rows:
        review = coach.judge(Case(row["draft"], row["complaint"]))
        rewrites = coach.rewrites(review)
        if not rewrites or not row["complaint"].strip() or not left:
            continue
        left -= 1
        ours = dice.choice("AB")
        replies = (rewrites[0].text, row["draft"]) if ours == "A" else (row["draft"], rewrites[0].text)
        yield (row["complaint"], *replies), ours, review.score


def _shown(number: int, pair: Pair) -> str:
    complaint, first, second = pair
    return f"### {number}\nЖАЛОБА: {complaint}\n--- A ---\n{first}\n--- B ---\n{second}"


def _tell(key: list[tuple[str, int]], verdict: list[str]) -> None:
    won = [(score, chosen == ours) for (ours, score), chosen in zip(key, verdict, strict=True)]
    for title, part in (
        ("всего", won),
        (f"черновик слабее {POOR}", [each for each in won if each[0] < POOR]),
        (f"от {POOR}", [each for each in won if each[0] >= POOR]),
    ):
        print(f"{title}: вариант выбран {sum(chosen for _, chosen in part)} из {len(part)}")


if __name__ == "__main__":
    main(sys.argv[1:])
