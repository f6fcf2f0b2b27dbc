"""Facts that must survive although the words around them go: a link, a telephone, a gift, a number, a date."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from bot.coach import lazy
from bot.coach.rewrite.facts import facts

_NUMBER = lazy.pattern(
    r"(?:под\s+номером|за\s+номером|№)\s*(?:№\s*)?([\p{L}\d][\p{L}\d\-/]*\d[\p{L}\d\-/]*(?:\s+от\s+\d{1,2}\.\d{2}(?:\.\d{2,4})?)?)",
    regex.IGNORECASE,
)
_PHONE = lazy.pattern(r"(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{2,3}[\s-]*\d{2}[\s-]*\d{2,3}|\b8[\s-]800[\s\d-]{7,}\d")
_MAIL = lazy.pattern(r"[\w.+-]+@[\w-]+\.\w+")
_COMMAND = lazy.pattern(r"\*\d+(?:\*\d+)*#")
_LINK = lazy.pattern(r"https?://[^\s)»]+[^\s)».,;!?]|www\.[^\s)»]+[^\s)».,;!?]")
_MONTH = r"(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
_MOMENT = lazy.pattern(
    rf"\d{{1,2}}\s+{_MONTH}(?:\s+(?:в\s+)?\d{{1,2}}:\d\d)?|\d{{1,2}}\.\d\d(?:\.\d{{2,4}})?(?:\s+в\s+\d{{1,2}}:\d\d)?(?![\d%])|"
    r"\d{1,2}:\d\d",
    regex.IGNORECASE,
)
_FOR_WHAT = r"(?:\s+на\s+\p{Ll}+(?:\s+(?:заказ|покупк|поездк|путешестви|бронь|бронировани|посещени|визит|услуг)\w*)?)?"
_CODE = lazy.pattern(rf"промокод\w*\s+(?:на\s+\w+\s+)?([«\"]?\p{{Lu}}[\p{{Lu}}\d]+[»\"]?{_FOR_WHAT})")
_DISCOUNT = lazy.pattern(rf"скидк\w+\s+(?:в\s+)?(\d+\s?%{_FOR_WHAT})")
LINK = "Вот ссылка: {}"
# What a link leads to, named before it: «заполните форму в разделе: https://…».
_LED_TO = lazy.pattern(
    r"\b(форм|инструкци|правил|соглашени|заявк|заявлени|анкет|стать|страниц)\p{L}*[^.!?]*$", regex.IGNORECASE
)
_NAMES = {
    "форм": "Форма здесь: {}",
    "инструкци": "Инструкция здесь: {}",
    "правил": "Правила здесь: {}",
    "соглашени": "Соглашение здесь: {}",
    "заявк": "Заявка здесь: {}",
    "заявлени": "Бланк заявления здесь: {}",
    "анкет": "Анкета здесь: {}",
    "стать": "Статья об этом: {}",
    "страниц": "Страница здесь: {}",
}
# «Не пришлёте до пятницы — вопрос закроем»: the day by which we wait.
_UNTIL = lazy.pattern(r"\bне\s+\p{L}+(?:[еёи]те|тесь)\s+(?:\p{L}+\s+){0,2}(до\s+\p{L}+)", regex.IGNORECASE)
_KINDS = (
    (_UNTIL, "Ждём {}."),
    (_LINK, LINK),
    (_MAIL, "Почта, если удобнее написать: {}"),
    (_PHONE, "Телефон, если удобнее позвонить: {}."),
    (_COMMAND, "Команда, которую можно набрать на телефоне: {}"),
    (_NUMBER, "Номер вашего обращения: {}."),
    (_CODE, "Для вас есть промокод {}."),
    (_DISCOUNT, "Для вас есть скидка {}."),
    (_MOMENT, "Отметка в наших данных: {}."),
)


def with_carried(text: str, gone: Sequence[str], source: str) -> str:
    """The text with a short sentence for each lost link, address, telephone or case number of the source."""
    for pattern, frame in _KINDS:
        for found in pattern.finditer(source):
            words = found.group(found.re.groups)
            told = any(name in words.lower() for name in gone) or not facts(words).keys().isdisjoint(gone)
            if told and words not in text:
                said = _of_what(source, found.start()) if frame == LINK else frame
                text = f"{text} {said.format(words)}".strip()
    return text


def _of_what(source: str, at: int) -> str:
    named = _LED_TO.search(source[:at])
    return _NAMES[named.group(1).lower()] if named else LINK
