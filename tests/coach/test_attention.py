"""What the review says beside the words: wrong figures first, unanswered questions last, and neither of them scored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.coach.coach import Coach
from bot.coach.model import Case, Facts, Fault, Finding, Taps
from bot.coach.rewrite.spans import apply

TEMPLATE = "Здравствуйте. Приносим извинения за неудобства. Спасибо за обратную связь."

UNANSWERED = [
    ("when", "Деньги списали дважды. Когда вернёте?", TEMPLATE),
    ("when", "Лифт стоит неделю. Когда почините лифт?", "Нам жаль, что так вышло. Ваш отзыв очень важен."),
    ("when", "Подскажите, когда приедет курьер, я жду с утра и злюсь", "Извините за ожидание, передали информацию."),
    ("when", "Сколько ещё ждать мастера?", "Понимаем ваше возмущение. Мастера у нас хорошие."),
    ("when", "Через сколько дней будет возврат?", "Возврат оформлен по вашему заявлению."),
    ("when", "Когда отправите посылку? Обещали ещё в мае", "Посылки отправляет склад, заказ 441209 у него."),
    ("when", "Когда вернёте деньги?", "Добрый день! Нам жаль. Срок возврата бывает разным. Хорошего вечера!"),
    ("where", "Где мой заказ? Третью неделю тишина", "Мы ценим каждого клиента и работаем над качеством."),
    ("where", "Деньги где?", "Спасибо, что выбираете нас."),
    ("sum", "Если откажусь, сколько удержите?", "Условия отказа есть в договоре."),
    ("sum", "Какая сумма вернётся на карту?", "Возврат оформлен, спасибо за терпение."),
    ("why", "Почему с меня списали комиссию?", "Приносим извинения за доставленные неудобства."),
    ("why", "Объясните, за что мне выставили штраф.", "Нам жаль, что вы расстроились."),
    ("can", "Можно ли перенести доставку на вечер?", "Спасибо за обращение. Ваше мнение важно для нас."),
    ("can", "Брак, заменить товар можно? Есть ли такой же на складе?", "Мы очень сожалеем."),
    ("how", "Как отменить подписку? Замучилась", "Сожалеем, что вы остались недовольны."),
    ("how", "Приложение не грузится, что теперь делать?", "Приносим извинения. Хорошего дня."),
    ("what", "Какие документы нужны для возврата?", "Благодарим за обращение в нашу компанию."),
]

ANSWERED = [
    ("Когда вернёте деньги?", "Деньги уже на карте."),
    ("Когда вернёте деньги?", "Вернули утром, банк зачисляет сам."),
    ("Когда вернёте деньги?", "Вернём до 18:00."),
    ("Когда вернёте деньги?", "Точного дня пока не знаю, напишу, как только узнаю."),
    ("Когда вернёте деньги?", "Пришлите, пожалуйста, номер заказа."),
    ("Когда привезёте диван?", "Диван привезли и подняли, проверьте, пожалуйста, обивку."),
    ("Когда это кончится?", TEMPLATE),
    ("Когда вы научитесь работать?", TEMPLATE),
    ("Где мой заказ?", "Заказ у курьера, он в соседнем дворе."),
    ("Где мой заказ?", "Проверяю и отвечу до вечера."),
    ("Где ваша совесть?", TEMPLATE),
    ("Где справедливость?", TEMPLATE),
    ("Сколько удержите, если откажусь?", "Ничего не удержим, вернём полностью."),
    ("Сколько удержите, если откажусь?", "Удержим 390 ₽ за доставку."),
    ("Сколько можно?", TEMPLATE),
    ("Сколько раз вам повторять?", TEMPLATE),
    ("Почему с меня списали комиссию?", "Комиссию взяли, потому что перевод шёл в другой банк."),
    ("Почему с меня списали комиссию?", "Это наша ошибка, комиссию возвращаем."),
    ("Почему я должна ждать?", TEMPLATE),
    ("За что я плачу?", TEMPLATE),
    ("Вы издеваетесь?", TEMPLATE),
    ("Вы там вообще живые?", TEMPLATE),
    ("Неужели так трудно ответить?", TEMPLATE),
    ("Как можно потерять диван?", TEMPLATE),
    ("Как так?", TEMPLATE),
    ("Можно ли перенести доставку?", "Да, перенесём на вечер."),
    ("Можно ли перенести доставку?", "К сожалению, не получится: машина уже выехала."),
    ("Можно уже работать нормально?", TEMPLATE),
    ("Есть ли у вас совесть?", TEMPLATE),
    ("Как отменить подписку?", "Откройте раздел «Профиль» и нажмите «Отменить»."),
    ("Как отменить подписку?", "Отменил её за вас, больше ничего не спишется."),
    ("Что мне делать?", "Ничего, мастер уже едет: сообщу, когда будет у двери."),
    ("Какие документы нужны?", "Из документов нужен только паспорт."),
    ("Какая вам разница?", TEMPLATE),
    ("Что за сервис такой?", TEMPLATE),
    ("Чайник пришёл без крышки.", TEMPLATE),
    ("", TEMPLATE),
]


def beside(coach: Coach, complaint: str, draft: str, taps: Taps | None = None) -> list[Finding]:
    return [finding for finding in coach.judge(Case(draft, complaint, taps=taps or Taps())).findings if finding.aside]


@pytest.mark.parametrize(("kind", "complaint", "draft"), UNANSWERED)
def test_a_question_left_unanswered_is_quoted(coach: Coach, kind: str, complaint: str, draft: str) -> None:
    found = beside(coach, complaint, draft)

    assert f"unanswered_{kind}" in {finding.rule for finding in found}
    assert all((finding.start, finding.end, finding.text) == (None, None, None) for finding in found)
    assert all(finding.why.split("«")[1].split("»")[0] in complaint for finding in found)


@pytest.mark.parametrize(("complaint", "draft"), ANSWERED)
def test_an_answered_or_rhetorical_question_is_not_missed(coach: Coach, complaint: str, draft: str) -> None:
    assert beside(coach, complaint, draft) == []


def test_a_long_question_is_cut_and_of_many_only_two_are_told(coach: Coach) -> None:
    long = "Когда вернёте деньги" + " за доставку" * 30 + "?"
    complaint = f"{long} Где мой заказ? Почему с меня списали комиссию? Как отменить подписку?"
    found = beside(coach, complaint, TEMPLATE)

    assert len(found) == 2
    assert all(len(finding.why) < 200 for finding in found)


def test_a_wrong_number_is_told_before_all_else_and_a_question_after_all_else(coach: Coach) -> None:
    complaint = "Заказ 4512 не приехал. Когда вернёте деньги?"
    review = coach.judge(Case("Успокойтесь, по заказу 4521 всё хорошо.", complaint))

    assert review.findings[0].rule == "other_number"
    assert "4512" in review.findings[0].why
    assert review.findings[-1].rule == "unanswered_when"
    assert any(not finding.aside for finding in review.findings)


def test_neither_of_them_costs_points(coach: Coach) -> None:
    right = coach.judge(Case("Заказ 4512 уже едет, простите за ожидание.", "Где заказ 4512?", Facts.CHECKED))
    wrong = coach.judge(Case("Заказ 4521 уже едет, простите за ожидание.", "Где заказ 4512?", Facts.CHECKED))

    assert wrong.score == right.score
    assert {finding.rule for finding in wrong.findings} - {finding.rule for finding in right.findings} == {
        "other_number"
    }


def test_a_number_is_put_right_by_its_own_replacement(coach: Coach) -> None:
    draft = "Ирина, по заказу 4521 курьер выехал."
    review = coach.judge(Case(draft, "Заказ 4512 не приехал."))
    (flag,) = (finding for finding in review.findings if finding.aside)
    assert coach.rewriter is not None

    assert coach.rewriter.replacements(flag, review) == ("4512",)
    assert apply(draft, flag, "4512") == "Ирина, по заказу 4512 курьер выехал."


def test_what_was_disagreed_with_stays_away(coach: Coach) -> None:
    complaint, draft = "Заказ 4512 не приехал. Когда вернёте деньги?", f"По заказу 4521 разберёмся. {TEMPLATE}"
    keys = frozenset(finding.key for finding in beside(coach, complaint, draft))

    assert len(keys) == 2
    assert beside(coach, complaint, draft, Taps(dismissed=keys)) == []


def test_a_rewrite_neither_hides_nor_is_hindered_by_them(coach: Coach) -> None:
    case = Case(
        "Извините, но у нас пробки. По заказу 4521 разбираемся.",
        "Заказ 4512 опоздал. Почему списали комиссию?",
        Facts.CHECKED,
        Fault.COMPANY,
    )
    plain = coach.advise(replace(case, complaint="Заказ опоздал."))
    flagged = coach.advise(case)

    assert plain.rewrites
    assert flagged.rewrites
    assert all("4521" in rewrite.text for rewrite in flagged.rewrites)
