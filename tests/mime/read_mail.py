# SPDX-License-Identifier: Apache-2.0
"""CPython's email, asked for what tests/mime/reading.ts compares.

Mails come in on standard input, each behind a line with its octets; one JSON object a line goes
out. What is shown and what is attached is chosen as RFC 8621 section 4.1.4 does, since the library
leaves that to its callers; everything else is the library's own answer.
"""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import UTC
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any


def safe(read: Callable[..., Any], *of: Any) -> Any:
    """The library raises where a field makes no sense to it: that is its answer, too."""
    try:
        return read(*of)
    except Exception as error:
        return f"raised {type(error).__name__}"


def people(mail: EmailMessage, name: str) -> Any:
    def read() -> list[dict[str, str]]:
        return [
            {"name": each.display_name or "", "address": each.addr_spec}
            for field in mail.get_all(name, [])
            for each in field.addresses
        ]

    return safe(read)


def text_of(mail: EmailMessage, name: str) -> Any:
    return safe(lambda: str(mail.get(name, "")))


def ids(mail: EmailMessage, name: str) -> Any:
    value = text_of(mail, name)
    return [each.strip("<>") for each in value.split()]


def date(mail: EmailMessage) -> Any:
    def read() -> str | None:
        field = mail.get("date")
        moment = field.datetime if field is not None else None
        if moment is None:
            return None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    return safe(read)


def leaves(part: EmailMessage, parent: str, index: int) -> Iterator[tuple[Any, str, int]]:
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for at, child in enumerate(part.iter_parts()):
            yield from leaves(child, part.get_content_type(), at)
    else:
        yield part, parent, index


def decoded(part: EmailMessage) -> str:
    return part.get_content().replace("\r\n", "\n")


def octets(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return part.get_payload(0).as_bytes(policy=policy.default.clone(linesep="\r\n"))
    return part.get_payload(decode=True) or b""


def read(raw: bytes) -> dict[str, Any]:
    mail = BytesParser(policy=policy.default).parsebytes(raw)
    texts: dict[str, list[Any]] = {"text/plain": [], "text/html": []}
    attachments = []
    for part, parent, index in leaves(mail, "", 0):
        kind = part.get_content_type()
        disposition = safe(part.get_content_disposition)
        name = safe(part.get_filename) or ""
        shown = kind in texts and disposition != "attachment"
        if parent and index > 0 and (parent == "multipart/related" or name):
            shown = False
        if shown:
            texts[kind].append(safe(decoded, part))
        else:
            attachments.append(
                {
                    "filename": name,
                    "contentType": kind,
                    "disposition": "inline" if disposition == "inline" else "attachment",
                    "contentId": str(part.get("content-id", "")).strip("<>"),
                    "octets": octets(part).decode("latin-1"),
                }
            )
    return {
        "from": people(mail, "from"),
        "to": people(mail, "to"),
        "cc": people(mail, "cc"),
        "subject": text_of(mail, "subject"),
        "date": date(mail),
        "messageId": "".join(ids(mail, "message-id")),
        "inReplyTo": "".join(ids(mail, "in-reply-to")),
        "references": ids(mail, "references"),
        "text": "\n".join(texts["text/plain"]) if texts["text/plain"] else None,
        "html": "\n".join(texts["text/html"]) if texts["text/html"] else None,
        "attachments": attachments,
    }


for line in sys.stdin.buffer:
    print(json.dumps(read(sys.stdin.buffer.read(int(line)))))
