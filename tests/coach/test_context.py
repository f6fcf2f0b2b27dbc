"""What is read together: who did what, apologies and what follows them, negation, irony, quotation, condition."""

from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.content import load_coach

PRESENT = [
    ("but_after", "Извините за опоздание. Но в субботу всегда пробки."),
    ("but_after", "Простите нас. Однако тариф невозвратный."),
    ("but_after", "Понимаем вас. Тем не менее срок прошёл."),
    ("but_after", "Нам очень жаль. А вот инструкцию надо было прочитать."),
    ("responsibility", "Курьер опоздал, и это наша вина."),
    ("responsibility", "Курьер опоздал. Это наша вина."),
    ("responsibility", "Это не вина курьера, а наша."),
    ("responsibility", "Кассир ошибся, отвечаем за это мы."),
    ("rude", "Ага, конечно, простите великодушно, ваше величество."),
    ("rude", "Ну извините, что мы не телепаты."),
    ("rude", "Прям трагедия века, соус забыли."),
    ("if_apology", "Извините, если мы вас обидели."),
    ("if_apology", "Если у вас возникли трудности, приносим извинения."),
    ("doubt", "Если всё действительно так, мы разберёмся."),
]

ABSENT = [
    # The adversative turns towards the customer, or takes nothing back.
    ("but_after", "К сожалению, срок прошёл, но мы сделаем исключение и вернём деньги."),
    ("but_after", "Простите нас. Но деньги мы уже вернули."),
    ("but_after", "Извините нас. Вернём деньги сегодня. Но доставка уйдёт завтра."),
    ("but_after", "Извините, не сразу, но вернули всё до копейки."),
    ("but_after", "Не только вернём деньги, но и подарим купон. Извините нас."),
    # Who did it, and who answers for it.
    ("blame_other", "Курьер опоздал, и это наша вина."),
    ("blame_other", "Склад перепутал коробки, это наша ошибка, простите."),
    ("blame_other", "Это не вина курьера, а наша."),
    ("blame_customer", "Это не ваша вина."),
    ("blame_customer", "Вы ни в чём не виноваты."),
    ("blame_customer", "Вы ничего не нарушили, всё указали верно."),
    ("blame_customer", "Не вините себя, так бывает."),
    # Negation.
    ("doubt", "Мы не сомневаемся в ваших словах."),
    ("doubt", "Проверять ваши слова не будем: верим."),
    ("deflect", "Не нужно никуда обращаться, всё сделаем сами."),
    ("rules", "Не будем ссылаться на правила: вернём деньги."),
    ("law", "Не будем прятаться за закон, вернём деньги."),
    ("apology", "Мы не приносим извинений за то, чего не делали."),
    ("apology", "Извиняться не будем."),
    ("regret", "Нам не жаль."),
    ("help", "Деньги не вернём."),
    ("help", "Мы не можем вернуть деньги."),
    ("help", "Помочь ничем не можем."),
    ("next_step", "Не обещаем ответить завтра."),
    # Irony.
    ("apology", "Ну извините, что мы не телепаты."),
    # What somebody else said.
    ("rude", "Вы написали: «это ваша вина, успокойтесь». Нам жаль."),
    ("blame_customer", "Вы пишете, что курьер сказал «сами виноваты, читайте правила». Так говорить нельзя, простите."),
    ("rude", "На вашу фразу «курьер хам и врун» отвечу так: он больше у нас не работает."),
    # A condition that puts nothing in doubt, or puts everything off.
    ("if_apology", "Если удобно, пришлите номер заказа."),
    ("if_apology", "Если снова повторится, напишите мне."),
    ("if_apology", "Извините. Если деньги не придут до пятницы, напишите сюда."),
    ("if_apology", "Если бы мы предупредили вас вовремя, этого бы не случилось. Простите."),
    ("responsibility", "Если ошибка наша, вернём всё."),
    ("help", "Если вы нарушили условия, гарантия не действует."),
    ("blame_customer", "Если вернёте товар, вернём деньги."),
]


@pytest.fixture(scope="module")
def coach() -> Coach:
    return load_coach()


@pytest.mark.parametrize(("name", "draft"), PRESENT)
def test_what_the_words_do_together_is_found(coach: Coach, name: str, draft: str) -> None:
    assert name in coach.judge(Case(draft)).signals


@pytest.mark.parametrize(("name", "draft"), ABSENT)
def test_what_the_words_do_not_do_together_is_not(coach: Coach, name: str, draft: str) -> None:
    assert name not in coach.judge(Case(draft)).signals


def test_no_signal_of_the_contrary_leaves_the_engine(coach: Coach) -> None:
    signals = coach.judge(Case("Извиняться не будем. Нам не жаль. Деньги не вернём.")).signals

    assert not [name for name in signals if name.startswith("not_")]
