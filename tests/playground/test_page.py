"""The page in a real browser, with a little bot that does something of everything."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

pytest.importorskip("playwright", reason="ставится с группой browser: uv run --group browser")

from playwright.async_api import expect

from bot.content.shelf import load_shelf
from tests.playground.demo import demo
from tests.playground.local import opened
from tests.playground.screen import SIZES, Screen, Width, Windows

pytestmark = [pytest.mark.service, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def person(windows: Windows) -> AsyncIterator[Screen]:
    async with opened(stories=load_shelf().stories) as local, windows.at(local.address) as shown:
        yield shown


@pytest.mark.parametrize("width", SIZES)
async def test_every_part_of_the_page_is_accessible(windows: Windows, width: Width) -> None:
    async with opened(stories=load_shelf().stories) as local, windows.at(local.address, width) as person:
        assert await person.accessibility() == []
        await (await person.unfolds("tv")).locator(".forward").click()
        await person.sees("Переслано от Виктор")
        for command in ("/start", "/send photo", "/send document", "/send poll", "/keys"):
            await person.sends(command)
            await expect(person.messages.filter(has_text=command)).to_be_visible()
        await person.sends(
            "/raw <blockquote expandable>раз\nдва\nтри\nчетыре</blockquote> <pre>код</pre> <code>x</code>"
        )
        await person.sees("четыре")
        assert await person.accessibility() == []
        await person.unfolds("rolls")
        assert await person.accessibility() == []
        await person.page.locator("#tab-own").click()
        assert await person.accessibility() == []
        await person.page.keyboard.press("Escape")
        await person.page.locator("[data-toggle=bench]").click()
        assert await person.accessibility() == []


async def test_a_text_is_sent_by_enter_and_broken_by_shift_enter(person: Screen) -> None:
    await person.input.press_sequentially("раз")
    await person.input.press("Shift+Enter")
    await person.input.press_sequentially("два")
    await person.input.press("Enter")
    mine = person.page.locator(".message.mine .text")
    await expect(mine).to_have_text("раз\nдва")
    await expect(person.input).to_have_value("")


async def test_an_own_message_is_edited_by_the_up_arrow_and_the_edit_is_given_up_by_esc(person: Screen) -> None:
    await person.sends("чрновик")
    await person.sees("text: чрновик")
    await person.input.press("ArrowUp")
    await expect(person.input).to_have_value("чрновик")
    await person.input.press("Escape")
    await expect(person.input).to_have_value("")
    await person.input.press("ArrowUp")
    await person.sends("черновик")
    await expect(person.page.locator(".message.mine .meta")).to_contain_text("изменено")
    await person.sees("Теперь так: черновик")


async def test_the_command_menu_opens_filters_and_sends_by_the_keyboard(person: Screen) -> None:
    await person.sends("/start")
    await person.sees("Здравствуйте!")
    await person.input.press_sequentially("/")
    options = person.page.get_by_role("option")
    await expect(options).to_have_count(2)
    await person.input.press("ArrowDown")
    await expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    await person.input.press("Enter")
    await person.sees("Выберите")
    await person.page.locator("#slash").click()
    await expect(options.first).to_be_visible()
    await person.page.keyboard.press("Escape")
    await expect(options.first).to_be_hidden()


async def test_keys_of_both_kinds_work_and_answers_pop_up(person: Screen) -> None:
    await person.sends("/start")
    await person.presses("Меньше")
    await expect(person.page.locator("dialog[open]")).to_contain_text("Меньше некуда")
    await person.page.keyboard.press("Escape")
    await expect(person.last).to_contain_text("Нажато: less")
    await expect(person.last.locator(".meta")).to_contain_text("изменено")
    await person.presses("Назад")
    await expect(person.page.locator(".toast")).to_have_text("Принято")
    await person.sends("/keys")
    await person.page.locator("#reply-keyboard").get_by_role("button", name="Нет").click()
    await person.sees("text: Нет")
    await person.sends("/unkeys")
    await expect(person.page.locator("#reply-keyboard")).to_be_hidden()


async def test_arrows_walk_over_the_keyboard_of_a_message(person: Screen) -> None:
    await person.sends("/start")
    keys = person.last.locator(".key")
    await keys.first.focus()
    await person.page.keyboard.press("ArrowRight")
    await expect(keys.nth(1)).to_be_focused()
    await person.page.keyboard.press("ArrowDown")
    await expect(keys.nth(2)).to_be_focused()
    await person.page.keyboard.press("Enter")
    assert await person.clipboard() == "Сочувствую вам."
    await person.page.keyboard.press("Escape")
    await expect(person.input).to_be_focused()


async def test_a_folded_quote_opens_by_a_press_and_a_short_one_needs_none(person: Screen) -> None:
    await person.sends("/raw <blockquote expandable>раз\nдва\nтри\nчетыре\nпять</blockquote>")
    quote = (await person.sees("четыре")).locator(".quote").last
    toggle = quote.get_by_role("button", name="Развернуть цитату")
    await toggle.click()
    await expect(quote.locator("[aria-expanded=true]")).to_be_visible()
    await quote.locator(".quote-body").click()
    await expect(quote.locator("[aria-expanded=false]")).to_be_visible()
    await person.sends("/raw <blockquote expandable>коротко</blockquote>")
    await expect((await person.sees("коротко")).locator(".quote-toggle").last).to_be_hidden()


async def test_code_is_copied_and_markup_from_outside_stays_text(person: Screen) -> None:
    await person.sends("/raw <pre>готовый ответ &lt;b&gt;</pre>")
    await person.last.get_by_role("button", name="Копировать").click()
    assert await person.clipboard() == "готовый ответ <b>"
    await person.sends("<img src=x onerror=alert(1)>")
    await expect(person.page.locator(".message.mine .text").last).to_have_text("<img src=x onerror=alert(1)>")


async def test_pictures_files_and_polls_are_shown(person: Screen) -> None:
    await person.sends("/send photo")
    await person.page.get_by_role("button", name="Открыть фотографию").click()
    await expect(person.page.locator("#viewer img")).to_be_visible()
    await person.page.keyboard.press("Escape")
    await person.sends("/send document")
    async with person.page.expect_download() as download:
        await person.last.get_by_role("link", name="отчёт.txt").click()
    assert (await (await download.value).path()).read_text() == "Отчёт"
    await person.sends("/send poll")
    await person.page.get_by_role("button", name="Плохо").click()
    await expect(person.page.locator(".poll-share").nth(1)).to_have_text("100%")
    await person.sees("Голос: [1]")


async def test_a_reply_quotes_the_selected_words(person: Screen) -> None:
    await person.sends("Деньги вернём завтра")
    message = person.page.locator(".message.mine").first
    await message.locator(".text").evaluate("""text => {
        const range = document.createRange();
        range.setStart(text.firstChild, 14);
        range.setEnd(text.firstChild, 20);
        getSelection().removeAllRanges();
        getSelection().addRange(range);
    }""")
    await message.get_by_role("button", name="Действия с сообщением").click()
    await person.page.get_by_role("menuitem", name="Ответить с цитатой").click()
    await person.sends("когда именно?")
    await person.sees("Цитата: завтра")
    await expect(person.page.locator(".message.mine .replied")).to_contain_text("завтра")


async def test_a_message_is_deleted_from_its_menu(person: Screen) -> None:
    await person.sends("лишнее")
    await person.sees("text: лишнее")
    await person.page.locator(".message.mine").get_by_role("button", name="Действия с сообщением").click()
    await person.page.get_by_role("menuitem", name="Удалить").click()
    await expect(person.page.locator(".message.mine")).to_have_count(0)


async def test_an_own_complaint_goes_as_a_forward_of_a_hidden_person(person: Screen) -> None:
    await person.page.locator("#tab-own").click()
    await person.page.get_by_label("Что написал клиент").fill("Где мой заказ?")
    await person.page.get_by_label("От кого").fill("Зоя")
    await person.page.get_by_label("профиль скрыт").check()
    await person.page.get_by_label("вместе с фотографией").check()
    await person.page.locator("#own .primary").click()
    await person.sees("Переслано от Зоя: Где мой заказ?")
    await expect(person.page.locator(".message.mine .photo img")).to_be_visible()


async def test_a_draft_from_the_shelf_lands_in_the_line_to_be_sent(windows: Windows) -> None:
    stories = load_shelf().stories
    async with opened(stories=stories) as local, windows.at(local.address, "phone") as person:
        card = await person.unfolds("card")
        await card.locator(".draft").last.click()
        await expect(person.page.locator("#shelf")).to_be_hidden()
        await expect(person.input).to_be_focused()
        await expect(person.input).to_have_value(stories[3].drafts[-1].text)


async def test_the_workbench_has_a_second_person_faults_a_block_and_a_clock(person: Screen) -> None:
    await person.sends("это Аня")
    await person.sees("text: это Аня")
    await person.page.locator("[data-toggle=bench]").click()
    bench = person.page.locator("#bench")
    await bench.get_by_role("button", name="Борис").click()
    await expect(person.messages).to_have_count(0)
    await bench.get_by_role("button", name="500 один раз").click()
    await person.sends("ау")
    await expect(person.page.locator(".toast")).to_contain_text("TelegramServerError")
    await bench.get_by_label("Заблокировать бота").check()
    await expect(person.input).to_be_hidden()
    await person.page.get_by_role("button", name="Разблокировать").click()
    await expect(person.input).to_be_visible()
    before = await bench.locator("#bench-now").inner_text()
    await bench.get_by_role("button", name="+1 день").click()
    await expect(bench.locator("#bench-now")).not_to_have_text(before)
    await bench.get_by_role("button", name="Аня").click()
    await person.sees("text: это Аня")
    async with person.page.expect_download() as download:
        await bench.get_by_role("link", name="Скачать").click()
    assert "это Аня" in (await (await download.value).path()).read_text()
    await bench.get_by_role("button", name="Начать сначала").click()
    await person.page.locator("dialog[open]").get_by_role("button", name="Начать сначала").click()
    await expect(person.page.locator(".welcome")).to_be_visible()


async def test_the_chosen_theme_stays_after_a_reload(person: Screen) -> None:
    theme = person.page.locator("#theme")
    await theme.click()
    await theme.click()
    await expect(theme).to_have_attribute("aria-label", "Оформление: тёмное")
    await person.page.reload()
    await expect(person.page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_a_new_message_does_not_pull_away_from_what_is_being_read(windows: Windows) -> None:
    dispatcher = demo()
    async with opened(dispatcher) as local, windows.at(local.address) as person:
        for number in range(8):
            await person.sends(f"строка {number}\n" * 6)
            await person.sees(f"text: строка {number}")
        await person.sends("/later")
        log = person.page.locator("#log")
        await log.evaluate("log => log.scrollTo(0, 0)")
        dispatcher["doorbell"].set()
        await person.page.get_by_role("button", name="К последнему сообщению").click()
        await expect(person.messages.last).to_contain_text("Вот и я")
        await expect(person.messages.last).to_be_in_viewport()
