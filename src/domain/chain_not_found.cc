#include "domain/chain_not_found.h"

#include <string>

#include <fmt/format.h>

namespace lianzhao {

NamedFailure chain_not_found(ChainLibrary const& library, std::string_view id) {
  std::string known;
  for (auto const& chain : library.chains()) known += (known.empty() ? "" : ", ") + chain.id;
  return NamedFailure{
      {ErrorKind::kNotFound, "chain_not_found", fmt::format("there is no chain \"{}\"; known are: {}", id, known)},
      {{"chain", std::string{id}}, {"known", known}}};
}

}  // namespace lianzhao
