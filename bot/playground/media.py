"""How Telegram answers a bot that sends photos, documents, albums, polls and other things that are not plain text."""

from __future__ import annotations

import mimetypes
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.playground import limits
from bot.playground.chats import JSON, Chats
from bot.playground.entities import utf16_length
from bot.playground.messages import send
from bot.playground.refusals import Refusal, bad_request

PHOTO_BYTES = 10 * 1024 * 1024
FILE_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file that came with a request; parameters name it as «attach://key»."""

    data: bytes
    name: str


Content = Callable[[Chats, JSON, Mapping[str, Upload]], JSON]


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG; of anything else a plausible square, since nobody here looks closer."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return int(width), int(height)
    return 640, 640


def stored(chats: Chats, value: object, uploads: Mapping[str, Upload], limit: int = FILE_BYTES) -> JSON:
    """The file's fields (id, size, name, kind) for an upload or for the id of a file that Telegram already has."""
    reference = str(value or "")
    upload = uploads.get(reference.removeprefix("attach://"))
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if len(upload.data) > limit:
            raise Refusal(413, "Request Entity Too Large")
        mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        reference = chats.keep_file(upload.data, upload.name, mime)
    known = chats.files.get(reference)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return {
        "file_id": reference,
        "file_unique_id": reference[-12:],
        "file_size": len(known.data),
        "file_name": known.name,
        "mime_type": known.mime,
    }


def photo_sizes(chats: Chats, file_id: str) -> list[JSON]:
    data = chats.files[file_id].data
    width, height = image_size(data)
    return [
        {
            "file_id": file_id,
            "file_unique_id": file_id[-12:],
            "file_size": len(data),
            "width": width,
            "height": height,
        }
    ]


def _photo(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> JSON:
    file = stored(chats, params.get("photo"), uploads, PHOTO_BYTES)
    width, height = image_size(chats.files[file["file_id"]].data)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return {"photo": photo_sizes(chats, file["file_id"]), **limits.caption(params)}


def _document(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> JSON:
    return {"document": stored(chats, params.get("document"), uploads), **limits.caption(params)}


def _sticker(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> JSON:
    file = stored(chats, params.get("sticker"), uploads)
    return {
        "sticker": {
            "file_id": file["file_id"],
            "file_unique_id": file["file_unique_id"],
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    }


def _voice(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> JSON:
    file = stored(chats, params.get("voice"), uploads)
    del file["file_name"]
    return {"voice": {**file, "duration": int(params.get("duration") or 1)}, **limits.caption(params)}


def _location(_: Chats, params: JSON, __: Mapping[str, Upload]) -> JSON:
    return {"location": {"latitude": float(params["latitude"]), "longitude": float(params["longitude"])}}


def _poll(chats: Chats, params: JSON, _: Mapping[str, Upload]) -> JSON:
    question, _entities = limits.formatted(params, "question")
    if not question:
        raise bad_request("poll question must be non-empty")
    if utf16_length(question) > 300:
        raise bad_request("poll question length must not exceed 300")
    options = [
        option if isinstance(option, str) else str(option.get("text", "")) for option in params.get("options", [])
    ]
    if not 2 <= len(options) <= 12:
        raise bad_request(f"poll must have at {'least 2' if len(options) < 2 else 'most 12'} options")
    if any(not option.strip() or utf16_length(option) > 100 for option in options):
        raise bad_request("poll options length must not exceed 100" if all(options) else "poll option text is empty")
    poll: JSON = {
        "id": str(chats.last_message_id + 1),
        "question": question,
        "options": [
            {"persistent_id": str(index), "text": option, "voter_count": 0} for index, option in enumerate(options)
        ],
        "total_voter_count": 0,
        "is_closed": bool(params.get("is_closed")),
        "is_anonymous": params.get("is_anonymous") is not False,
        "type": params.get("type") or "regular",
        "allows_multiple_answers": bool(params.get("allows_multiple_answers")),
        "allows_revoting": params.get("type") != "quiz",
        "members_only": False,
    }
    if poll["type"] == "quiz":
        poll |= _quiz(params, len(options))
    return {"poll": poll}


def _quiz(params: JSON, options: int) -> JSON:
    right = params.get("correct_option_ids") or [params.get("correct_option_id")]
    if any(number is None or not 0 <= int(number) < options for number in right):
        raise bad_request("wrong correct option ID specified")
    explanation, entities = limits.formatted(params, "explanation")
    if utf16_length(explanation) > 200:
        raise bad_request("poll explanation length must not exceed 200")
    fields: JSON = {"correct_option_id": int(right[0]), "correct_option_ids": [int(number) for number in right]}
    if explanation:
        fields |= {"explanation": explanation, "explanation_entities": entities}
    return fields


def _sending(content: Content) -> Callable[[Chats, JSON, Mapping[str, Upload]], JSON]:
    def answer(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> JSON:
        chats.reach(params)
        return send(chats, params, content(chats, params, uploads))

    return answer


def send_media_group(chats: Chats, params: JSON, uploads: Mapping[str, Upload]) -> list[JSON]:
    media = params.get("media") or []
    if not 2 <= len(media) <= 10:
        raise bad_request("group send failed: an album holds from 2 to 10 items")
    chats.reach(params)
    contents = []
    for item in media:
        kind = item.get("type")
        if kind not in {"photo", "document"}:
            raise bad_request(f"type of file mismatch: {kind}")
        made = _photo if kind == "photo" else _document
        contents.append(made(chats, {**item, kind: item.get("media")}, uploads))
    group = str(chats.last_message_id + 1)
    return [send(chats, params, {**content, "media_group_id": group}) for content in contents]


def stop_poll(chats: Chats, params: JSON, _: Mapping[str, Upload]) -> JSON:
    chat = chats.reach(params)
    message = chat.messages.get(int(params.get("message_id") or 0))
    if message is None or "poll" not in message:
        raise bad_request("message with poll to stop not found")
    if message["poll"]["is_closed"]:
        raise bad_request("poll has already been closed")
    poll: JSON = {**message["poll"], "is_closed": True}
    chats.rewrite(chat, message, {"poll": poll}, dated=False)
    return poll


def get_file(chats: Chats, params: JSON, _: Mapping[str, Upload]) -> JSON:
    file_id = str(params.get("file_id"))
    file = chats.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    return {
        "file_id": file_id,
        "file_unique_id": file_id[-12:],
        "file_size": len(file.data),
        "file_path": f"files/{file_id}",
    }


ANSWERS = {
    "sendPhoto": _sending(_photo),
    "sendDocument": _sending(_document),
    "sendSticker": _sending(_sticker),
    "sendVoice": _sending(_voice),
    "sendLocation": _sending(_location),
    "sendPoll": _sending(_poll),
    "sendMediaGroup": send_media_group,
    "stopPoll": stop_poll,
    "getFile": get_file,
}
