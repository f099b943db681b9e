# lianzhao_embed(<target> <symbol> <root> <file>…)
#
# Puts files into the binary, so that one file is the whole product. Generates <symbol>.h with
#   namespace lianzhao::embedded { std::span<File const> <symbol>(); }
# where File is {name relative to root, bytes}. Order is as given. Bytes live in the read-only
# segment (.incbin) and are valid for the whole run.
function(lianzhao_embed target symbol root)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  file(MAKE_DIRECTORY ${out})
  set(asm "  .section .rodata\n")
  set(decls "")
  set(rows "")
  set(i 0)
  foreach(file IN LISTS ARGN)
    file(RELATIVE_PATH name ${root} ${file})
    string(APPEND asm "  .balign 16\n  .global ${symbol}_${i}\n${symbol}_${i}:\n  .incbin \"${file}\"\n  .global ${symbol}_${i}_end\n${symbol}_${i}_end:\n  .byte 0\n")
    string(APPEND decls "extern \"C\" char const ${symbol}_${i}[];\nextern \"C\" char const ${symbol}_${i}_end[];\n")
    string(APPEND rows "    File{\"${name}\", {${symbol}_${i}, static_cast<std::size_t>(${symbol}_${i}_end - ${symbol}_${i})}},\n")
    math(EXPR i "${i} + 1")
  endforeach()
  string(APPEND asm "  .section .note.GNU-stack,\"\",@progbits\n")
  file(CONFIGURE OUTPUT ${out}/${symbol}.S CONTENT "${asm}" @ONLY)
  file(CONFIGURE OUTPUT ${out}/${symbol}.h CONTENT "#pragma once\n#include <span>\n#include \"kernel/embedded.h\"\nnamespace lianzhao::embedded {\nstd::span<File const> ${symbol}();\n}\n" @ONLY)
  file(CONFIGURE OUTPUT ${out}/${symbol}.cc CONTENT "#include \"${symbol}.h\"\n#include <array>\n${decls}namespace lianzhao::embedded {\nstd::span<File const> ${symbol}() {\n  static std::array<File, ${i}> const files{{\n${rows}  }};\n  return files;\n}\n}\n" @ONLY)
  set_source_files_properties(${out}/${symbol}.S PROPERTIES OBJECT_DEPENDS "${ARGN}")
  target_sources(${target} PRIVATE ${out}/${symbol}.S ${out}/${symbol}.cc)
  target_include_directories(${target} PRIVATE ${out})
endfunction()
