#include "app/classify_rows.h"

#include <string>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "ingest/byte_source.h"
#include "text/folded_text.h"

namespace lianzhao::app {
namespace {

ChainLibrary library() {
  ChainNode node;
  node.id = "biomedicine/vaccine";
  node.name = "疫苗";
  Chain chain;
  chain.id = "biomedicine";
  chain.nodes.push_back(node);
  std::vector<Chain> chains;
  chains.push_back(std::move(chain));
  return ChainLibrary{std::move(chains), "test"};
}

struct Answer {
  ClassifyReport report;
  std::vector<boost::json::object> lines;
};

Answer classify(std::string_view table) {
  static auto const kLibrary = library();
  static classify::Tagger const kTagger{kLibrary};
  Answer answer;
  std::string bytes;
  auto const reader = ingest::read_table(ingest::bytes_in_memory(table));
  answer.report = classify_rows(*reader, kTagger, [&](std::string_view lines) { bytes += lines; }, {});
  for (std::size_t at = 0; at < bytes.size();) {
    auto const end = bytes.find('\n', at);
    answer.lines.push_back(boost::json::parse(std::string_view{bytes}.substr(at, end - at)).as_object());
    at = end + 1;
  }
  return answer;
}

TEST(ClassifyRows, offsets_point_into_the_field_as_given) {
  auto const answer =
      classify("企业名称,统一社会信用代码,经营范围\n甲生物公司,91220581MA0Y3XKF0A,\"（一）\"\"ＡＢ\"\"；疫苗生产\"\n");
  ASSERT_EQ(answer.lines.size(), 1U);
  auto const& line = answer.lines[0];
  EXPECT_EQ(line.at("credit_code"), "91220581MA0Y3XKF0A");
  auto const& node = line.at("nodes").at(0);
  EXPECT_EQ(node.at("chain"), "biomedicine");
  EXPECT_EQ(node.at("node"), "biomedicine/vaccine");
  auto const& evidence = node.at("evidence").at(0);
  EXPECT_EQ(evidence.at("field"), "business_scope");
  EXPECT_EQ(text::code_point_slice("（一）\"ＡＢ\"；疫苗生产", evidence.at("begin").to_number<std::uint32_t>(),
                                   evidence.at("end").to_number<std::uint32_t>()),
            "疫苗");
  EXPECT_EQ(evidence.at("text"), "疫苗");
}

TEST(ClassifyRows, lines_keep_the_order_of_the_rows_and_rows_without_a_name_are_counted) {
  std::string table = "name,scope\n";
  for (int i = 0; i < 40'000; ++i) table += i % 1000 == 7 ? ",疫苗生产\n" : std::to_string(i) + "厂,疫苗生产\n";
  auto const answer = classify(table);
  EXPECT_EQ(answer.report.read, 40'000U);
  EXPECT_EQ(answer.report.rejected, 40U);
  EXPECT_EQ(answer.report.written, 39'960U);
  EXPECT_EQ(answer.report.tagged, 39'960U);
  int last = -1;
  for (auto const& line : answer.lines) {
    auto const number = std::stoi(std::string{line.at("name").as_string()});
    EXPECT_GT(number, last);
    last = number;
  }
}

TEST(ClassifyRows, a_table_without_a_name_is_refused) {
  EXPECT_THROW(classify("a,b\n1,2\n"), Failure);
}

}  // namespace
}  // namespace lianzhao::app
