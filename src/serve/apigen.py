#!/usr/bin/env python3
"""Writes the C++ side of openapi.yaml: api_types.h (plain structs) and api_types.cc (checked reading and writing).

usage: apigen.py openapi.yaml OUT_DIR

What it understands is what the contract uses: objects with properties, arrays, string/integer/number/boolean, nullable
by type: [x, 'null'], enum, format: date (a day, YYYY-MM-DD), minimum/maximum, minLength/maxLength (in code points),
maxItems, pattern (six digits only), additionalProperties, and x-clears: a field whose null says something else than its absence, which makes it an optional of
an optional. Anything else stops the build rather than being read as something it is not.
"""
import json
import pathlib
import sys

import yaml

KNOWN = {"type", "enum", "minimum", "maximum", "minLength", "maxLength", "maxItems", "pattern", "format", "default", "description",
         "items", "properties", "required", "additionalProperties", "$ref", "x-clears"}
SIX_DIGITS = "^[0-9]{6}$"


def fail(message):
    sys.exit(f"openapi.yaml: {message}")


def pascal(name):
    return "".join(word.capitalize() for word in name.split("_"))


class Contract:
    def __init__(self, document):
        self.document = document
        self.schemas = document["components"]["schemas"]

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part]
            node = target
        return node

    def kind(self, schema):
        """(type, nullable)"""
        for key in schema:
            if key not in KNOWN:
                fail(f"schema keyword '{key}' is not understood")
        kinds = schema.get("type")
        if kinds is None:
            fail(f"schema without type: {schema}")
        kinds = [kinds] if isinstance(kinds, str) else kinds
        plain = [k for k in kinds if k != "null"]
        if len(plain) != 1:
            fail(f"schema of several types: {schema}")
        return plain[0], "null" in kinds

    def cpp(self, schema):
        """C++ type of a schema, nullable already wrapped."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            target = self.schemas[name]
            if "properties" in target:
                return name
            return self.cpp(target)
        kind, nullable = self.kind(schema)
        if kind == "array":
            inner = f"std::vector<{self.cpp(schema['items'])}>"
        elif kind == "object":
            extra = schema.get("additionalProperties")
            if isinstance(extra, dict):
                inner = f"std::map<std::string, {self.cpp(extra)}>"
            elif extra is True:
                inner = "RawJson"
            else:
                fail(f"inline object: {schema}")
        else:
            inner = {"string": "std::string", "integer": "std::int64_t", "number": "double", "boolean": "bool"}[kind]
        if schema.get("x-clears"):
            if not nullable:
                fail(f"x-clears needs a null: {schema}")
            return f"std::optional<std::optional<{inner}>>"
        return f"std::optional<{inner}>" if nullable else inner

    def rule(self, schema):
        """Initialiser of a Rule: what a value must keep to."""
        schema = self.resolve(schema)
        kind, _ = self.kind(schema)
        if schema.get("pattern") not in (None, SIX_DIGITS):
            fail(f"pattern {schema['pattern']} is not understood")
        if schema.get("format") not in (None, "date"):
            fail(f"format {schema['format']} is not understood")
        parts = []
        if "minimum" in schema:
            parts.append(f".minimum = {schema['minimum']}")
        if "maximum" in schema:
            parts.append(f".maximum = {float(schema['maximum'])!r}")
        if "minLength" in schema:
            parts.append(f".min_length = {schema['minLength']}")
        if "maxLength" in schema:
            parts.append(f".max_length = {schema['maxLength']}")
        if "maxItems" in schema:
            parts.append(f".max_items = {schema['maxItems']}")
        if "pattern" in schema:
            parts.append(".six_digits = true")
        if "format" in schema:
            parts.append(".day = true")
        if "enum" in schema:
            words = ", ".join(json.dumps(word) for word in schema["enum"] if word is not None)
            parts.append(f".one_of = {{{words}}}")
        return "Rule{" + ", ".join(parts) + "}"

    def item_rule(self, schema):
        schema = self.resolve(schema)
        if self.kind(schema)[0] == "array":
            items = self.resolve(schema["items"])
            if "properties" not in items:
                return self.rule(items)
        return "Rule{}"


def ordered(contract):
    """Schemas with properties, dependencies first."""
    done, order = set(), []

    def visit(name):
        if name in done:
            return
        done.add(name)
        for prop in contract.schemas[name].get("properties", {}).values():
            for ref in ([prop.get("$ref")] + [prop.get("items", {}).get("$ref")]):
                if ref:
                    visit(ref.rsplit("/", 1)[1])
        if "properties" in contract.schemas[name]:
            order.append(name)

    for name in contract.schemas:
        visit(name)
    return order


KEYWORDS = {"from": "from", "default": "default_"}


def default_of(schema, cpp):
    if "default" in schema:
        value = schema["default"]
        return f" = {json.dumps(value)}"
    return {"std::int64_t": " = 0", "double": " = 0", "bool": " = false"}.get(cpp, "")


def main():
    source, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    document = yaml.safe_load(source.read_text(encoding="utf-8"))
    contract = Contract(document)
    header, code = [], []

    for name in ordered(contract):
        schema = contract.schemas[name]
        required = set(schema.get("required", []))
        unknown = required - set(schema["properties"])
        if unknown:
            fail(f"{name} requires {unknown}, which it does not have")
        header.append(f"struct {name} {{")
        read, write = [], []
        for prop, child in schema["properties"].items():
            cpp = contract.cpp(child)
            if prop not in required and not cpp.startswith("std::optional"):
                cpp = f"std::optional<{cpp}>"
            header.append(f"  {cpp} {KEYWORDS.get(prop, prop)}{default_of({}, cpp)};")
            presence = "true" if prop in required else "false"
            read.append(f'  read_member(object, "{prop}", {presence}, value.{prop}, {contract.rule(child)}, '
                        f"{contract.item_rule(child)}, path);")
            write.append(f'  write_member(object, "{prop}", {presence}, value.{prop});')
        header.append("};\n")
        header.append(f"std::string to_json({name} const&);")
        header.append(f"std::string to_json(std::vector<{name}> const&);")
        header.append(f"/// Throws Failure \"bad_request\" that names the field, its value and the limit.")
        header.append(f"{name} {name}_from_json(std::string_view body);\n")
        members = ", ".join(f'"{prop}"' for prop in schema["properties"])
        code.append(f"static void read_value(json::value const& from, {name}& value, [[maybe_unused]] Rule const&, [[maybe_unused]] Rule const&, [[maybe_unused]] std::string const& path) {{\n"
                    f"  auto const& object = object_of(from, path, {{{members}}});\n" + "\n".join(read) + "\n}\n")
        code.append(f"static json::value write_value({name} const& value) {{\n  json::object object;\n" + "\n".join(write) +
                    "\n  return object;\n}\n")
        code.append(f"std::string to_json({name} const& value) {{ return json::serialize(write_value(value)); }}\n"
                    f"std::string to_json(std::vector<{name}> const& values) {{ return json::serialize(write_value(values)); }}\n"
                    f"{name} {name}_from_json(std::string_view body) {{\n  {name} value;\n"
                    f'  read_value(parsed(body), value, Rule{{}}, Rule{{}}, "");\n  return value;\n}}\n')

    rows = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            rows.append(one_operation(contract, path, method, operation, header, code))

    header.append(f"inline constexpr std::size_t kOperationCount = {len(rows)};")
    out.mkdir(parents=True, exist_ok=True)
    (out / "api_types.h").write_text(HEADER + "\n".join(header) + "\n}  // namespace lianzhao::api\n", encoding="utf-8")
    table = "\n".join(rows)
    (out / "api_types.cc").write_text(
        CODE + "\n".join(code) + "\n"
        "std::span<Operation const> operations() {\n"
        f"  static std::vector<Operation> const table{{\n{table}\n  }};\n  return table;\n}}\n\n"
        "}  // namespace lianzhao::api\n", encoding="utf-8")
    (out / "openapi.json").write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def one_operation(contract, path, method, operation, header, code):
    name = operation["operationId"]
    for key in ("x-right", "x-rows"):
        if key not in operation:
            fail(f"{name} does not say {key}")
    if operation["x-rows"] not in ("none", "own", "shared", "zones", "entitled", "invited", "all"):
        fail(f"{name}: unknown rows {operation['x-rows']}")
    if operation["x-right"] not in ("public", "signed_in", "read", "report", "edit", "decide", "import", "administer"):
        fail(f"{name}: unknown right {operation['x-right']}")
    type_name = pascal(name)

    header.append(f"struct {type_name}Params {{")
    reads, names = [], []
    for parameter in operation.get("parameters", []):
        parameter = contract.resolve(parameter)
        schema = contract.resolve(parameter["schema"])
        cpp = contract.cpp(schema)
        required = parameter.get("required", False)
        if not required and "default" not in schema:
            cpp = f"std::optional<{cpp}>"
        header.append(f"  {cpp} {parameter['name']}{default_of(schema, cpp)};")
        where = "path" if parameter["in"] == "path" else "query"
        reads.append(f'  read_parameter(input.{where}, "{parameter["name"]}", {"true" if required else "false"}, '
                     f"params.{parameter['name']}, {contract.rule(schema)});")
        if where == "query":
            names.append(f'"{parameter["name"]}"')
    header.append("};\n")

    body, body_type = "none", "NoBody"
    if "requestBody" in operation:
        content = operation["requestBody"]["content"]
        if "application/json" in content:
            body, body_type = "json", contract.cpp(content["application/json"]["schema"])
        else:
            body, body_type = "upload", "Upload"
    status, response = next((int(s), r) for s, r in operation["responses"].items() if s != "default")
    content = response.get("content", {})
    answer = "NoAnswer"
    if "application/json" in content:
        answer = contract.cpp(content["application/json"]["schema"])
    elif "text/event-stream" in content:
        answer = "EventStream"
    elif content:
        answer = "FileAnswer"
    header.append(f"/// {method.upper()} {path}: {operation['summary']}")
    header.append(f"struct {type_name} {{\n  using Params = {type_name}Params;\n  using Body = {body_type};\n"
                  f"  using Answer = {answer};\n  static constexpr std::string_view kId = \"{name}\";\n"
                  f"  static Params params(Input const&);\n"
                  + (f"  static Body body(std::string_view json) {{ return {body_type}_from_json(json); }}\n" if body == "json" else "")
                  + "};\n")
    code.append(f"{type_name}Params {type_name}::params([[maybe_unused]] Input const& input) {{\n  {type_name}Params params;\n"
                f"  refuse_unknown(input.query, {{{', '.join(names)}}});\n" + "\n".join(reads) + "\n  return params;\n}\n")
    return (f'      Operation{{"{name}", "{method.upper()}", "{path}", Right::k{pascal(operation["x-right"])}, '
            f'"{operation["x-rows"]}", BodyKind::k{body.capitalize()}, {status}}},')


HEADER = """// Generated from openapi.yaml by src/serve/apigen.py.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "serve/api.h"

namespace lianzhao::api {

"""

CODE = """// Generated from openapi.yaml by src/serve/apigen.py.
#include "api_types.h"

#include "serve/api_json.h"

namespace lianzhao::api {

"""

main()
