"""A little bot that does something of everything, to try the stand-in on."""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher, Router
from aiogram.enums import ContentType
from aiogram.filters import Command, CommandObject
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    ChatMemberUpdated,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    PollAnswer,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.playground.picture import picture

PNG = picture()


def key(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


async def start(message: Message, bot: Bot) -> None:
    await bot.set_my_commands(
        [BotCommand(command="start", description="Начать"), BotCommand(command="keys", description="Клавиатура")]
    )
    copy = InlineKeyboardButton(text="Скопировать", copy_text=CopyTextButton(text="Сочувствую вам."))
    await message.answer(
        "<b>Здравствуйте!</b> <blockquote expandable>Сложенная\nцитата</blockquote>",
        reply_markup=keyboard([key("Больше", "more"), key("Меньше", "less")], [copy]),
    )


async def keys(message: Message) -> None:
    rows = [[KeyboardButton(text="Да"), KeyboardButton(text="Нет")]]
    await message.answer("Выберите", reply_markup=ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True))


async def unkeys(message: Message) -> None:
    await message.answer("Убрал", reply_markup=ReplyKeyboardRemove())


async def raw(message: Message, command: CommandObject) -> None:
    """Says whatever it is told, unescaped: for Telegram's refusals."""
    await message.answer(command.args or "")


async def send(message: Message, command: CommandObject, bot: Bot) -> None:
    match command.args:
        case "photo":
            await bot.send_chat_action(message.chat.id, "upload_photo")
            await message.answer_photo(BufferedInputFile(PNG, "chart.png"), caption="<i>График</i>")
        case "document":
            await message.answer_document(BufferedInputFile("Отчёт".encode(), "отчёт.txt"))
        case _:
            await message.answer_poll("Как вам?", ["Хорошо", "Плохо"], is_anonymous=False)


async def later(message: Message, doorbell: asyncio.Event) -> None:
    await doorbell.wait()
    await message.answer("Вот и я")


async def pressed(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    await query.answer("Принято" if query.data == "more" else "Меньше некуда", show_alert=query.data == "less")
    await query.message.edit_text(f"Нажато: {query.data}", reply_markup=keyboard([key("Назад", "more")]))


async def edited(message: Message) -> None:
    await message.reply(f"Теперь так: {message.html_text}")


async def voted(answer: PollAnswer, bot: Bot) -> None:
    assert answer.user
    await bot.send_message(answer.user.id, f"Голос: {answer.option_ids}")


async def left(_: ChatMemberUpdated, seen: list[str]) -> None:
    seen.append("ушёл")


async def anything(message: Message) -> None:
    origin: Any = message.forward_origin
    if origin is not None:
        who = {"user": lambda: origin.sender_user.first_name, "hidden_user": lambda: origin.sender_user_name}
        name = who.get(origin.type, lambda: origin.chat.title)()
        await message.answer(f"Переслано от {name}: {message.text or message.caption}".replace("<", "&lt;"))
    elif message.quote:
        await message.answer(f"Цитата: {message.quote.text}")
    else:
        kind = str(ContentType(message.content_type).value)
        await message.answer(f"{kind}: {message.html_text if message.text else ''}")


def demo() -> Dispatcher:
    """Its `doorbell` holds back the answer to /later until it is set."""
    router = Router()
    router.message.register(start, Command("start"))
    router.message.register(keys, Command("keys"))
    router.message.register(unkeys, Command("unkeys"))
    router.message.register(raw, Command("raw"))
    router.message.register(send, Command("send"))
    router.message.register(later, Command("later"))
    router.message.register(anything)
    router.edited_message.register(edited)
    router.callback_query.register(pressed)
    router.poll_answer.register(voted)
    router.my_chat_member.register(left)
    dispatcher = Dispatcher(seen=[], doorbell=asyncio.Event())
    dispatcher.include_router(router)
    return dispatcher
