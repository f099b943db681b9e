#include "radar/decode.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>

#include <unicode/ucnv.h>

#include "text/utf8.h"

namespace lianzhao::radar {

namespace {

/// Only these are ever decoded; a name outside is no evidence.
std::string known_encoding(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  if (name.starts_with("gb") || name == "x-gbk" || name == "hz-gb-2312") return "gb18030";
  if (name.starts_with("big5")) return "big5-hkscs";
  if (name == "utf8" || name == "utf-8") return "utf-8";
  if (name.starts_with("utf-16")) return name;
  if (name.starts_with("iso-8859-1") || name == "latin1" || name == "windows-1252" || name == "us-ascii")
    return "windows-1252";
  for (auto const* other : {"shift_jis", "euc-jp", "euc-kr", "windows-1251", "iso-8859-2", "iso-8859-15",
                            "windows-1250", "koi8-r", "windows-1254", "iso-8859-9"}) {
    if (name == other) return other;
  }
  return {};
}

/// charset=… of a meta tag or encoding="…" of an XML declaration within the
/// first bytes.
std::string declared_in(std::string_view bytes) {
  auto const head = bytes.substr(0, 4096);
  std::string lower{head};
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (std::string_view const key : {"charset", "encoding"}) {
    std::size_t at = 0;
    while ((at = lower.find(key, at)) != std::string::npos) {
      at += key.size();
      auto i = at;
      while (i < lower.size() && (lower[i] == ' ' || lower[i] == '=' || lower[i] == '"' || lower[i] == '\'')) ++i;
      auto const begin = i;
      while (i < lower.size() &&
             (std::isalnum(static_cast<unsigned char>(lower[i])) != 0 || lower[i] == '-' || lower[i] == '_'))
        ++i;
      if (i > begin) {
        if (auto name = known_encoding(lower.substr(begin, i - begin)); !name.empty()) return name;
      }
    }
  }
  return {};
}

std::string convert(std::string_view bytes, std::string const& encoding) {
  auto status = U_ZERO_ERROR;
  auto* const converter = ucnv_open(encoding.c_str(), &status);
  if (U_FAILURE(status) != 0) return {};
  std::string out;
  std::array<UChar, 4096> buffer{};
  auto const* source = bytes.data();
  auto const* const end = bytes.data() + bytes.size();
  char16_t high = 0;
  for (;;) {
    auto* target = buffer.data();
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &target, buffer.data() + buffer.size(), &source, end, nullptr, 1, &status);
    for (auto const* c = buffer.data(); c != target; ++c) {
      if (*c >= 0xD800 && *c <= 0xDBFF) {
        high = *c;
        continue;
      }
      char32_t code_point = *c;
      if (*c >= 0xDC00 && *c <= 0xDFFF) {
        code_point = high != 0 ? 0x10000U + ((static_cast<char32_t>(high) - 0xD800U) << 10U) + (*c - 0xDC00U) : 0xFFFD;
      }
      high = 0;
      text::append_utf8(out, code_point);
    }
    if (status != U_BUFFER_OVERFLOW_ERROR) break;
  }
  ucnv_close(converter);
  return out;
}

/// How much a text looks like one: the commonest characters of Chinese, and
/// letters, against what nobody writes.
double ordinariness(std::string_view utf8) {
  static constexpr std::u32string_view kCommon =
      U"的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会"
      U"可主发年动同工也能下过子说产种面而方后多"
      U"定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都"
      U"两体制机当使点从业本去把性好应开它合还因"
      U"由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看"
      U"原又么利比或但质气第向道命此变条只没结解"
      U"问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总"
      U"次品式活设及管特件长求老头基资边流路级少"
      U"图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则"
      U"任取据处队南给色光门即保治北造百规热领七"
      U"海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更"
      U"单风切打白教速花带安场身车例真务具万每目"
      U"至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步"
      U"群广石记需段研界拉林律叫且究观越织装影算"
      U"低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支"
      U"般史感劳便团往酸历市克何除消构府称太准精"
      U"值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育"
      U"厂京识适属圆包火住调满县局照参红细引听该"
      U"铁价严個們這來說國會時對開後裡經過發與點當還動進業電現種學產間關條問無"
      U"頭實見機長聽氣應話體請讓從給";
  std::size_t at = 0;
  double good = 0;
  double bad = 0;
  while (at < utf8.size()) {
    auto const c = text::next_code_point(utf8, at);
    if (c < 0x80) continue;
    if (c == 0xFFFD || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0x80 && c < 0xA0)) {
      bad += 3;
    } else if (kCommon.find(c) != std::u32string_view::npos || c == U'，' || c == U'。' || c == U'、') {
      good += 1;
    } else if (c < 0x250 || (c >= 0x2010 && c <= 0x2030)) {
      good += 0.2;
    } else {
      bad += 0.3;
    }
  }
  return good - bad;
}

/// UTF-16 and UTF-32 without a mark, by what their units look like: markup, Chinese and its punctuation. Empty where it
/// is neither.
std::string wide_encoding(std::string_view bytes) {
  constexpr std::size_t kSample = 8'000;
  constexpr std::size_t kLeastUnits = 8;
  auto const sample = bytes.substr(0, kSample);
  auto const byte = [&](std::size_t at) { return static_cast<unsigned char>(sample[at]); };
  auto const written = [](unsigned unit) {
    return (unit >= 0x20 && unit < 0x7F) || unit == 0x09 || unit == 0x0A || unit == 0x0D ||
           (unit >= 0x4E00 && unit <= 0x9FFF) || (unit >= 0x3000 && unit <= 0x30FF) ||
           (unit >= 0xFF01 && unit <= 0xFF5E) || (unit >= 0x2010 && unit <= 0x2030);
  };
  std::size_t little = 0;
  std::size_t big = 0;
  std::size_t ascii = 0;
  auto const pairs = sample.size() / 2;
  for (std::size_t i = 0; i + 1 < sample.size(); i += 2) {
    if (written(byte(i) | static_cast<unsigned>(byte(i + 1)) << 8U)) ++little;
    if (written(byte(i + 1) | static_cast<unsigned>(byte(i)) << 8U)) ++big;
    if ((byte(i) == 0) != (byte(i + 1) == 0)) ++ascii;
  }
  if (pairs < kLeastUnits) return {};
  std::size_t little32 = 0;
  std::size_t big32 = 0;
  auto const quads = sample.size() / 4;
  for (std::size_t i = 0; i + 3 < sample.size(); i += 4) {
    if (byte(i + 2) == 0 && byte(i + 3) == 0 && written(byte(i) | static_cast<unsigned>(byte(i + 1)) << 8U)) ++little32;
    if (byte(i) == 0 && byte(i + 1) == 0 && written(byte(i + 3) | static_cast<unsigned>(byte(i + 2)) << 8U)) ++big32;
  }
  if (little32 * 10 >= quads * 9) return "utf-32le";
  if (big32 * 10 >= quads * 9) return "utf-32be";
  // Without some letters, line ends and marks of ASCII it may as well be something else.
  if (ascii * 100 < pairs || std::max(little, big) * 10 < pairs * 9) return {};
  return little > big ? "utf-16le" : "utf-16be";
}

}  // namespace

std::string decode_page(std::string_view bytes, std::string_view declared) {
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (bytes.starts_with(std::string_view{"\xFF\xFE\0\0", 4})) return convert(bytes.substr(4), "utf-32le");
  if (bytes.starts_with(std::string_view{"\0\0\xFE\xFF", 4})) return convert(bytes.substr(4), "utf-32be");
  if (bytes.starts_with("\xFF\xFE")) return convert(bytes.substr(2), "utf-16le");
  if (bytes.starts_with("\xFE\xFF")) return convert(bytes.substr(2), "utf-16be");
  if (auto const wide = wide_encoding(bytes); !wide.empty()) return convert(bytes, wide);
  if (text::is_utf8(bytes)) return std::string{bytes};

  auto name = known_encoding(std::string{declared});
  if (name.empty()) name = declared_in(bytes);
  auto const sample = bytes.substr(0, 60'000);
  // Broken bytes among many good ones are an accident (a cut headline); mostly
  // broken ones are another encoding.
  std::size_t broken = 0;
  std::size_t whole = 0;
  for (std::size_t at = 0; at < sample.size();) {
    auto const before = at;
    auto const c = text::next_code_point(sample, at);
    if (c == 0xFFFD && at - before == 1) ++broken;
    if (c > 0x7F && c != 0xFFFD) ++whole;
  }
  if (broken * 10 < whole) return convert(bytes, "utf-8");
  if (!name.empty() && name != "utf-8" && name != "gb18030" && !name.starts_with("big5") && name != "windows-1252")
    return convert(bytes, name);
  std::string best = name.empty() || name == "utf-8" ? "gb18030" : name;
  auto best_score = ordinariness(convert(sample, best));
  best_score += std::abs(best_score) * 0.1 + 1;  // the declaration counts for something
  for (auto const* other : {"gb18030", "big5-hkscs", "windows-1252"}) {
    if (other == best) continue;
    auto const score = ordinariness(convert(sample, other));
    if (score > best_score) {
      best_score = score;
      best = other;
    }
  }
  return convert(bytes, best);
}

}  // namespace lianzhao::radar
