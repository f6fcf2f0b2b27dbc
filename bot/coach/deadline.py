"""Reads the deadline that a reply names: «до 18:00», «завтра до 12:00», «в течение 3 рабочих дней». Pure.

Whatever is said loosely is read so that nobody waits too long: «до пятницы» is over when Friday's work begins.
"""

from __future__ import annotations

import calendar
from datetime import date, datetime, time, timedelta

import regex

from bot.coach import lazy
from bot.coach.model import Review
from bot.coach.record import record
from bot.coach.text import Text

MORNING, NOON, LUNCH, WORK_ENDS, EVENING, NIGHT = time(10), time(12), time(13), time(18), time(21), time(23)
# A reminder comes a little before: a sixth of the time left, but within these bounds.
_SOONEST, _EARLIEST = timedelta(minutes=5), timedelta(hours=3)
# Nobody is reminded before the working day begins.
_WAKING = time(9)
# Nobody promises farther ahead; more would only overflow the calendar.
_MOST = 1000

_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_WEEKDAYS = ("понедельник", "вторник", "сред", "четверг", "пятниц", "суббот", "воскресень")
_NUMBERS = {
    "од": 1, "дв": 2, "пар": 2, "тр": 3, "чет": 4, "пят": 5, "шест": 6, "сем": 7, "вос": 8, "дев": 9, "дес": 10,
}  # fmt: skip
_HOUR = r"(?P<hour>[01]?\d|2[0-3])"
_BEFORE = r"\b(?P<before>до|не\ позднее|не\ позже)"


def _pattern(source: str) -> regex.Pattern[str]:
    return lazy.pattern(source, regex.IGNORECASE | regex.VERBOSE)


_CLOCK = _pattern(
    rf"""
    (?:{_BEFORE}\s+)? (?:\bв\s+)?
    (?: (?<![\d.:,]){_HOUR}(?P<sign>[:.])(?P<minute>[0-5]\d)(?!\.?\d)
      | \b{_HOUR}\s+(?:час(?:а|ам|ов)?\s+)?(?P<part>утра|дня|вечера)\b )
    | (?:{_BEFORE}|\bк)\s+(?: {_HOUR}\s+час(?:а|ам|ов)?\b
      | (?P<named>конц[ау]\s+(?:рабочего\s+)?дня|вечер[ау]|обед[ау]|полудн[яю]|утр[ау])\b )
    | \b(?P<named>утром|дн[её]м|вечером)\b
    """
)
_RELATIVE = _pattern(r"\b(?P<word>сегодня(?:шн\w+)?|завтра(?:шн\w+)?|послезавтра(?:шн\w+)?)\b")
_DATE = _pattern(
    rf"""
    (?:{_BEFORE}\s+)?
    (?: \b(?P<day>\d{{1,2}})(?:-?го|-?е)?\s+(?P<month>(?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяюе]
        |март[ау]?|августа?|ма[яйю])\b
      | (?<![\d.:,])(?P<day>\d{{1,2}})\.(?P<digits>0[1-9]|1[0-2])(?:\.(?P<year>\d{{4}}|\d\d))?(?![\d:]|\.\d)
      | \b(?P<day>\d{{1,2}})-го\b )
    """
)
_WEEKDAY = _pattern(
    rf"""
    (?:{_BEFORE}\s+)?
    \b(?: (?P<name>понедельник|вторник|четверг)[ау]? | (?P<name>сред|пятниц|суббот)[аыуе]
      | (?P<name>воскресень)[еяю] )\b
    """
)
_END = _pattern(r"\bдо\ конца\s+(?:этой\s+|этого\s+)?(?P<what>недели|месяца)\b")
_SPAN = _pattern(
    r"""
    \b(?P<how>в\ течени[еи]|за|через|не\ более(?:\ чем)?)\s+(?:ближайш\w+\s+)?
    (?: (?P<half_hour>полчаса)\b
      | (?: (?:\d+\s*[-–—]\s*)?(?P<amount>\d+)(?:-?х)?\s+ | (?P<half>полу?тор)\w+\s+
          | (?P<number>од|дв|пар|тр|чет|пят|шест|сем|вос|дев|дес)\w+\s+ )?
        (?P<working>рабоч\w+\s+)? (?:календарн\w+\s+)?
        (?P<unit>минут|час|сут|дн|день|недел|месяц)(?:[ауыеиоя]|ов|ев|ок|ки|ей|ю|)\b )
    """
)


@record
class Deadline:
    """`words` are the sentence that promises; `at` is in the time zone that the text was read in."""

    words: str
    at: datetime


def promised(review: Review, now: datetime) -> tuple[Deadline, ...]:
    """The deadlines of a judged draft that still lie ahead, the soonest first, each moment once.

    Only sentences that offer help or name the next step can promise. `now` is on the agent's clock.
    """
    draft = review.case.draft
    moves = [signal for name in ("help", "next_step") for signal in review.signals.get(name, ())]
    found: dict[datetime, Deadline] = {}
    for sentence in Text.parse(draft).sentences:
        if any(move.start < sentence.end and sentence.start < move.end for move in moves):
            words = draft[sentence.start : sentence.end]
            at = read_deadline(words, now)
            if at is not None and at > now:
                found.setdefault(at, Deadline(words, at))
    return tuple(found[at] for at in sorted(found))


def remind_at(deadline: datetime, now: datetime) -> datetime:
    """A little before the deadline; what would fall into the night comes the evening before, if that is still ahead."""
    lead = min(max((deadline - now) / 6, _SOONEST), _EARLIEST)
    at = max(deadline - lead, now + (deadline - now) / 2)
    if at.time() >= _WAKING:
        return at
    evening = datetime.combine(at.date() - timedelta(days=1), WORK_ENDS, tzinfo=at.tzinfo)
    return evening if evening > now else at


def read_deadline(sentence: str, now: datetime) -> datetime | None:
    """The moment that a sentence names, None where it names none. `now` has a zone, and the answer is in it.

    An hour that is over today means tomorrow; a date that is over means next year, unless it has just been: then it
    speaks of the past and is no deadline.
    """
    span = _SPAN.search(sentence)
    if span is not None:
        return _after_span(span, now)
    day, strict = _day(sentence, now)
    clock = _clock(sentence)
    if day is None and clock is None:
        return None
    if clock is None:
        day = day or now.date()
        return datetime.combine(day, MORNING, tzinfo=now.tzinfo) if strict else _end_of_work(day, now)
    moment = datetime.combine(day or now.date(), clock, tzinfo=now.tzinfo)
    return moment + timedelta(days=1) if day is None and moment <= now else moment


def _clock(sentence: str) -> time | None:
    """The hour that a sentence names; of «с 10:00 до 18:00» the one with «до»."""
    found = [match for match in _CLOCK.finditer(sentence) if not _is_date(match)]
    if not found:
        return None
    match = next((match for match in found if match["before"]), found[0])
    if match["named"]:
        return _named_hour(match["named"].casefold())
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    part = (match["part"] or "").casefold()
    if hour < NOON.hour and ("вечера" in part or "дня" in part):
        hour += 12
    return time(hour, minute)


def _is_date(match: regex.Match[str]) -> bool:
    """«20.05» is a day of May, «18.00» and «18.30» are hours."""
    return match["sign"] == "." and 0 < int(match["minute"]) <= 12


def _named_hour(name: str) -> time:
    named = {"утром": NOON, "вечером": EVENING, "обед": LUNCH, "полудн": NOON, "утр": MORNING}
    return next((hour for start, hour in named.items() if name.startswith(start)), WORK_ENDS)


def _day(sentence: str, now: datetime) -> tuple[date | None, bool]:
    """The day that a sentence names, and whether all must be done before it begins («до пятницы»)."""
    today = now.date()
    if match := _RELATIVE.search(sentence):
        ahead = {"се": 0, "за": 1, "по": 2}[match["word"][:2].casefold()]
        return today + timedelta(days=ahead), False
    if match := _END.search(sentence):
        return _last_day(match["what"].casefold(), today), False
    if (match := _DATE.search(sentence)) and (day := _date(match, today)):
        return day, bool(match["before"])
    if match := _WEEKDAY.search(sentence):
        number = next(number for number, name in enumerate(_WEEKDAYS) if match["name"].casefold() == name)
        return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1), bool(match["before"])
    return None, False


def _last_day(what: str, today: date) -> date:
    if what == "месяца":
        return today.replace(day=calendar.monthrange(today.year, today.month)[1])
    friday = today + timedelta(days=4 - today.weekday())
    return friday if friday >= today else today + timedelta(days=6 - today.weekday())


def _date(match: regex.Match[str], today: date) -> date | None:
    """The next such date; None where there is none, or where it lies in the last two months."""
    number = int(match["day"])
    try:
        if match["month"] is None and match["digits"] is None:
            this = today.replace(day=number)
            return this if this >= today else _next_month(this)
        month = int(match["digits"]) if match["digits"] else _month(match["month"].casefold())
        if match["year"]:
            return date(int(match["year"]) % 100 + 2000, month, number)
        this = date(today.year, month, number)
    except ValueError:
        return None
    if this >= today:
        return this
    return None if today - this < timedelta(days=60) else this.replace(year=today.year + 1)


def _month(name: str) -> int:
    return next(number for number, start in enumerate(_MONTHS, 1) if name.startswith(start))


def _next_month(day: date) -> date:
    first = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def _after_span(match: regex.Match[str], now: datetime) -> datetime:
    """`now` plus «3 дня», «полтора часа», «пара минут»; whole days end with the working day."""
    if match["half_hour"]:
        return now + timedelta(minutes=30)
    amount, unit = _amount(match), match["unit"].casefold()
    short = {"минут": timedelta(minutes=1), "час": timedelta(hours=1), "сут": timedelta(days=1)}.get(unit)
    if short is not None:
        return now + amount * short
    days = int(amount * {"недел": 7, "месяц": 30}.get(unit, 1))
    counted = match["amount"] or match["number"] or match["half"]
    if not counted and unit == "дн" and match["how"].casefold().startswith("в"):
        days = 0
    last = _working_days_after(now.date(), days) if match["working"] else now.date() + timedelta(days=days)
    return _end_of_work(last, now)


def _end_of_work(day: date, now: datetime) -> datetime:
    """Today after work there is still the evening."""
    moment = datetime.combine(day, WORK_ENDS, tzinfo=now.tzinfo)
    return moment if moment > now else datetime.combine(day, NIGHT, tzinfo=now.tzinfo)


def _amount(match: regex.Match[str]) -> float:
    if match["half"]:
        return 1.5
    if match["number"]:
        return _NUMBERS[match["number"].casefold()]
    return min(int(match["amount"] or 1), _MOST)


def _working_days_after(day: date, count: int) -> date:
    for _ in range(count):
        day += timedelta(days=1)
        while day.isoweekday() > 5:
            day += timedelta(days=1)
    return day
