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

// SCRAM's iteration count is the server's choice and our processor's time. RFC 7677 §4 asks for at
// least 4096; a million takes about a second.
constexpr uint32_t kLeastScramIterations = 4096;
constexpr uint32_t kMostScramIterations = 1'000'000;

// One message. Wasm memory is 4 GiB at most, and a message is held once while it arrives.
constexpr uint64_t kMessageOctets = 1024ull * 1024 * 1024;

// Unanswered command octets. Dovecot buffers about 1 KB of commands and stops reading while its
// own output is blocked; under 2 KB a pipeline can never dead-lock (RFC 2449 §6.6).
constexpr size_t kCommandOctetsInFlight = 1900;

// Expected octets of messages asked for and not yet arrived. It starts small, so that Stop is
// quick and little is in memory on a slow line, and grows with what the line is measured to hold;
// 4 MiB is a fifth of a second of a gigabit over 150 ms, and a quarter of what may be unconfirmed.
constexpr uint64_t kLeastWindowOctets = 256 * 1024;
constexpr uint64_t kMostWindowOctets = 4 * 1024 * 1024;

// A reply to TOP n 0. Headers are seldom over 8 KB.
constexpr uint64_t kHeaderOctets = 4 * 1024;

// From the start to the end of the greeting, with connecting, STLS and the TLS handshake in it: an
// STLS without a deadline once froze fetchmail for a week (CVE-2011-1947).
constexpr int64_t kGreetingMilliseconds = 30'000;

// Silence while a reply is due, in all sessions of one check together: a person waits for the
// check.
constexpr int64_t kIdleMilliseconds = 60'000;

// Silence in or before a message. What is left of the minute is for the other messages, in another
// session.
constexpr int64_t kMessageSilenceMilliseconds = 45'000;

// Silence after CAPA, which needs no maildrop. Two such sessions show that the server never answers
// it, and a third one has the rest of the minute.
constexpr int64_t kCapaSilenceMilliseconds = 20'000;

// Silence of ours while the store is busy. Outlook.com hangs up after about 60 s.
constexpr int64_t kKeepAliveMilliseconds = 45'000;

// A message whose size the server did not say counts as this in the window.
constexpr uint64_t kUnknownOctets = 64 * 1024;

// A line of the conversation log. RFC 2449 §4 allows 512 octets a reply; what is beyond helps
// nobody.
constexpr size_t kLogLineOctets = 512;

// Octets handed to the store and not yet confirmed: this, not the mailbox, bounds the memory.
constexpr uint64_t kUnconfirmedOctets = 16 * 1024 * 1024;

// --- mime ---------------------------------------------------------------------------------
// A mail beyond any of these is still shown; it carries a defect.

// Header fields that are kept. A mail that went through twenty relays has about a hundred.
constexpr size_t kFields = 2000;

// One header value. To and References of the largest mailing lists stay under 100 KB.
constexpr size_t kFieldOctets = 256 * 1024;

// All values of one header. Ten times the largest seen; each is shown as JSON, which makes six
// octets of one at worst.
constexpr size_t kHeaderValueOctets = 1024 * 1024;

// A file name, a media type or a Content-ID of a part, decoded. File systems take 255, and there
// may be kParts of them.
constexpr size_t kNameOctets = 1000;

// Parameters of one field, RFC 2231 sections counted each: 1000 sections are a name of 70 KB.
constexpr size_t kParameters = 1000;

// Multiparts inside one another. Replies that wrap replies reach ten; the tree is walked without
// recursion, but each line that begins with "--" is compared with every open boundary.
constexpr size_t kNesting = 100;

// Body parts. The largest digests have a few hundred.
constexpr size_t kParts = 10'000;

// Times a multipart whose boundary never occurs is read again with the boundary that its lines
// suggest. Each is one more pass over the rest of the mail.
constexpr size_t kBoundaryGuesses = 4;

// Text and HTML that are shown, decoded, each. Browsers lay out a few MB of text in seconds; logs
// of a hundred were sent as text.
constexpr size_t kShownOctets = 8 * 1024 * 1024;

// Decoded octets that are looked at for a preview: newsletters carry up to 100 KB of style sheets
// before their first word.
constexpr size_t kPreviewOctets = 256 * 1024;

// Characters of a preview: about two lines of a list row on a wide screen.
constexpr size_t kPreviewCharacters = 200;

// --- tls ----------------------------------------------------------------------------------

// One Certificate message. Chains of a dozen RSA-4096 certificates stay under 32 KB.
constexpr size_t kCertificateOctets = 100 * 1024;

// Certificates between the server's and an authority. Public chains have one or two.
constexpr int kChainDepth = 10;

// Servers whose tickets are kept for the next connection, some 2 KB each.
constexpr size_t kTickets = 32;

// Ways up from a server's certificate that are tried, where cross-signed ones lead nowhere.
constexpr int kPathAttempts = 8;

}  // namespace pillarbox::limits
