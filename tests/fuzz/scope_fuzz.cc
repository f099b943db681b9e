// Any bytes as name, scope and products: offsets stay inside the text, items partition it, confidence is a probability.
// uses: classify
// seeds: tests/fuzz/seeds/scope.lines
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "classify/tagger.h"
#include "classify/tagger_buffers.h"
#include "text/folded_text.h"

namespace {

using namespace lianzhao;

ChainLibrary library() {
  Chain chain;
  chain.id = "c";
  ChainNode node;
  node.id = "c/drug";
  node.name = "药品";
  node.keywords = {"中成药", "药", "片剂", "药店"};
  node.exclude = {"农药", "兽药"};
  chain.nodes.push_back(node);
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "fuzz"};
}

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
  static auto const kLibrary = library();
  static classify::Tagger const kTagger{kLibrary, classify::shipped_weights(), 0.01};
  static classify::Tagger::Buffers buffers;
  std::string_view const all{reinterpret_cast<char const*>(data), size};
  auto const cut = all.find('|');
  auto const name = all.substr(0, cut);
  auto const scope = cut == std::string_view::npos ? all : all.substr(cut + 1);

  auto const length = text::folded(scope).size();
  std::uint32_t last = 0;
  for (auto const& item : classify::split_scope(scope)) {
    require(item.begin >= last && item.begin < item.end && item.end <= length);
    last = item.begin;
  }
  classify::EnterpriseTags tags;
  classify::EnterpriseText const enterprise{name, scope, name, "2720"};
  kTagger.tag(enterprise, buffers, tags);
  for (auto const& tag : tags.nodes) {
    require(tag.confidence > 0 && tag.confidence <= 1);
    auto const why = kTagger.explain(enterprise, tag.node, buffers);
    require(!why.evidence.empty());
    for (auto const& evidence : why.evidence) require(!evidence.text.empty() && evidence.begin < evidence.end);
  }
  return 0;
}
