#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "classify/activity.h"

namespace lianzhao::classify {

/// A class of GB/T 4754-2017 and how sure that it is the enterprise's main one.
struct IndustryGuess {
  std::array<char, 5> code{};  ///< four digits; "" when nothing tells
  float share = 0;             ///< of all that speaks for any class, what speaks for this one
  std::uint8_t field = 0;      ///< classify::Field of the strongest word
  std::uint32_t begin = 0;     ///< that word, in code points of its field
  std::uint32_t end = 0;

  std::string_view text() const { return {code.data()}; }
};

/// Which class a word means, by what is done with the thing it names.
struct IndustryWord {
  std::string text;
  std::array<char, 5> make{};       ///< made, processed or grown
  std::array<char, 5> wholesale{};  ///< sold
  std::array<char, 5> retail{};     ///< sold by a shop
  std::array<char, 5> other{};      ///< served, or any activity
};

/// Guesses the class of an enterprise's main activity: words vote for classes, those in the name and in the first
/// items of the scope most. First the division with most votes is found, then the class in it.
class IndustryCoder {
 public:
  /// A word found in a text.
  struct Vote {
    std::uint32_t word;  ///< index into words()
    ActivitySet activities;
    std::uint8_t field;
    std::uint32_t begin;
    std::uint32_t end;
    float weight;
  };
  struct Buffers {
    struct Tally {
      std::uint16_t code = 0;
      float weight = 0;
      float strongest = 0;
      std::uint32_t vote = 0;
    };
    std::vector<Tally> tallies;
    std::array<float, 100> divisions{};  ///< by the first two digits
  };

  /// Words from the names of the national classes and from the project's own list; both are compiled in.
  IndustryCoder();

  std::span<IndustryWord const> words() const { return words_; }
  /// `trade` is what the enterprise's name says it does.
  IndustryGuess guess(std::span<Vote const> votes, ActivitySet trade, Buffers&) const;

 private:
  std::vector<IndustryWord> words_;
};

}  // namespace lianzhao::classify
