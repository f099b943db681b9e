#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/chain.h"
#include "ingest/chain_problem.h"

namespace lianzhao::ingest {

/// A chain file that has been read into memory.
struct ChainText {
  std::string file;  ///< as problems shall name it
  std::string text;
};

struct ChainReading {
  std::vector<Chain> chains;           ///< of the files without an error, in order of file
  std::vector<ChainProblem> problems;  ///< by file as given, then line
  bool has_errors() const;
};

/// Reads and checks chain files together. Never throws for what the files hold; every mistake is a problem. Pure.
ChainReading read_chains(std::span<ChainText const> texts);

/// The chain files in the binary.
std::vector<ChainText> shipped_chain_texts();
/// The *.yaml and *.yml of a folder by name, or the one file; - is standard input. Throws Failure "no_chains" for a
/// folder without any, "file_unreadable", and "file_too_large" beyond 4 MB.
std::vector<ChainText> chain_texts_at(std::filesystem::path const&);

/// The shipped chains, or those of `folder` instead. Throws Failure "bad_chain_library" with the first error.
ChainLibrary load_chain_library(std::filesystem::path const& folder = {});

/// BLAKE2b of the chains' content, 32 hexadecimal digits: the same for other comments, order of keys or of files.
std::string chain_fingerprint(std::span<Chain const> chains);

/// The keys that a chain, a node and a supply edge may have.
std::span<std::string_view const> chain_keys();
std::span<std::string_view const> node_keys();
std::span<std::string_view const> supply_edge_keys();

}  // namespace lianzhao::ingest
