// SPDX-License-Identifier: Apache-2.0
// Every number a peer can push against, each with its reason. A file that parses what a peer
// sent takes its bound from here and from nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>

namespace pillarbox::limits {

// --- pop3 ---------------------------------------------------------------------------------

// RFC 2449 §4 allows 512 octets a response line; servers put stack traces and URLs there, and
// UIDLs of 288 characters were seen in listings. 64 KiB is beyond all of them.
constexpr size_t kReplyLineOctets = 64 * 1024;

// Servers list about 20 capabilities; a flood of them is an attack on memory.
constexpr size_t kCapabilityLines = 200;

// Messages in one maildrop. mpop stops at the same number; a listing of it is ~40 MB.
constexpr size_t kMessages = 1'000'000;

// The body of CAPA, LIST or UIDL: kMessages lines of a long UIDL each.
constexpr uint64_t kListingOctets = 128ull * 1024 * 1024;

// One message. Wasm memory is 4 GiB at most, and a message is held once while it arrives.
constexpr uint64_t kMessageOctets = 1024ull * 1024 * 1024;

// Unanswered command octets. Dovecot buffers about 1 KB of commands and stops reading while its
// own output is blocked; under 2 KB a pipeline can never dead-lock (RFC 2449 §6.6).
constexpr size_t kCommandOctetsInFlight = 1900;

// Expected octets of messages asked for and not yet arrived.
constexpr uint64_t kWindowOctets = 1024 * 1024;

// From the start to the end of the greeting, with connecting, STLS and the TLS handshake in it: an
// STLS without a deadline once froze fetchmail for a week (CVE-2011-1947).
constexpr int64_t kGreetingMilliseconds = 30'000;

// Silence while a reply is due.
constexpr int64_t kIdleMilliseconds = 60'000;

// Silence of ours while the store is busy. Outlook.com hangs up after about 60 s.
constexpr int64_t kKeepAliveMilliseconds = 45'000;

// A message whose size the server did not say counts as this in the window.
constexpr uint64_t kUnknownOctets = 64 * 1024;

// Octets handed to the store and not yet confirmed: this, not the mailbox, bounds the memory.
constexpr uint64_t kUnconfirmedOctets = 16 * 1024 * 1024;

}  // namespace pillarbox::limits
