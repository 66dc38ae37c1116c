// SPDX-License-Identifier: Apache-2.0
// One pass over the lines that begin with "--", with a stack of the multiparts that are open. A
// delimiter of an outer one closes the inner ones. Nothing recurses, and nothing is read twice but
// a multipart whose boundary turns out to be wrong, which may happen a few times a mail.
#include "mime/structure.h"

#include <algorithm>

#include "base/limits.h"
#include "mime/scan.h"
#include "mime/text.h"

namespace pillarbox::mime {
namespace {

// A boundary that no line can have, for a multipart that names none.
constexpr std::string_view kNoBoundary = "\n";

struct Open {
  size_t part;
  size_t children = 0;
  // The first line in its preamble that looks like a delimiter, 0 if there was none: the message
  // has a header, so no multipart begins at 0.
  size_t guess_begin = 0;
  std::string guess;
};

class Splitter {
 public:
  Splitter(std::string_view text, Defects& defects) : text_(text), defects_(defects) {}

  std::vector<Part> split(const Header& header) {
    Part root;
    root.body_begin = header.body;
    add(std::move(root), header, DefaultType::text_plain);
    size_t at = header.body;
    for (;;) {
      const size_t line = open_.empty() ? text_.size() : find_line(text_, '-', '-', at);
      if (line == text_.size()) {
        if (guessed(text_.size(), at)) continue;
        break;
      }
      at = delimiter_at(line);
    }
    finish_leaf(text_.size());
    close_to(0, text_.size());
    return std::move(parts_);
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);

  // Handles the line at `begin`; returns where to go on.
  size_t delimiter_at(size_t begin) {
    const size_t next = std::min(find_octet(text_, '\n', begin) + 1, text_.size());
    const std::string_view line = text_.substr(begin, next - begin);
    const Boundaries::Match match = boundaries_.match(line);
    if (match.index == Boundaries::kNone) {
      note_guess(line, begin, next);
      return next;
    }
    size_t again = 0;
    if (match.index + 1 < open_.size() && guessed(begin, again)) return again;
    if (!match.close && parts_.size() >= limits::kParts) {
      defects_.add(Defect::part_limit);
      return next;
    }
    const size_t end = before_line_end(begin);
    finish_leaf(end);
    close_to(match.index + 1, end);
    if (match.close) {
      open_.back().children = std::max<size_t>(open_.back().children, 1);
      parts_[open_.back().part].body_end = begin;
      open_.pop_back();
      boundaries_.cut(match.index);
      return next;
    }
    Open& parent = open_.back();
    ++parent.children;
    Part part;
    part.parent = parent.part;
    part.header_begin = next;
    const bool digest = parts_[parent.part].type == "multipart/digest";
    const Header header = read_header(text_, next, HeaderOf::part, boundaries_, defects_);
    part.body_begin = header.body;
    add(std::move(part), header, digest ? DefaultType::message_rfc822 : DefaultType::text_plain);
    return header.body;
  }

  void add(Part part, const Header& header, DefaultType otherwise) {
    describe(part, header, otherwise, defects_);
    const size_t index = parts_.size();
    if (part.multipart && open_.size() >= limits::kNesting) {
      // Shown as it stands: nobody sends this to be read, but nothing is hidden either.
      defects_.add(Defect::nesting_limit);
      part.multipart = false;
      part.type = "text/plain";
    }
    if (part.multipart) {
      if (part.boundary.empty()) defects_.add(Defect::missing_boundary);
      boundaries_.push(part.boundary.empty() ? std::string(kNoBoundary) : part.boundary);
      open_.push_back({.part = index, .guess = {}});
      leaf_ = kNone;
    } else {
      leaf_ = index;
    }
    part.body_end = text_.size();
    parts_.push_back(std::move(part));
  }

  // RFC 2046 §5.1.1: "the CRLF preceding the boundary delimiter line is conceptually attached to
  // the boundary".
  size_t before_line_end(size_t begin) const {
    if (begin > 0 && text_[begin - 1] == '\n') --begin;
    if (begin > 0 && text_[begin - 1] == '\r') --begin;
    return begin;
  }

  void finish_leaf(size_t end) {
    if (leaf_ == kNone) return;
    Part& part = parts_[leaf_];
    part.body_end = std::max(part.body_begin, end);
    leaf_ = kNone;
  }

  // Closes the multiparts from `depth` on, which something else than their own delimiter ends.
  void close_to(size_t depth, size_t end) {
    while (open_.size() > depth) {
      Part& part = parts_[open_.back().part];
      part.body_end = std::max(part.body_begin, end);
      if (open_.back().children == 0) {
        // Nothing in it could be told apart: better one text than nothing.
        part.multipart = false;
        part.type = "text/plain";
        if (!part.boundary.empty()) defects_.add(Defect::boundary_not_found);
      } else {
        defects_.add(Defect::missing_close_delimiter);
      }
      open_.pop_back();
    }
    boundaries_.cut(depth);
  }

  // "--something" followed by a Content- field can be the delimiter of a multipart that names a
  // wrong boundary or none.
  void note_guess(std::string_view line, size_t begin, size_t next) {
    Open& inner = open_.back();
    if (inner.children != 0 || inner.guess_begin != 0 || guesses_ == limits::kBoundaryGuesses) {
      return;
    }
    const std::string_view boundary = trim(line.substr(2));
    if (boundary.empty() || !istarts_with(text_.substr(next, 8), "content-")) return;
    inner.guess = boundary;
    inner.guess_begin = begin;
  }

  // At the end of the innermost multipart: if it has no parts but a guess, `at` becomes the place
  // from where to read again.
  bool guessed(size_t end, size_t& at) {
    if (open_.empty()) return false;
    Open& inner = open_.back();
    if (inner.children != 0 || inner.guess_begin == 0 || inner.guess_begin >= end) return false;
    if (guesses_++ == limits::kBoundaryGuesses) return false;
    if (!parts_[inner.part].boundary.empty()) defects_.add(Defect::boundary_not_found);
    boundaries_.cut(open_.size() - 1);
    boundaries_.push(inner.guess);
    at = inner.guess_begin;
    inner.guess_begin = 0;
    return true;
  }

  std::string_view text_;
  Defects& defects_;
  std::vector<Part> parts_;
  std::vector<Open> open_;
  Boundaries boundaries_;
  size_t leaf_ = kNone;  // the part whose body is being passed over
  size_t guesses_ = 0;
};

}  // namespace

std::vector<Part> read_structure(std::string_view text, const Header& header, Defects& defects) {
  return Splitter(text, defects).split(header);
}

}  // namespace pillarbox::mime
