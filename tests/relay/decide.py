# SPDX-License-Identifier: Apache-2.0
"""Asks the relay's policy: one JSON object a line in, one out. Names resolve as the line says."""

from __future__ import annotations

import json
import sys

from relay.policy import AllowListError, MailPolicy


def answer(line: str) -> dict[str, object]:
    question = json.loads(line)
    names: dict[str, list[str]] = question.get("names", {})

    def resolver(host: str, _port: int) -> list[str]:
        if host not in names:
            raise OSError("unknown")
        return names[host]

    try:
        policy = MailPolicy(
            question.get("allow", []),
            only_listed=question.get("only", False),
            resolver=resolver,
        )
    except AllowListError as error:
        return {"error": str(error)}
    decision = policy.decide(question.get("token"))
    return {
        "verdict": decision.verdict.value,
        "addresses": decision.addresses,
        "log": decision.log_text(),
        "lookup": policy.lookup(question.get("token") or ""),
    }


for text in sys.stdin:
    print(json.dumps(answer(text)), flush=True)
