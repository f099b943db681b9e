# lianzhao_module(<layer> [DEPENDS <module>…] [LIBS <cmake target>…] [PRIVATE_LIBS <cmake target>…]
#                 [PRECOMPILE <header>…] [SHARDS <n>])
#
# Declares the module of the current folder src/<name>. Headers become visible as "<name>/x.h" only to
# targets that link the module, and DEPENDS may only name lower layers, so there are no cycles and no
# sideways edges. check_layers.py refuses what slips through by way of a dependency's dependency.
#
# Files: *.cc and one level of sub-folders; *_test.cc become the executable <name>_test, run by CTest.
# PRECOMPILE saves time only: every file still includes what it uses. SHARDS: the tests wait for servers more than they
# compute, so CTest runs them as n tests side by side.
function(lianzhao_module layer)
  cmake_parse_arguments(arg "" "SHARDS" "DEPENDS;LIBS;PRIVATE_LIBS;PRECOMPILE;TEST_DEPENDS;TEST_LIBS" ${ARGN})
  get_filename_component(name ${CMAKE_CURRENT_SOURCE_DIR} NAME)

  foreach(dep IN LISTS arg_DEPENDS)
    get_target_property(dep_layer lianzhao_${dep} LAYER)
    if(NOT dep_layer LESS layer)
      message(FATAL_ERROR "${name} (layer ${layer}) may not use ${dep} (layer ${dep_layer})")
    endif()
  endforeach()

  set(view ${CMAKE_BINARY_DIR}/include/${name})
  file(MAKE_DIRECTORY ${view})
  file(CREATE_LINK ${CMAKE_CURRENT_SOURCE_DIR} ${view}/${name} SYMBOLIC)

  file(GLOB sources CONFIGURE_DEPENDS *.cc */*.cc *.h */*.h)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "_test\\.cc$|/main\\.cc$")

  add_library(lianzhao_${name} STATIC ${sources})
  set_target_properties(lianzhao_${name} PROPERTIES LAYER ${layer} LINKER_LANGUAGE CXX)
  target_include_directories(lianzhao_${name} PUBLIC ${view})
  list(TRANSFORM arg_DEPENDS PREPEND lianzhao_)
  target_link_libraries(lianzhao_${name} PUBLIC ${arg_DEPENDS} fmt::fmt ${arg_LIBS} PRIVATE ${arg_PRIVATE_LIBS})

  if(arg_PRECOMPILE)
    target_precompile_headers(lianzhao_${name} PRIVATE ${arg_PRECOMPILE})
  endif()

  if(LIANZHAO_TESTS AND tests)
    add_executable(${name}_test ${tests})
    list(TRANSFORM arg_TEST_DEPENDS PREPEND lianzhao_)
    target_link_libraries(${name}_test PRIVATE lianzhao_${name} ${arg_PRIVATE_LIBS} ${arg_TEST_DEPENDS}
      ${arg_TEST_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
    # Tests find the project's own files by this; what lies beside the checkout may be absent.
    target_compile_definitions(${name}_test PRIVATE LIANZHAO_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    if(NOT arg_SHARDS)
      set(arg_SHARDS 1)
    endif()
    math(EXPR last "${arg_SHARDS} - 1")
    foreach(shard RANGE ${last})
      set(test ${name})
      if(arg_SHARDS GREATER 1)
        set(test ${name}_${shard})
      endif()
      add_test(NAME ${test} COMMAND ${name}_test)
      set_tests_properties(${test} PROPERTIES TIMEOUT 900
        ENVIRONMENT "GTEST_TOTAL_SHARDS=${arg_SHARDS};GTEST_SHARD_INDEX=${shard}")
    endforeach()
  endif()
endfunction()
