// Runs a fuzz target without a fuzzer, so that every build of the tests also builds and tries the targets: each seed as
// it is, then cut, changed and spliced, and some bytes of no meaning. The same inputs at every run.
//   TARGET [SEED…]   a file, a folder of files, or FILE.lines, each line of it an input
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostBytes = 64U << 10U;  ///< of a seed: longer ones are cut
constexpr std::size_t kChanged = 24;            ///< inputs made of each seed
constexpr std::size_t kMeaningless = 200;

void try_input(std::string const& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<std::uint8_t const*>(input.data()), input.size());
}

void read_seed(fs::path const& path, std::vector<std::string>& seeds) {
  if (fs::is_directory(path)) {
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator{path}) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    for (auto const& file : files) read_seed(file, seeds);
    return;
  }
  std::ifstream in{path, std::ios::binary};
  if (!in) {
    std::fprintf(stderr, "%s cannot be read\n", path.c_str());
    std::exit(1);
  }
  if (path.extension() == ".lines") {
    for (std::string line; std::getline(in, line);) seeds.push_back(line);
    return;
  }
  std::string bytes{std::istreambuf_iterator<char>{in}, {}};
  bytes.resize(std::min(bytes.size(), kMostBytes));
  seeds.push_back(std::move(bytes));
}

class Changes {
 public:
  explicit Changes(std::vector<std::string> const& seeds) : seeds_{seeds} {}

  std::string of(std::string input) {
    for (auto left = 1 + below(4); left > 0; --left) {
      auto const at = below(input.size() + 1);
      switch (below(5)) {
        case 0:
          input.resize(at);
          break;
        case 1:
          input.insert(at, 1 + below(8), static_cast<char>(below(256)));
          break;
        case 2:
          input.erase(at, 1 + below(8));
          break;
        case 3:
          if (at < input.size()) input[at] = static_cast<char>(below(256));
          break;
        default: {
          auto const& other = seeds_[below(seeds_.size())];
          input.insert(at, other, below(other.size() + 1), below(400));
        }
      }
    }
    return input;
  }

  std::string meaningless() {
    std::string out(below(600), '\0');
    for (auto& byte : out) byte = static_cast<char>(below(256));
    return out;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  std::vector<std::string> const& seeds_;
  std::mt19937 random_{20230418};
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> seeds;
  for (auto i = 1; i < argc; ++i) read_seed(argv[i], seeds);
  try_input({});
  for (auto const& seed : seeds) try_input(seed);
  Changes changes{seeds};
  for (auto const& seed : seeds) {
    for (std::size_t i = 0; i < kChanged; ++i) try_input(changes.of(seed));
  }
  for (std::size_t i = 0; i < kMeaningless; ++i) try_input(changes.meaningless());
  std::printf("%zu seeds, %zu inputs\n", seeds.size(), 1 + seeds.size() * (1 + kChanged) + kMeaningless);
}
