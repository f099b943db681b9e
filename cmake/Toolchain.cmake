# Warnings, hardening, sanitizers, the linker: what every target of the project shares.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_SOURCE_DIR}/cmake/ccache.sh)
  set(CMAKE_C_COMPILER_LAUNCHER ${CCACHE})
endif()

find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(
  -march=${LIANZHAO_MARCH}
  "$<$<COMPILE_LANGUAGE:CXX>:-Wall;-Wextra;-Wshadow;-Wconversion;-Werror>"
  # Sources may be compiled from any folder; messages and assertions name them from the root.
  -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
# Assertions stay on in every build that is shipped: a wrong number is worse than a slow one.
add_compile_definitions(_GLIBCXX_ASSERTIONS)
string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
string(REPLACE "-O3" "-O2" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")

if(LIANZHAO_SANITIZE)
  # Instrumented code makes GCC 12 see uninitialised values where there are none; the plain build refuses warnings.
  add_compile_options(-Wno-error)
  add_compile_options(-fsanitize=${LIANZHAO_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${LIANZHAO_SANITIZE})
endif()

if(LIANZHAO_FUZZ)
  # Coverage of the modules themselves, not of the targets only: else the fuzzer is blind.
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
# ./run builds without what only tests need; ./test installs it, and refuses to run no test at all.
if(LIANZHAO_TESTS)
  find_package(GTest QUIET)
  if(NOT GTest_FOUND)
    message(STATUS "no GoogleTest (libgtest-dev, libgmock-dev): the unit tests are left out")
    set(LIANZHAO_TESTS OFF)
  endif()
endif()

# Libraries that ship pkg-config files only; SYSTEM so that their headers do not meet our warnings.
function(lianzhao_pkg target)
  pkg_check_modules(${target} REQUIRED IMPORTED_TARGET GLOBAL ${ARGN})
endfunction()
