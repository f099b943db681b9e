#include "classify/clause.h"

#include <string>

#include <gtest/gtest.h>

#include "text/folded_text.h"

namespace lianzhao::classify {
namespace {

/// "疫苗:make,sell 药品:negated …", one per item that is more than an activity.
std::string read(std::string_view scope) {
  std::string out;
  for (auto const& item : split_scope(scope)) {
    if (!out.empty()) out += ' ';
    out += std::string{text::code_point_slice(scope, item.begin, item.end)} + ':';
    out += item.standing == Standing::kStated ? activity_names(item.activities)
                                              : std::string{standing_name(item.standing)};
  }
  return out;
}

TEST(ScopeParser, reads_headings_with_a_colon) {
  EXPECT_EQ(read("制造、销售：水泵及配件；销售：电机、阀门。"),
            "制造:make 销售:sell 水泵及配件:make,sell 销售:sell 电机:sell 阀门:sell");
  EXPECT_EQ(read("零售（连锁）：中药材、中成药；日用百货销售。"),
            "零售:sell,retail 连锁:sell 中药材:sell,retail 中成药:sell,retail 日用百货销售:sell");
}

TEST(ScopeParser, a_heading_yields_to_what_later_sections_say_themselves) {
  EXPECT_EQ(read("食品生产：糕点；核桃、中药材种植；面包"),
            "食品生产:make 糕点:make 核桃:grow 中药材种植:grow 面包:make");
}

TEST(ScopeParser, an_activity_before_its_things_holds_to_the_end_of_the_list) {
  EXPECT_EQ(read("销售电机、阀门；水泵维修"), "销售电机:sell 阀门:sell 水泵维修:serve");
  EXPECT_EQ(read("生产、销售水泵、电机"), "生产:make 销售水泵:make,sell 电机:make,sell");
}

TEST(ScopeParser, an_activity_after_its_things_reaches_back_over_the_list) {
  EXPECT_EQ(read("中药材、中成药零售，医疗器械销售"), "中药材:sell,retail 中成药零售:sell,retail 医疗器械销售:sell");
  EXPECT_EQ(read("五金,交电,化工产品批发"), "五金:sell,wholesale 交电:sell,wholesale 化工产品批发:sell,wholesale");
}

TEST(ScopeParser, a_comma_after_a_list_ends_it) {
  EXPECT_EQ(read("片剂、胶囊剂，中药材收购"), "片剂: 胶囊剂: 中药材收购:sell");
}

TEST(ScopeParser, activities_after_the_thing_add_up) {
  EXPECT_EQ(read("疫苗的研发、生产、销售"), "疫苗的研发:make,sell,research 生产:make 销售:sell");
  EXPECT_EQ(read("水泵的生产与销售"), "水泵的生产与销售:make,sell");
  EXPECT_EQ(read("疫苗、血液制品、生产"), "疫苗:make 血液制品:make 生产:make");
}

TEST(ScopeParser, activities_joined_over_the_things_meant_add_up) {
  EXPECT_EQ(read("水泵、电机生产及以上产品进出口贸易"),
            "水泵:make,import_export 电机生产及以上产品进出口贸易:make,import_export");
}

TEST(ScopeParser, a_service_about_an_activity_is_not_that_activity) {
  EXPECT_EQ(read("药品生产技术咨询"), "药品生产技术咨询:serve");
  EXPECT_EQ(read("药品、医疗器械生产投资管理"), "药品:serve 医疗器械生产投资管理:serve");
  EXPECT_EQ(read("人参种植技术培训"), "人参种植技术培训:serve");
  EXPECT_EQ(read("药品生产技术开发"), "药品生产技术开发:research");
  // What is joined is done as well, and what develops is.
  EXPECT_EQ(read("药品生产及技术咨询"), "药品生产及技术咨询:make,serve");
  EXPECT_EQ(read("疫苗生产、技术咨询"), "疫苗生产:make,serve 技术咨询:serve");
  EXPECT_EQ(read("药物研究技术服务"), "药物研究技术服务:serve,research");
}

TEST(ScopeParser, brackets_may_narrow_what_is_done) {
  EXPECT_EQ(read("原料药生产（仅限研发）"), "原料药生产:research 仅限研发:research");
  EXPECT_EQ(read("原料药生产（限分支机构经营）"), "原料药生产:make 限分支机构经营:sell");
}

TEST(ScopeParser, a_heading_may_narrow_the_activity_before_it) {
  EXPECT_EQ(read("销售医疗器械Ⅲ类、Ⅱ类：监护仪；呼吸机"), "销售医疗器械Ⅲ类:sell Ⅱ类:sell 监护仪:sell 呼吸机:sell");
}

TEST(ScopeParser, brackets_detail_or_take_back) {
  EXPECT_EQ(read("化工产品（不含危险化学品、药品）销售"),
            "化工产品（不含危险化学品、药品）销售:sell 不含危险化学品:negated 药品:negated");
  EXPECT_EQ(read("生物制品（疫苗、血液制品除外）批发"),
            "生物制品（疫苗、血液制品除外）批发:sell,wholesale 疫苗:negated 血液制品除外:negated");
  EXPECT_EQ(read("中药饮片（净制、切制）生产"), "中药饮片（净制、切制）生产:make 净制:process 切制:process");
  EXPECT_EQ(read("生物制品（含血液制品，不含疫苗）零售"),
            "生物制品（含血液制品，不含疫苗）零售:sell,retail 含血液制品:sell,retail 不含疫苗:negated");
}

TEST(ScopeParser, an_unclosed_bracket_ends_with_its_section) {
  EXPECT_EQ(read("农药（不含危险品；化肥零售"), "农药: 不含危险品:negated 化肥零售:sell,retail");
}

TEST(ScopeParser, boilerplate_is_permission_only) {
  EXPECT_EQ(read("药品零售（凭许可证经营）"), "药品零售:sell,retail 凭许可证经营:permitted");
  EXPECT_EQ(read("（依法须经批准的项目，经相关部门批准后方可开展经营活动）"),
            "依法须经批准的项目:permitted 经相关部门批准后方可开展经营活动:permitted");
}

TEST(ScopeParser, the_formula_of_approval_says_nothing_of_selling) {
  for (auto const* formula : {"（依法须经批准的项目，经相关部门批准后方可开展经营活动）",
                              "（在该许可的有效期内从事经营）", "（许可经营项目凭有效许可证或批准文件经营）"}) {
    for (auto const& item : split_scope(std::string{"片剂、硬胶囊剂"} + formula)) {
      EXPECT_EQ(item.activities, 0) << formula << " at " << item.begin;
    }
  }
}

TEST(ScopeParser, what_a_register_prints_behind_a_scope_is_no_part_of_it) {
  EXPECT_EQ(split_scope("汽车零部件加工联络联络").at(0).activities, split_scope("汽车零部件加工").at(0).activities);
  EXPECT_EQ(split_scope("糠醛生产及销售X联络").at(0).activities, split_scope("糠醛生产及销售").at(0).activities);
}

TEST(ScopeParser, what_is_being_prepared_is_not_yet_done) {
  EXPECT_EQ(read("中药饮片加工项目筹建"), "中药饮片加工项目筹建:permitted");
}

TEST(ScopeParser, a_neutral_heading_ends_the_one_before) {
  EXPECT_EQ(read("许可项目：药品生产。一般项目：医疗器械销售"), "许可项目: 药品生产:make 一般项目: 医疗器械销售:sell");
}

TEST(ScopeParser, things_that_look_like_activities_are_things) {
  EXPECT_EQ(read("销售生产资料、服务器、加工中心"), "销售生产资料:sell 服务器:sell 加工中心:sell");
}

TEST(ScopeParser, a_service_about_production_is_no_production) {
  EXPECT_EQ(read("药品生产技术咨询"), "药品生产技术咨询:serve");
  EXPECT_EQ(read("疫苗生产技术培训；血液制品生产管理"), "疫苗生产技术培训:serve 血液制品生产管理:serve");
  EXPECT_EQ(read("医疗器械生产许可代办"), "医疗器械生产许可代办:serve");
  EXPECT_EQ(read("医疗器械生产许可证代办"), "医疗器械生产许可证代办:serve");
  EXPECT_EQ(read("药品广告发布"), "药品广告发布:serve");
  EXPECT_EQ(read("生物药生产项目投资"), "生物药生产项目投资:serve");
  EXPECT_EQ(read("医疗器械生产经营管理"), "医疗器械生产经营管理:serve");
  EXPECT_EQ(read("中药材种植技术转让"), "中药材种植技术转让:research");
}

TEST(ScopeParser, a_service_beside_production_is_said_besides) {
  EXPECT_EQ(read("疫苗的研发、生产、销售及技术咨询"),
            "疫苗的研发:make,sell,serve,research 生产:make 销售及技术咨询:sell,serve");
  EXPECT_EQ(read("疫苗生产及技术咨询"), "疫苗生产及技术咨询:make,serve");
  EXPECT_EQ(read("轮椅生产维修"), "轮椅生产维修:make,serve");
  EXPECT_EQ(read("接骨板生产销售技术服务"), "接骨板生产销售技术服务:make,sell,serve");
  EXPECT_EQ(read("中药材种植及相关产品销售"), "中药材种植及相关产品销售:grow,sell");
  EXPECT_EQ(read("疫苗仓储管理"), "疫苗仓储管理:store,serve");
  EXPECT_EQ(read("疫苗生产；技术咨询"), "疫苗生产:make 技术咨询:serve");
}

TEST(ScopeParser, investing_own_money_is_no_business_of_what_it_goes_to) {
  EXPECT_EQ(read("以自有资金对疫苗生产进行投资"), "以自有资金对疫苗生产进行投资:permitted");
}

TEST(ScopeParser, survives_what_is_no_scope_at_all) {
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("）））；；、、（（（"), "");
  EXPECT_EQ(split_scope(std::string(200'000, '(')).size(), 0U);
  std::string commas;
  for (int i = 0; i < 70'000; ++i) commas += "药、";
  EXPECT_LE(split_scope(commas).size(), 65'000U);
}

}  // namespace
}  // namespace lianzhao::classify
