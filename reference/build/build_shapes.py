#!/usr/bin/env python3
"""Derives ../shapes/*.json from the maps of echarts 4.9 (Apache-2.0): decoded, named by today's codes, simplified.

usage: npm install --ignore-scripts (here), then build_shapes.py [node_modules]

One GeoJSON file of China's provinces (china.json) and one per province, of its prefectures (districts where it has none). Each
feature carries today's code as id and properties.code, and its full name. Neighbours share their simplified borders
(simplify.mjs). Schematic: not for survey, not for what needs an approved map.
"""

import csv
import json
import pathlib
import subprocess
import sys

import echarts_maps
from build_regions import MAPS, MODULES, SHAPE_CODES, SHAPE_POINTS

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "shapes"
CHINA_LIMIT = 190_000  # bytes
PROVINCE_LIMIT = 70_000
INTO = {"371200": "370100"}  # prefectures that were merged: 莱芜 joined 济南 in 2019
# Islets that no simplification may lose; a square of about 5 km, as echarts 4 draws 钓鱼岛.
DIAOYU = [[123.4517, 25.7353], [123.4973, 25.7353], [123.4973, 25.7507], [123.4517, 25.7507], [123.4517, 25.7353]]
CHIWEI = [[124.5367, 25.9142], [124.5823, 25.9142], [124.5823, 25.9296], [124.5367, 25.9296], [124.5367, 25.9142]]


def regions():
    with open(HERE.parent / "regions.tsv", encoding="utf-8") as rows:
        return {row["code"]: row for row in csv.DictReader(rows, delimiter="\t")}


def nanhai():
    """The inset of 南海诸岛 with the dashed line as echarts 4 draws it (coord/geo/fix/nanhai.js)."""
    script = (
        "const found = []; require(process.argv[1] + '/echarts/lib/coord/geo/fix/nanhai.js')('china', found);"
        "process.stdout.write(JSON.stringify(found[0].geometries.map((g) => g.exterior)));"
    )
    answer = subprocess.run(["node", "-e", script, str(MODULES)], capture_output=True, text=True, check=True)
    return [[[round(x, 3), round(y, 3)] for x, y in ring] for ring in json.loads(answer.stdout)]


def feature(code, name, polygons, point=None):
    properties = {"name": name}
    if code:
        properties["code"] = code
    if point:
        properties["cp"] = [round(point[0], 3), round(point[1], 3)]
    closed = [[ring if ring[0] == ring[-1] else ring + ring[:1] for ring in rings] for rings in polygons]
    out = {"type": "Feature", "properties": properties, "geometry": {"type": "MultiPolygon", "coordinates": closed}}
    if code and "name" in properties:
        out = {"type": "Feature", "id": code, **{k: v for k, v in out.items() if k != "type"}}
    return out


def read(path, table):
    shapes, points = {}, {}
    for found in echarts_maps.read(path):
        code = SHAPE_CODES.get(found["id"], found["id"]) if found["id"] not in INTO else INTO[found["id"]]
        if not code:
            same = [c for c, row in table.items() if row["name"] == found["name"] and c[:2] == PREFIX.get(path.stem)]
            code = same[0] if same else ""
        key = (code, table[code]["name"] if code else found["name"])
        shapes.setdefault(key, []).extend(found["polygons"])
        points.setdefault(key, found["point"] or SHAPE_POINTS.get(code))
    return [(code, name, polygons, points[(code, name)]) for (code, name), polygons in shapes.items() if polygons]


PREFIX = {"shanghai": "31", "xizang": "54"}
PROVINCES = {
    "anhui": "340000", "aomen": "820000", "beijing": "110000", "chongqing": "500000", "fujian": "350000",
    "gansu": "620000", "guangdong": "440000", "guangxi": "450000", "guizhou": "520000", "hainan": "460000",
    "hebei": "130000", "heilongjiang": "230000", "henan": "410000", "hubei": "420000", "hunan": "430000",
    "jiangsu": "320000", "jiangxi": "360000", "jilin": "220000", "liaoning": "210000", "neimenggu": "150000",
    "ningxia": "640000", "qinghai": "630000", "shandong": "370000", "shanghai": "310000", "shanxi": "140000",
    "shanxi1": "610000", "sichuan": "510000", "taiwan": "710000", "tianjin": "120000", "xianggang": "810000",
    "xinjiang": "650000", "xizang": "540000", "yunnan": "530000", "zhejiang": "330000",
}


def simplified(name, features, limit, keep):
    answer = subprocess.run(
        ["node", str(HERE / "simplify.mjs"), str(MODULES), str(limit)],
        input=json.dumps({"features": features, "keep": keep}), capture_output=True, text=True,
    )
    if answer.returncode:
        raise SystemExit(f"{name}: {answer.stderr}")
    (OUT / f"{name}.json").write_text(answer.stdout + "\n", encoding="utf-8")
    print(f"{name}.json {len(answer.stdout.encode()):,} bytes, {len(features)} features; {answer.stderr.strip()}")


def main():
    table = regions()
    OUT.mkdir(exist_ok=True)
    country = [
        (row["id"], table[row["id"]]["name"], row["polygons"], row["point"]) for row in echarts_maps.read(MAPS / "china.json")
    ]
    islets = [feature("710000", table["710000"]["name"], [[DIAOYU], [CHIWEI]])]
    inset = feature("", "南海诸岛", [[ring] for ring in nanhai()], [126, 25])
    simplified("china", [feature(*row) for row in country], CHINA_LIMIT, islets + [inset])

    for file, code in sorted(PROVINCES.items(), key=lambda item: item[1]):
        rows = read(MAPS / f"province/{file}.json", table)
        keep = islets if code == "710000" else []
        rows = [row for row in rows if row[1] != "中国属钓鱼岛"]
        if code == "710000":
            keep = [feature("", "钓鱼岛及其附属岛屿", [[DIAOYU], [CHIWEI]])]
        simplified(code, [feature(*row) for row in rows], PROVINCE_LIMIT, keep)
    total = sum(path.stat().st_size for path in OUT.glob("*.json"))
    print(f"{total:,} bytes together")


if __name__ == "__main__":
    main()
