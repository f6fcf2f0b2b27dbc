"""Finds a time zone by a city's name or an offset from Greenwich."""

from __future__ import annotations

import regex

# The zone database knows cities in English only; these are the ones agents write, each by the start of its name.
CITIES = {
    "москв": "Europe/Moscow",
    "мск": "Europe/Moscow",
    "петербург": "Europe/Moscow",
    "питер": "Europe/Moscow",
    "спб": "Europe/Moscow",
    "казан": "Europe/Moscow",
    "нижн": "Europe/Moscow",
    "ростов": "Europe/Moscow",
    "краснодар": "Europe/Moscow",
    "сочи": "Europe/Moscow",
    "воронеж": "Europe/Moscow",
    "калининград": "Europe/Kaliningrad",
    "самар": "Europe/Samara",
    "ижевск": "Europe/Samara",
    "саратов": "Europe/Saratov",
    "волгоград": "Europe/Volgograd",
    "екатеринбург": "Asia/Yekaterinburg",
    "екб": "Asia/Yekaterinburg",
    "челябинск": "Asia/Yekaterinburg",
    "пермь": "Asia/Yekaterinburg",
    "перми": "Asia/Yekaterinburg",
    "тюмен": "Asia/Yekaterinburg",
    "уф": "Asia/Yekaterinburg",
    "оренбург": "Asia/Yekaterinburg",
    "омск": "Asia/Omsk",
    "новосибирск": "Asia/Novosibirsk",
    "томск": "Asia/Tomsk",
    "барнаул": "Asia/Barnaul",
    "кемеров": "Asia/Novokuznetsk",
    "новокузнецк": "Asia/Novokuznetsk",
    "красноярск": "Asia/Krasnoyarsk",
    "иркутск": "Asia/Irkutsk",
    "улан": "Asia/Irkutsk",
    "чит": "Asia/Chita",
    "якутск": "Asia/Yakutsk",
    "благовещенск": "Asia/Yakutsk",
    "владивосток": "Asia/Vladivostok",
    "хабаровск": "Asia/Vladivostok",
    "магадан": "Asia/Magadan",
    "сахалин": "Asia/Sakhalin",
    "камчат": "Asia/Kamchatka",
    "петропавловск": "Asia/Kamchatka",
    "минск": "Europe/Minsk",
    "алмат": "Asia/Almaty",
    "астан": "Asia/Almaty",
    "ташкент": "Asia/Tashkent",
    "бишкек": "Asia/Bishkek",
    "ереван": "Asia/Yerevan",
    "тбилиси": "Asia/Tbilisi",
    "баку": "Asia/Baku",
    "белград": "Europe/Belgrade",
}
_OFFSET = regex.compile(r"(?:utc|gmt|мск)?\s*([+\-−–])?\s*(\d{1,2})(?::?00)?(?:\s*ч\w*)?", regex.IGNORECASE)
FARTHEST_EAST, FARTHEST_WEST = 14, 12
MOSCOW = 3


def find_zone(text: str) -> str | None:
    """An IANA name for «Екатеринбург», «+5», «UTC+3» or «мск+2»; None where nothing fits."""
    plain = text.strip().lower().replace("ё", "е")
    offset = _OFFSET.fullmatch(plain)
    if offset:
        return _by_offset(plain, offset)
    words = plain.replace("-", " ").split()
    return next((zone for start, zone in CITIES.items() for word in words if word.startswith(start)), None)


def _by_offset(plain: str, offset: regex.Match[str]) -> str | None:
    sign, hours = (-1 if offset[1] and offset[1] in "-−–" else 1), int(offset[2])
    hours = sign * hours + (MOSCOW if plain.startswith("мск") else 0)
    if not -FARTHEST_WEST <= hours <= FARTHEST_EAST:
        return None
    # In these names the sign is turned round: Etc/GMT-5 is five hours ahead of Greenwich.
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"
