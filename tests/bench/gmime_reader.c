/* SPDX-License-Identifier: Apache-2.0
   GMime, natively, on the mails of mime.bench.mjs: each is parsed from memory, every text decoded
   to UTF-8 and every other part to its octets. FILE holds the mails, each behind its length in four
   octets, the least first. Prints milliseconds and decoded octets. */
#include <gmime/gmime.h>
#include <stdio.h>

static size_t decoded;

static void part(GMimeObject* parent, GMimeObject* object, gpointer unused) {
  (void)parent;
  (void)unused;
  if (GMIME_IS_TEXT_PART(object)) {
    char* text = g_mime_text_part_get_text(GMIME_TEXT_PART(object));
    if (text != NULL) decoded += strlen(text);
    g_free(text);
  } else if (GMIME_IS_PART(object)) {
    GMimeDataWrapper* content = g_mime_part_get_content(GMIME_PART(object));
    GMimeStream* memory = g_mime_stream_mem_new();
    if (content != NULL) decoded += g_mime_data_wrapper_write_to_stream(content, memory);
    g_object_unref(memory);
  }
}

int main(int argc, char** argv) {
  gchar* all;
  gsize size;
  if (argc != 2 || !g_file_get_contents(argv[1], &all, &size, NULL)) return 2;
  g_mime_init();
  const gint64 began = g_get_monotonic_time();
  for (gsize at = 0; at + 4 <= size;) {
    const guint8* n = (const guint8*)all + at;
    const gsize octets = n[0] | n[1] << 8 | n[2] << 16 | (gsize)n[3] << 24;
    GMimeStream* stream = g_mime_stream_mem_new_with_buffer(all + at + 4, octets);
    GMimeParser* parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage* message = g_mime_parser_construct_message(parser, NULL);
    if (message != NULL) {
      g_mime_message_get_subject(message);
      g_mime_message_get_from(message);
      g_mime_message_get_date(message);
      g_mime_message_foreach(message, part, NULL);
      g_object_unref(message);
    }
    g_object_unref(parser);
    g_object_unref(stream);
    at += 4 + octets;
  }
  printf("%.3f %zu\n", (double)(g_get_monotonic_time() - began) / 1000, decoded);
  return 0;
}
