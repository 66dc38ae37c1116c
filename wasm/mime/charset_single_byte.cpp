// SPDX-License-Identifier: Apache-2.0
// Charsets of one octet a character: ASCII, and a table for the rest. The tables of DOS and of the
// Macintosh that the WHATWG standard does without are here.
#include "mime/charset_decoders.h"

namespace pillarbox::mime {
namespace {

constexpr UpperHalf upper_half(std::u16string_view characters) {
  UpperHalf half = {};
  for (size_t i = 0; i < half.size(); ++i) half[i] = characters[i];
  return half;
}

}  // namespace

const UpperHalf kIbm437 = upper_half(
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐"
    u"└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0");

const UpperHalf kIbm850 = upper_half(
    u"ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐"
    u"└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0");

const UpperHalf kIbm852 = upper_half(
    u"ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐"
    u"└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0");

const UpperHalf kMacCentralEurope = upper_half(
    u"ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅ"
    u"ņŃ¬√ńŇ∆«»…\u00a0ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ");

bool decode_single(std::string& text, std::string_view octets, const UpperHalf& half) {
  Utf8Writer to(text);
  bool valid = true;
  for (const char c : octets) {
    const auto octet = static_cast<uint8_t>(c);
    const uint32_t code_point = octet < 0x80 ? octet : half[octet - 0x80u];
    if (code_point == 0xfffd) valid = false;
    to.put(code_point);
  }
  return valid;
}

uint32_t windows1252_code_point(uint8_t octet) {
  return octet < 0x80 ? octet : kWindows1252[octet - 0x80u];
}

}  // namespace pillarbox::mime
