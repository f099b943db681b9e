#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace lianzhao::text {

/// Whether it is the code of a currency by ISO 4217, or of one that it has since withdrawn and registers still state.
bool is_currency(std::string_view code);

/// How many decimals the minor unit of a currency has by ISO 4217: 2 for CNY (fen), 0 for JPY and KRW, 3 for KWD; 2 for
/// codes that are not known.
int currency_decimals(std::string_view code);

/// Minor units of one unit of the currency: 100 for CNY, 1 for JPY.
double minor_units(std::string_view code);

/// A word or sign for a currency in a folded text (text/folded_text.h).
struct CurrencyWord {
  std::u16string word;
  std::string utf8;
  std::string code;  ///< empty: money of several countries bears the name, which of them the word does not say
};

/// All of them, longer ones before those they contain. 元 itself is none.
std::span<CurrencyWord const> currency_words();

/// The longest word for a currency that begins at `at` of a folded text; null when none does.
CurrencyWord const* currency_at(std::u16string_view folded, std::size_t at);
/// The longest one that ends at `end`, as no part of a Latin word; null when none does.
CurrencyWord const* currency_before(std::u16string_view folded, std::size_t end);

}  // namespace lianzhao::text
