"""The stand-in refuses what Telegram refuses, in its words, through the exceptions that aiogram makes of them."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.methods import GetStickerSet
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    MediaUnion,
    Message,
    ReactionTypeEmoji,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.playground.person import Impossible, Person
from bot.playground.session import PlaygroundSession, make_bot
from bot.playground.telegram import Telegram
from tests.playground.demo import PNG, key, keyboard

ME = 7


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def person(telegram: Telegram) -> Person:
    return Person(telegram.chats, ME, "Оля")


@pytest.fixture
def bot(telegram: Telegram, person: Person) -> Bot:
    assert person.chat
    return make_bot(PlaygroundSession(telegram))


async def test_the_bot_knows_who_it_is(bot: Bot) -> None:
    assert (await bot.me()).username == "podskazka_bot"


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("<вася>", 'Unsupported start tag "вася" at byte offset 0'),
        ("да <b>нет", 'Can\'t find end tag corresponding to start tag "b"'),
        ("да <", "Unclosed start tag at byte offset 5"),
        ("<b>да</i>", 'Unmatched end tag at byte offset 7, expected "</b>", found "</i>"'),
        ("да</b>", "Unexpected end tag at byte offset 4"),
        ("<span>да</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
async def test_bad_html_is_refused_with_the_place(bot: Bot, html: str, reason: str) -> None:
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(ME, html)
    assert refused.value.message == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize("text", ["", "   \n", "<b> </b>"])
async def test_an_empty_text_is_refused(bot: Bot, text: str) -> None:
    with pytest.raises(TelegramBadRequest, match=r"message text is empty|text must be non-empty"):
        await bot.send_message(ME, text)


async def test_the_limits_of_texts_and_captions_count_what_is_left_after_parsing(bot: Bot) -> None:
    await bot.send_message(ME, "<b>" + "а" * 4096 + "</b>")
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(ME, "а" * 4097)
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(ME, "🙂" * 2049)
    photo = BufferedInputFile(PNG, "a.png")
    await bot.send_photo(ME, photo, caption="а" * 1024)
    with pytest.raises(TelegramBadRequest, match="message caption is too long"):
        await bot.send_photo(ME, photo, caption="а" * 1025)


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        (key("Да", "д" * 33), "BUTTON_DATA_INVALID"),
        (InlineKeyboardButton(text="Да", copy_text=CopyTextButton(text="а" * 257)), "BUTTON_COPY_TEXT_INVALID"),
        (InlineKeyboardButton(text="Да"), "text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardButton(text="Да", url="javascript:alert(1)"), "Unsupported URL protocol"),
        (key(" ", "x"), "BUTTON_TEXT_INVALID"),
    ],
)
async def test_a_button_that_telegram_would_not_show_is_refused(
    bot: Bot, button: InlineKeyboardButton, reason: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=reason):
        await bot.send_message(ME, "Да?", reply_markup=keyboard([button]))


async def test_a_button_at_the_limit_passes(bot: Bot) -> None:
    copy = InlineKeyboardButton(text="Копировать", copy_text=CopyTextButton(text="а" * 256))
    markup = keyboard([key("Да", "д" * 32), copy])
    sent = await bot.send_message(ME, "Да?", reply_markup=markup)
    assert sent.reply_markup is not None
    assert sent.reply_markup.model_dump() == markup.model_dump()


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot) -> None:
    markup = keyboard([key("Да", "1")])
    sent = await bot.send_message(ME, "<b>Да</b>?", reply_markup=markup)
    for same in ("<b>Да</b>?", "<strong>Да</strong>?  "):
        with pytest.raises(TelegramBadRequest, match="message is not modified"):
            await sent.edit_text(same, reply_markup=markup)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_reply_markup(reply_markup=markup)


async def test_an_edit_without_a_keyboard_takes_the_keyboard_away(bot: Bot) -> None:
    sent = await bot.send_message(ME, "Да?", reply_markup=keyboard([key("Да", "1")]))
    edited = await sent.edit_text("Да?")
    assert isinstance(edited, Message)
    assert edited.reply_markup is None
    assert edited.edit_date


async def test_what_is_gone_or_not_the_bots_own_cannot_be_edited(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(ME, "раз")
    person.deletes(sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await sent.edit_text("два")
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await sent.delete()
    theirs = person.types("моё")[0]["message"]["message_id"]
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("твоё", chat_id=ME, message_id=theirs)
    fixed = await bot.send_message(ME, "клавиатуры нет", reply_markup=ReplyKeyboardRemove())
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await fixed.edit_text("есть")


async def test_a_text_is_no_caption_and_a_caption_no_text(bot: Bot) -> None:
    text = await bot.send_message(ME, "раз")
    photo = await bot.send_photo(ME, BufferedInputFile(PNG, "a.png"), caption="два")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await text.edit_caption(caption="три")
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await photo.edit_text("три")
    edited = await photo.edit_caption(caption="три")
    assert isinstance(edited, Message)
    assert edited.caption == "три"


async def test_messages_older_than_two_days_stay(bot: Bot, telegram: Telegram) -> None:
    sent = await bot.send_message(ME, "раз")
    telegram.clock.advance(timedelta(hours=49))
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await sent.delete()


async def test_a_press_is_answered_in_time_or_never(bot: Bot, telegram: Telegram, person: Person) -> None:
    sent = await bot.send_message(ME, "Да?", reply_markup=keyboard([key("Да", "1")]))
    query_id = person.taps(sent.message_id, "1")[0]["callback_query"]["id"]
    telegram.clock.advance(timedelta(minutes=5))
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await bot.answer_callback_query(query_id)
    with pytest.raises(TelegramBadRequest, match="query ID is invalid"):
        await bot.answer_callback_query("нет такого")


async def test_an_alert_over_200_characters_is_refused(bot: Bot, person: Person) -> None:
    sent = await bot.send_message(ME, "Да?", reply_markup=keyboard([key("Да", "1")]))
    query_id = person.taps(sent.message_id, "1")[0]["callback_query"]["id"]
    with pytest.raises(TelegramBadRequest, match="MESSAGE_TOO_LONG"):
        await bot.answer_callback_query(query_id, "а" * 201)


async def test_a_blocked_bot_and_a_stranger_cannot_be_written_to(bot: Bot, person: Person) -> None:
    assert person.blocks()[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await bot.send_message(ME, "Вы где?")
    with pytest.raises(Impossible, match="разблокируйте"):
        person.types("тут")
    person.unblocks()
    await bot.send_message(ME, "А, вот вы где")
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(999, "Кто вы?")


async def test_faults_strike_as_many_requests_as_asked(bot: Bot, telegram: Telegram) -> None:
    telegram.faults.flood, telegram.faults.retry_after = 1, 3
    with pytest.raises(TelegramRetryAfter) as flood:
        await bot.send_message(ME, "раз")
    assert flood.value.retry_after == 3
    telegram.faults.broken = 1
    with pytest.raises(TelegramServerError):
        await bot.send_message(ME, "раз")
    await bot.send_message(ME, "раз")


async def test_a_slow_network_only_makes_one_wait(bot: Bot, telegram: Telegram) -> None:
    telegram.faults.delay = 0.05
    before = time.monotonic()
    await bot.send_message(ME, "раз")
    assert time.monotonic() - before >= 0.05


async def test_a_reply_to_nothing_is_refused_unless_allowed(bot: Bot) -> None:
    with pytest.raises(TelegramBadRequest, match="message to be replied not found"):
        await bot.send_message(
            ME, "да", reply_parameters=ReplyParameters(message_id=99, allow_sending_without_reply=False)
        )
    lone = ReplyParameters(message_id=99, allow_sending_without_reply=True)
    assert (await bot.send_message(ME, "да", reply_parameters=lone)).reply_to_message is None


async def test_copies_and_forwards_of_a_message(bot: Bot, person: Person) -> None:
    theirs = person.types("жалоба")[0]["message"]["message_id"]
    copy = await bot.copy_message(ME, ME, theirs)
    assert person.chat.messages[copy.message_id]["text"] == "жалоба"
    forward = await bot.forward_message(ME, ME, theirs)
    assert forward.forward_origin is not None
    with pytest.raises(TelegramBadRequest, match="message to copy not found"):
        await bot.copy_message(ME, ME, 999)


async def test_a_file_can_be_sent_downloaded_and_sent_again_by_its_id(bot: Bot) -> None:
    sent = await bot.send_document(ME, BufferedInputFile("Отчёт".encode(), "отчёт.txt"))
    assert sent.document is not None
    got = await bot.download(sent.document)
    assert got is not None
    assert got.read().decode() == "Отчёт"
    again = await bot.send_document(ME, sent.document.file_id)
    assert again.document is not None
    assert again.document.file_name == "отчёт.txt"
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_document(ME, "нет такого")


async def test_an_album_holds_two_to_ten_photos(bot: Bot) -> None:
    photos: list[MediaUnion] = [InputMediaPhoto(media=BufferedInputFile(PNG, f"{n}.png")) for n in range(2)]
    sent = await bot.send_media_group(ME, photos)
    assert len({message.media_group_id for message in sent}) == 1
    with pytest.raises(TelegramBadRequest):
        await bot.send_media_group(ME, photos[:1])


async def test_commands_and_reactions_are_kept(bot: Bot, person: Person) -> None:
    await bot.set_my_commands([BotCommand(command="start", description="Начать")])
    assert [command.command for command in await bot.get_my_commands()] == ["start"]
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([BotCommand(command="Старт", description="Начать")])
    theirs = person.types("спасибо")[0]["message"]["message_id"]
    await bot.set_message_reaction(ME, theirs, [ReactionTypeEmoji(emoji="❤")])
    assert person.chat.reactions[theirs][0]["emoji"] == "❤"


async def test_a_method_that_the_stand_in_lacks_says_so(bot: Bot) -> None:
    with pytest.raises(TelegramNotFound, match="method not found"):
        await bot(GetStickerSet(name="cats"))


async def test_an_empty_keyboard_is_no_keyboard(bot: Bot) -> None:
    sent = await bot.send_message(ME, "Да?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[]))
    assert sent.reply_markup is None
