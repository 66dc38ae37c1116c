// SPDX-License-Identifier: Apache-2.0
#include "mime/html_text.h"

#include <catch2/catch_test_macros.hpp>

#include "mime/html_charset.h"
#include "mime/preview.h"

using namespace pillarbox::mime;

namespace {

struct Row {
  std::string_view in;
  std::string_view out;
};

}  // namespace

TEST_CASE("the words of HTML") {
  const Row rows[] = {
      {"plain", "plain"},
      {"<p>one</p><p>two</p>", "one\n\ntwo"},
      {"one<br>two<br/>three", "one\ntwo\nthree"},
      {"<div>one</div><div>two</div>", "one\ntwo"},
      {"a  \n b", "a b"},
      {"<b>a</b> <i>b</i>c", "a bc"},
      {"<ul><li>a<li>b</ul>", "• a\n• b"},
      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
      {"<pre>a\n  b</pre>", "a\n  b"},
      {"<style>p{color:red}</style>x<script>if(a<b)alert('</p>')</script>y", "xy"},
      {"<title>t</title><head><meta></head>x", "x"},
      {"<!-- c -->x<!-->y-->z", "xy-->z"},
      {"<!DOCTYPE html><?xml?>x", "x"},
      {"a<b", "a"},
      {"a < b", "a < b"},
      {"1<2", "1<2"},
      {"<a href=\"x>y\">z</a>", "z"},
      {"<A HREF='>'>z</A>", "z"},
      {"<img alt=x src=y>z", "z"},
      {"<P>one<P>two", "one\n\ntwo"},
      {"&lt;b&gt; &amp;amp; &#65;&#x42;&eacute;&euro;", "<b> &amp; ABé€"},
      {"&nosuch; &amp &lt5", "&nosuch; & <5"},
      {"&#128; &#0; &#xd800; &#x110000;", "€ \xef\xbf\xbd \xef\xbf\xbd \xef\xbf\xbd"},
      {"&", "&"},
      {"&#", "&#"},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(html_to_text(row.in, Quotes::keep) == row.out);
  }
}

TEST_CASE("what a sender hides stays hidden") {
  const Row rows[] = {
      {"<div style=\"display:none\">pre</div>x", "x"},
      {"<div style=\"DISPLAY : none !important\">pre<div>more</div>still</div>x", "x"},
      {"<span style='mso-hide:all'>pre</span>x", "x"},
      {"<span style='font-size:0'>pre</span>x", "x"},
      {"<span style='font-size:0px'>pre</span>x", "x"},
      {"<span style='font-size:0.9em'>shown</span>x", "shownx"},
      {"<div hidden>pre</div>x", "x"},
      {"<div style='max-height:0;overflow:hidden'>pre</div>x", "x"},
      {"<br style='display:none'>x", "x"},
      {"<div style='display:block'>shown</div>", "shown"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(html_to_text(row.in, Quotes::keep) == row.out);
  }
}

TEST_CASE("previews of HTML leave out what is quoted") {
  const Row rows[] = {
      {"<p>answer</p><p>On Monday Bob wrote:</p><blockquote>old</blockquote>", "answer"},
      {"answer<div class=\"gmail_quote\"><div class=gmail_attr>On…</div>old</div>", "answer"},
      {"answer<div id=\"divRplyFwdMsg\">From: Bob</div><div>old</div>", "answer"},
      {"answer<div class=moz-cite-prefix>Bob wrote:</div><blockquote "
       "type=cite>old</blockquote>more",
       "answer more"},
      {"<blockquote>only old</blockquote>", "only old"},
      {"pre\xe2\x80\x8c\xc2\xad\xcd\x8f header", "pre header"},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(preview_of_html(row.in) == row.out);
  }
}

TEST_CASE("previews of text leave out what is quoted") {
  const Row rows[] = {
      {"one\r\ntwo\r\n", "one two"},
      {"  a \t b  ", "a b"},
      {"On Mon Bob wrote:\n> old\n> older\n\nanswer\n", "answer"},
      {"On Monday, 1 January 2024,\nBob <bob@x.example> wrote:\n> old\n\nanswer\n", "answer"},
      {"answer\n\nOn Mon Bob wrote:\n\n> old\n", "answer"},
      {"answer\n-- \nBob\nExample Ltd\n", "answer"},
      {"answer\n-----Original Message-----\nFrom: Bob\n", "answer"},
      {"my list:\n- one\n", "my list: - one"},
      {"> all\n> quoted\n", "> all > quoted"},
      {"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.in);
    CHECK(preview_of_text(row.in) == row.out);
  }
}

TEST_CASE("a preview has at most 200 characters, and whole ones") {
  std::string text;
  for (int i = 0; i < 300; ++i) text += "é";
  CHECK(preview_of_text(text).size() == 400);
  text.clear();
  for (int i = 0; i < 300; ++i) text += "a ";
  CHECK(preview_of_text(text).size() <= 200);
}

TEST_CASE("the charset that HTML names itself") {
  CHECK(html_charset("<meta charset=\"iso-8859-2\">") == "iso-8859-2");
  CHECK(html_charset("<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=KOI8-R'>") ==
        "koi8-r");
  CHECK(html_charset("<meta charset=utf-16>") == "utf-8");
  CHECK(html_charset("<meta name=x><meta charset = x-y >") == "x-y");
  CHECK(html_charset("<p>charset=x") == "");
}
