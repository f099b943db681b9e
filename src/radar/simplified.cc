#include "radar/simplified.h"

#include <cstddef>

#include "text/simplified.h"
#include "text/utf8.h"

namespace lianzhao::radar {

void simplify(std::vector<text::FoldedChar>& folded) {
  std::size_t ideographs = 0;
  std::size_t traditional = 0;
  for (auto const c : folded) {
    if (!text::is_ideograph(c)) continue;
    ++ideographs;
    traditional += text::simple_character(c) != c ? 1U : 0U;
    if (ideographs == 4000) break;
  }
  if (traditional * 30 < ideographs || ideographs == 0) return;
  for (auto& c : folded) c = text::simple_character(c);
  for (std::size_t i = 0; i + 1 < folded.size(); ++i) {
    if (folded[i] == u'专' && folded[i + 1] == u'案') {
      folded[i] = u'项';
      folded[i + 1] = u'目';
    }
  }
}

}  // namespace lianzhao::radar
