// SPDX-License-Identifier: Apache-2.0
// Which command may be given when. RFC 1939 §3 draws the session like this, and RFC 2595 and
// RFC 5034 add STLS and AUTH to the first of its states:
//
//   connect → AUTHORIZATION ── USER+PASS, APOP, AUTH ─→ TRANSACTION ── QUIT ─→ UPDATE → close
//                 │  ↺ CAPA, STLS, UTF8, LANG               ↺ CAPA, STAT, UIDL, LIST, RETR,
//                 └──── QUIT ──→ close                        TOP, DELE, NOOP, RSET, LANG
//
// "If a session terminates for some reason other than a client-issued QUIT command, the POP3
// session does NOT enter the UPDATE state and MUST not remove any messages from the maildrop."
// (RFC 1939 §6): so QUIT is the point of no return, and it is given last of all.
#pragma once

#include "pop3/command.h"

namespace pillarbox::pop3 {

enum class State { authorization, transaction, update };

// Whether the RFCs allow `verb` in `state`.
bool is_allowed(Verb verb, State state);

}  // namespace pillarbox::pop3
