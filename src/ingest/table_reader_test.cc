#include "ingest/table_reader.h"

#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <zip.h>

#include "kernel/file.h"
#include "testkit/packed.h"

namespace lianzhao::ingest {
namespace {

struct Read {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::uint64_t> lines;
  std::vector<std::string> problems;
  int repaired = 0;
  std::string trouble;
};

Read all(std::unique_ptr<TableReader> table) {
  Read out;
  out.header = table->header();
  TableRow row;
  while (table->next(row)) {
    out.rows.emplace_back(row.fields.begin(), row.fields.end());
    out.lines.push_back(row.line);
    if (row.problem != nullptr) out.problems.emplace_back(row.problem);
    out.repaired += row.repaired ? 1 : 0;
  }
  if (auto const trouble = table->trouble()) out.trouble = trouble->code;
  return out;
}

Read read(std::string_view bytes) {
  return all(read_table(bytes_in_memory(bytes)));
}

using Rows = std::vector<std::vector<std::string>>;

TEST(Csv, quotes_newlines_and_line_numbers) {
  auto const r = read("name,scope\r\n\"甲\"\"乙\",\"a,\nb\"\r\n丙,\n\n丁,x\n");
  EXPECT_EQ(r.header, (std::vector<std::string>{"name", "scope"}));
  EXPECT_EQ(r.rows, (Rows{{"甲\"乙", "a,\nb"}, {"丙", ""}, {"丁", "x"}}));
  EXPECT_EQ(r.lines, (std::vector<std::uint64_t>{2, 4, 6}));
  EXPECT_EQ(r.repaired, 0);
}

TEST(Csv, a_stray_quote_swallows_no_rows) {
  auto const r = read("name,scope\n\"甲,a\n乙,b\n丙,\"c\"\n丁,d\n");
  ASSERT_EQ(r.rows.size(), 4U);
  EXPECT_EQ(r.rows[0], (std::vector<std::string>{"\"甲", "a"}));
  EXPECT_EQ(r.rows[2], (std::vector<std::string>{"丙", "c"}));
  EXPECT_EQ(r.repaired, 1);
  EXPECT_EQ(read("name,scope\n甲,\"never closed\n乙,b\n").rows.size(), 2U);
  EXPECT_EQ(read("name,scope\n\"甲\"公司,b\n").rows, (Rows{{"\"甲\"公司", "b"}}));
}

std::string rows_of(std::initializer_list<char const*> scopes) {
  std::string file = "name,code,founded,capital,scope,province,city,address\n";
  int number = 0;
  for (auto const* const scope : scopes) {
    file += "公司" + std::to_string(number++) + ",c,2018-01-01,100万元," + scope + ",吉林,长春,x\n";
  }
  return file;
}

TEST(Csv, quotes_that_open_nothing_leave_every_row_its_own) {
  // A lone quote at the start of a scope, twice; the second would close the first only by chance.
  auto const lone = read(rows_of({"a", "\"片剂", "b", "c", "\"片剂", "d"}));
  ASSERT_EQ(lone.rows.size(), 6U);
  EXPECT_EQ(lone.rows[1][4], "\"片剂");
  EXPECT_EQ(lone.rows[1][7], "x");
  // A quoted word that begins the scope.
  auto const word = read(rows_of({"a", "\"双黄连\"口服液", "b", "\"疫苗", "c", "\"双黄连\"口服液", "d"}));
  ASSERT_EQ(word.rows.size(), 7U);
  EXPECT_EQ(word.rows[1][4], "\"双黄连\"口服液");
  EXPECT_EQ(word.rows[5][4], "\"双黄连\"口服液");
  // Opened in one row and, by another slip, closed in a later one: the rows between are rows.
  auto const between = read(rows_of({"a", "\"片剂", "b", "片剂\"", "c"}));
  ASSERT_EQ(between.rows.size(), 5U);
  EXPECT_EQ(between.rows[1][4], "\"片剂");
  EXPECT_EQ(between.rows[3][4], "片剂\"");
  EXPECT_EQ(read(rows_of({"\"片剂", "片剂\"", "c"})).rows.size(), 3U);
  // A scope in quotes far below, as spreadsheets write one.
  EXPECT_EQ(read(rows_of({"a", "\"片剂", "b", "b", "b", "\"c,d\"", "e"})).rows.size(), 7U);
}

TEST(Csv, fields_in_quotes_may_cross_lines) {
  auto const r = read(rows_of({"a", "\"疫苗生产\n销售, 咨询\n\n\"\"双黄连\"\"\"", "b"}));
  ASSERT_EQ(r.rows.size(), 3U);
  EXPECT_EQ(r.rows[1][4], "疫苗生产\n销售, 咨询\n\n\"双黄连\"");
  EXPECT_EQ(r.rows[1].size(), 8U);
  EXPECT_EQ(r.repaired, 0);
  EXPECT_EQ(r.lines, (std::vector<std::uint64_t>{2, 3, 7}));
  // A quote inside that was not doubled.
  auto const inner = read(rows_of({"a", "\"生产\"双黄连\"口服液\n销售\"", "b"}));
  ASSERT_EQ(inner.rows.size(), 3U);
  EXPECT_EQ(inner.rows[1][4], "生产\"双黄连\"口服液\n销售");
  auto const heading = read("name,\"capital\n(万元)\",scope\n甲,1,x\n乙,2,y\n");
  EXPECT_EQ(heading.header[1], "capital\n(万元)");
  EXPECT_EQ(heading.rows.size(), 2U);
}

TEST(Csv, what_a_stray_quote_broke_off_is_told_line_by_line) {
  auto const r = read("name,code,scope,city\n甲,1,a,b\n乙,2,\"生产\n销售\n咨询,长春\n丙,3,c,d\n丁,4\n");
  EXPECT_EQ(r.rows.size(), 6U);
  EXPECT_EQ(r.problems, (std::vector<std::string>{"stray_quote", "stray_quote", "stray_quote"}));
  EXPECT_EQ(r.rows[4][0], "丙");
}

TEST(Csv, a_quote_that_never_closes_is_looked_for_no_farther_than_a_cell_can_be_long) {
  std::string file = "name,code,scope,city\n甲,1,\"a,b\n";
  for (int i = 0; i < 200'000; ++i) file += "乙" + std::to_string(i) + ",2,\"生产,长春\n";
  auto const r = read(file);
  EXPECT_EQ(r.rows.size(), 200'001U);
  EXPECT_EQ(r.rows[5][2], "\"生产");
  // Nothing but quotes: every line is told, none becomes a row of 8 MiB.
  std::string marks = "name,code,scope,city\n甲,1,a,b\n";
  for (int i = 0; i < 50'000; ++i) marks += "\"\n\"x\n";
  EXPECT_GE(read(marks).rows.size(), 50'000U);
}

TEST(Csv, lines_may_end_in_a_return_alone) {
  auto const mac = read("name,scope\r甲,a\r乙,\"b\rc\"\r丙,d\r");
  EXPECT_EQ(mac.header, (std::vector<std::string>{"name", "scope"}));
  EXPECT_EQ(mac.rows, (Rows{{"甲", "a"}, {"乙", "b\nc"}, {"丙", "d"}}));
  EXPECT_EQ(mac.lines, (std::vector<std::uint64_t>{2, 3, 5}));
  auto const mixed = read("name,scope\r\n甲,a\r乙,b\n丙,c\rd\n丁,e\r\n");
  EXPECT_EQ(mixed.rows, (Rows{{"甲", "a"}, {"乙", "b"}, {"丙", "c\rd"}, {"丁", "e"}}));
}

TEST(Csv, lines_of_separators_are_blank) {
  EXPECT_EQ(read("name,scope\n甲,a\n,\n \"\", \n乙,b\n,,,,\n").rows, (Rows{{"甲", "a"}, {"乙", "b"}}));
}

TEST(Csv, separators_and_titles_are_found) {
  EXPECT_EQ(read("a\tb\n1,5\t2\n").rows, (Rows{{"1,5", "2"}}));
  EXPECT_EQ(read("a;b;c\n1;2;3\n").rows, (Rows{{"1", "2", "3"}}));
  auto const titled = read("企业名录,,\n2024年,,\n名称,代码,地址\n甲,1,x\n乙,2,y\n");
  EXPECT_EQ(titled.header, (std::vector<std::string>{"名称", "代码", "地址"}));
  EXPECT_EQ(titled.rows.size(), 2U);
  EXPECT_THROW(read(""), Failure);
}

// 企业 is C6 F3 D2 B5, 长春 is B3 A4 B4 BA in GB18030.
TEST(Csv, gb18030_utf16_and_marks) {
  auto const gb = read("name,city\n\xC6\xF3\xD2\xB5,\xB3\xA4\xB4\xBA\n\xC6\xF3\xD2\xB5,\xB3\xA4\xB4\xBA\n");
  EXPECT_EQ(gb.rows[0], (std::vector<std::string>{"企业", "长春"}));
  EXPECT_EQ(gb.repaired, 0);
  EXPECT_EQ(read("\xEF\xBB\xBFname,city\n企业,长春\n").header[0], "name");
  std::string const utf16{
      "\xFF\xFE"
      "a\0\t\0b\0\n\0\x01\x4F\t\0x\0\n\0",
      18};
  EXPECT_EQ(read(utf16).rows, (Rows{{"企", "x"}}));
  EXPECT_EQ(read(utf16).header, (std::vector<std::string>{"a", "b"}));
}

TEST(Csv, lines_in_another_encoding_are_put_right_and_told) {
  std::string file = "name,city\n";
  for (int i = 0; i < 20; ++i) file += "某某制药有限公司,长春\n";
  file += "\xC6\xF3\xD2\xB5,\xB3\xA4\xB4\xBA\n";
  auto const r = read(file);
  EXPECT_EQ(r.rows.back(), (std::vector<std::string>{"企业", "长春"}));
  EXPECT_EQ(r.repaired, 1);
  auto const broken = read(file + "\xFF\xFF\x80,x\n");
  EXPECT_EQ(broken.problems, (std::vector<std::string>{"bad_encoding"}));
}

TEST(Csv, nul_bytes_are_taken_out) {
  auto const r = read(std::string_view{"a,b\n1\0\0,2\n", 10});
  EXPECT_EQ(r.rows, (Rows{{"1", "2"}}));
  EXPECT_EQ(r.repaired, 1);
}

/// Ones without end, then a good row: far larger than any buffer.
class EndlessLine : public ByteSource {
 public:
  std::size_t read(char* out, std::size_t capacity) override {
    if (at_ == 0) return put(out, "a,b\n1,2\n");
    if (at_ < 200'000'000) {
      std::fill_n(out, capacity, '1');
      at_ += capacity;
      return capacity;
    }
    return std::exchange(tail_, 0) != 0 ? put(out, "\n3,4\n") : 0;
  }
  std::uint64_t position() const override { return at_; }

 private:
  std::size_t put(char* out, std::string_view text) {
    std::copy(text.begin(), text.end(), out);
    at_ += text.size();
    return text.size();
  }
  std::uint64_t at_ = 0;
  int tail_ = 1;
};

TEST(Csv, a_line_without_end_is_skipped_in_bounded_memory) {
  auto const r = all(read_table(std::make_unique<EndlessLine>()));
  EXPECT_EQ(r.problems, (std::vector<std::string>{"row_too_long"}));
  EXPECT_EQ(r.rows.size(), 3U);
  EXPECT_EQ(r.rows[2], (std::vector<std::string>{"3", "4"}));
}

TEST(Gzip, members_are_joined_and_a_cut_is_told_after_the_good_part) {
  std::mt19937 rng{1};
  std::string file = "a,b\n";
  for (int i = 0; i < 50'000; ++i) file += std::to_string(rng()) + ",x\n";
  auto const packed = testkit::packed(file);
  EXPECT_EQ(read(packed).rows.size(), 50'000U);
  EXPECT_EQ(read(testkit::packed("a,b\n1,2\n") + testkit::packed("3,4\n")).rows.size(), 2U);
  auto const cut = read(std::string_view{packed}.substr(0, packed.size() / 2));
  EXPECT_EQ(cut.trouble, "truncated_gzip");
  EXPECT_GT(cut.rows.size(), 20'000U);
  auto damaged = packed;
  for (std::size_t i = packed.size() / 2; i < packed.size() / 2 + 200; ++i) damaged[i] = 'x';
  EXPECT_FALSE(read(damaged).trouble.empty());
}

TEST(Ndjson, keys_are_columns_and_bad_lines_are_told) {
  auto const r = read("{\"name\":\"甲\",\"capital\":12.50}\n{\"name\":\"乙\",\"tags\":[\"a\",\"b\"]}\nnot json\n");
  EXPECT_EQ(r.header, (std::vector<std::string>{"name", "capital", "tags"}));
  EXPECT_EQ(r.rows[0], (std::vector<std::string>{"甲", "12.5", ""}));
  EXPECT_EQ(r.rows[1], (std::vector<std::string>{"乙", "", "a、b"}));
  EXPECT_EQ(r.problems, (std::vector<std::string>{"bad_json"}));
}

struct Workbook : testing::Test {
  std::filesystem::path path = std::filesystem::path{testing::TempDir()} / "lianzhao_workbook_test.xlsx";
  void TearDown() override { std::filesystem::remove(path); }

  /// A workbook of several sheets; each is what stands in its worksheet element.
  void write_sheets(std::vector<std::string> const& sheets) {
    std::filesystem::remove(path);
    auto* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    std::vector<std::pair<std::string, std::string>> parts;
    std::string list;
    std::string relations;
    for (std::size_t i = 0; i < sheets.size(); ++i) {
      auto const n = std::to_string(i + 1);
      list += "<sheet name=\"S" + n + "\" r:id=\"rId" + n + "\"/>";
      relations += "<Relationship Id=\"rId" + n + "\" Target=\"worksheets/sheet" + n + ".xml\"/>";
      parts.emplace_back("xl/worksheets/sheet" + n + ".xml", "<worksheet>" + sheets[i] + "</worksheet>");
    }
    parts.emplace_back("xl/workbook.xml", "<workbook xmlns:r=\"r\"><sheets>" + list + "</sheets></workbook>");
    parts.emplace_back("xl/_rels/workbook.xml.rels", "<Relationships>" + relations + "</Relationships>");
    for (auto const& [name, bytes] : parts)
      zip_file_add(archive, name.c_str(), zip_source_buffer(archive, bytes.data(), bytes.size(), 0), 0);
    zip_close(archive);
  }

  Read with(std::string const& sheet_rows, std::string const& shared = "") {
    std::filesystem::remove(path);
    auto* const archive = zip_open(path.c_str(), ZIP_CREATE, nullptr);
    std::vector<std::string> const parts{
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"a\" r:id=\"rId1\"/></sheets></workbook>",
        "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
        "<sst>" + shared + "</sst>", "<worksheet><sheetData>" + sheet_rows + "</sheetData></worksheet>"};
    std::vector<std::string> const names{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
                                         "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"};
    for (std::size_t i = 0; i < parts.size(); ++i)
      zip_file_add(archive, names[i].c_str(), zip_source_buffer(archive, parts[i].data(), parts[i].size(), 0), 0);
    zip_close(archive);
    return all(open_table(path));
  }
  static std::string text(char const* reference, std::string const& value) {
    return std::string{"<c r=\""} + reference + "\" t=\"inlineStr\"><is><t>" + value + "</t></is></c>";
  }
};

TEST_F(Workbook, titles_merged_heads_dates_and_shared_texts) {
  auto const r = with("<row r=\"1\">" + text("A1", "企业名录") + "</row><row r=\"2\">" + text("A2", "名称") +
                          text("B2", "登记信息") + "</row><row r=\"3\">" + text("B3", "成立日期") + text("C3", "资本") +
                          "</row><row r=\"5\"><c r=\"A5\" t=\"s\"><v>0</v></c><c r=\"B5\" s=\"1\"><v>37712</v></c>"
                          "<c r=\"C5\"><v>912203810000000000</v></c></row>",
                      "<si><r><t>甲</t></r><r><t>公司</t></r></si>");
  EXPECT_EQ(r.header, (std::vector<std::string>{"名称", "成立日期", "资本"}));
  EXPECT_EQ(r.rows, (Rows{{"甲公司", "2003-04-01", "912203810000000000"}}));
  EXPECT_EQ(r.lines, (std::vector<std::uint64_t>{5}));
}

TEST_F(Workbook, every_sheet_is_a_table_and_bytes_will_do) {
  auto const sheet = [](std::string const& name) {
    return "<sheetData><row r=\"1\">" + text("A1", "name") + text("B1", "city") + "</row><row r=\"2\">" +
           text("A2", name) + text("B2", "x") + text("C2", "1 without a heading") + "</row></sheetData>";
  };
  write_sheets({"<sheetData/>", sheet("甲"), sheet("乙")});
  EXPECT_EQ(all(open_table(path)).rows, (Rows{{"甲", "x"}}));
  auto const tables = tables_of(path);
  ASSERT_EQ(tables.size(), 3U);
  EXPECT_EQ(tables[2].sheet, "S3");
  EXPECT_THROW(tables[0].open(), Failure);
  EXPECT_EQ(all(tables[2].open()).rows, (Rows{{"乙", "x"}}));
  auto const bytes = read_file(path);
  EXPECT_EQ(read(bytes).rows, (Rows{{"甲", "x"}}));
  EXPECT_EQ(read(testkit::packed(bytes)).rows, (Rows{{"甲", "x"}}));
}

TEST_F(Workbook, what_is_merged_down_rows_is_said_of_each) {
  write_sheets({"<sheetData><row r=\"1\">" + text("A1", "name") + text("B1", "city") + text("C1", "x") +
                "</row><row r=\"2\">" + text("A2", "甲") + text("B2", "通化") + "</row><row r=\"3\">" +
                text("A3", "乙") + "</row><row r=\"4\">" + text("A4", "丙") + "</row><row r=\"5\">" + text("A5", "丁") +
                "</row><row r=\"6\"><c r=\"B6\"/></row></sheetData><mergeCells count=\"2\"><mergeCell "
                "ref=\"B2:B4\"/><mergeCell ref=\"B5:B6\"/></mergeCells>"});
  EXPECT_EQ(all(open_table(path)).rows,
            (Rows{{"甲", "通化", ""}, {"乙", "通化", ""}, {"丙", "通化", ""}, {"丁", "", ""}}));
}

TEST_F(Workbook, what_is_none_is_refused_with_the_way_out) {
  write_file_atomically(path, "PK\x03\x04 not a workbook");
  try {
    open_table(path);
    FAIL();
  } catch (Failure const& failure) {
    EXPECT_EQ(failure.error().code, "bad_workbook");
    EXPECT_NE(failure.error().message.find("save it as"), std::string::npos);
  }
  EXPECT_THROW(with(""), Failure);
}

TEST_F(Workbook, an_old_excel_file_is_told_as_one_whatever_it_is_called) {
  auto const old = std::string{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8} + std::string(504, '\0');
  write_file_atomically(path, old);
  for (auto const& open : {std::function<void()>{[&] { open_table(path); }},
                           std::function<void()>{[&] { tables_of(path).at(0).open(); }}}) {
    try {
      open();
      FAIL();
    } catch (Failure const& failure) {
      EXPECT_EQ(failure.error().code, "old_workbook");
      EXPECT_EQ(failure.error().message.find(path.filename().string()), 0U);
      EXPECT_NE(failure.error().message.find("save it as .xlsx or CSV"), std::string::npos);
    }
  }
}

TEST_F(Workbook, a_cut_sheet_gives_its_good_rows_and_tells) {
  std::string rows = "<row>" + text("A1", "a") + text("B1", "b") + "</row>";
  for (int i = 0; i < 9000; ++i) rows += "<row>" + text("A", "1") + text("B", "2") + "</row>";
  auto const r = with(rows + "<row><c></row>");
  EXPECT_EQ(r.trouble, "bad_workbook");
  EXPECT_GT(r.rows.size(), 1000U);
}

}  // namespace
}  // namespace lianzhao::ingest
