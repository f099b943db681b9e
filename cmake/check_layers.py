#!/usr/bin/env python3
"""Refuses an include of a module that the including module does not declare.

The compiler already refuses undeclared modules; what it lets through is a header that arrives by way of a
dependency's own dependencies. Reads `lianzhao_module(...)` of src/*/CMakeLists.txt and every #include "x/y.h".
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
declared: dict[str, set[str]] = {}
tested: dict[str, set[str]] = {}
for lists in sorted(root.glob("src/*/CMakeLists.txt")):
    call = re.search(r"lianzhao_module\(\s*(\d+)([^)]*)\)", lists.read_text(), re.S)
    if not call:
        sys.exit(f"{lists}: no lianzhao_module(...)")
    words = call.group(2).split()
    into, depends, test = None, set(), set()
    for word in words:
        if word.isupper() and not word.startswith("LIANZHAO"):
            into = {"DEPENDS": depends, "TEST_DEPENDS": test}.get(word)
        elif into is not None:
            into.add(word)
    declared[lists.parent.name] = depends
    tested[lists.parent.name] = test

wrong = 0
for source in sorted(p for p in (root / "src").rglob("*") if p.suffix in {".h", ".cc"}):
    module = source.relative_to(root / "src").parts[0]
    if module not in declared:
        continue
    allowed = declared[module] | {module}
    if source.name.endswith(("_test.cc", "_test.h")):
        allowed |= tested[module] | {d for t in tested[module] for d in declared.get(t, set())}
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r'\s*#include "(\w+)/', line)
        if found and found.group(1) in declared and found.group(1) not in allowed:
            print(f"{source.relative_to(root)}:{number}: {module} includes {found.group(1)} without declaring it")
            wrong += 1
sys.exit(1 if wrong else 0)
