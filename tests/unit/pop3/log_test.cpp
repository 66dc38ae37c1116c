// SPDX-License-Identifier: Apache-2.0
#include "pop3/log.h"

#include <catch2/catch_test_macros.hpp>

#include "pop3/engine.h"

using namespace pillarbox;
using namespace pillarbox::pop3;

namespace {

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a log holds status lines, and of mail and listings only the octets") {
  Engine engine;
  engine.receive(as_bytes("+OK ready\r\n"));
  engine.send({.verb = Verb::capa});
  engine.receive(as_bytes("+OK here they are\r\nTOP\r\nSASL PLAIN LOGIN\r\n.\r\n"));
  engine.enter(State::transaction);
  engine.send({.verb = Verb::stat});
  engine.send({.verb = Verb::uidl});
  engine.send({.verb = Verb::retr, .number = 1});
  engine.send({.verb = Verb::retr, .number = 2});
  engine.send({.verb = Verb::noop});
  engine.receive(
      as_bytes("+OK 2 320\r\n+OK 2 unique\r\n1 an-uidl\r\n.\r\n"
               "+OK 15 octets\r\nSubject: words\r\n.\r\n-ERR [SYS/TEMP] not now\r\n+OK\r\n"));
  CHECK(engine.take_log() == Lines{
                                 "S: +OK ready",
                                 "C: CAPA",
                                 "S: +OK here they are (23 octets): TOP, SASL PLAIN LOGIN",
                                 "C: STAT",
                                 "C: UIDL",
                                 "C: RETR 1",
                                 "C: RETR 2",
                                 "C: NOOP",
                                 "S: +OK 2 320",
                                 "S: +OK (11 octets)",
                                 "S: +OK (16 octets)",
                                 "S: -ERR [SYS/TEMP] not now",
                                 "S: +OK",
                             });
  CHECK(engine.take_log().empty());
}

TEST_CASE("a log says where the stream broke off, and quotes nothing of it") {
  Engine engine;
  engine.receive(as_bytes("+OK\r\n"));
  engine.enter(State::transaction);
  SECTION("inside a message") {
    engine.send({.verb = Verb::retr, .number = 1});
    engine.receive(as_bytes("+OK\r\nSubject: words\r\n"));
    engine.end_of_stream();
    CHECK(engine.take_log() == Lines{"S: +OK", "C: RETR 1", "S: +OK (16 octets, no end)"});
  }
  SECTION("behind a terminator that was none") {
    engine.send({.verb = Verb::retr, .number = 1});
    engine.send({.verb = Verb::noop});
    engine.receive(as_bytes("+OK\r\n.\r\nSubject: words\r\n"));
    CHECK(engine.take_log() == Lines{"S: +OK", "C: RETR 1", "C: NOOP", "S: +OK (0 octets)",
                                     "S: (14 octets that are no reply)"});
  }
  SECTION("and the rest of it looks like a reply") {
    engine.send({.verb = Verb::retr, .number = 1});
    engine.send({.verb = Verb::noop});
    engine.receive(as_bytes("+OK\r\n.\r\n+OK words of a mail\r\n"));
    CHECK(engine.take_log() ==
          Lines{"S: +OK", "C: RETR 1", "C: NOOP", "S: +OK (0 octets)", "S: +OK"});
  }
}

TEST_CASE("before logging in there is no mail yet, and what is no reply is shown") {
  Engine engine;
  engine.receive(as_bytes("* OK IMAP4rev1\r\n"));
  CHECK(engine.take_log() == Lines{"S: * OK IMAP4rev1"});
}

TEST_CASE("nothing in a log can be guessed against") {
  Engine engine;
  engine.receive(as_bytes("+OK\r\n"));
  engine.send({.verb = Verb::auth, .argument = "SCRAM-SHA-1 bixhPXVzZXI="});
  engine.receive(as_bytes("+ cj1ub25jZSxzPXNhbHQ=\r\n"));
  engine.send({.verb = Verb::response, .argument = "cD1wcm9vZg=="});
  engine.receive(as_bytes("+OK dj1zaWduYXR1cmU=\r\n"));
  engine.send({.verb = Verb::user, .argument = "sari"});
  engine.send({.verb = Verb::pass, .argument = "kawung"});
  engine.receive(as_bytes("+OK\r\n+OK Logged in.\r\n"));
  CHECK(engine.take_log() == Lines{"S: +OK", "C: AUTH SCRAM-SHA-1 ****", "S: + ****", "C: ****",
                                   "S: +OK ****", "C: USER sari", "C: PASS ****", "S: +OK",
                                   "S: +OK Logged in."});
}
