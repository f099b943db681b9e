// uses: domain ingest text
// seeds: tests/fuzz/seeds/cell.lines
// Credit codes, money, dates, states and names as a register may give them.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "domain/credit_code.h"
#include "ingest/cell.h"
#include "text/normalize.h"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  using namespace lianzhao;
  std::string_view const cell{reinterpret_cast<char const*>(data), size};
  auto const capital = ingest::parse_capital(cell);
  if (capital.fen && (*capital.fen <= 0 || capital.currency != "CNY")) __builtin_trap();
  ingest::parse_capital("100", cell);
  if (auto const day = ingest::parse_date(cell); day && !parse_day(format_day(*day))) __builtin_trap();
  ingest::parse_status(cell);
  auto const check = check_credit_code(cell);
  if (check.state == CreditCodeState::kValid && !valid_credit_code(check.code)) __builtin_trap();
  if (!check.suggestion.empty() && check_credit_code(check.suggestion).state != CreditCodeState::kValid)
    __builtin_trap();
  auto const name = text::registered_name(cell);
  if (text::registered_name(name) != name) __builtin_trap();
  text::name_match_form(cell);
  text::split_branch(cell);
  return 0;
}
