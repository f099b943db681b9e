#!/usr/bin/env python3
"""Derives ../regions.tsv and ../region_changes.tsv. Standard library only.

usage: npm install --ignore-scripts (here), then build_regions.py [node_modules]

Sources and licences: ../README.md. What is not in any package (changes before 2002, abbreviations) is in
region_history.tsv beside this script. Prints what it could not resolve.
"""

import collections
import csv
import json
import pathlib
import re
import subprocess
import sys

import echarts_maps

HERE = pathlib.Path(__file__).resolve().parent
MODULES = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "node_modules").resolve()
MAPS = MODULES / "echarts/map/json"

ENGLISH = {  # names whose English form is not the pinyin of the stem
    "110000": "Beijing", "120000": "Tianjin", "150000": "Inner Mongolia", "310000": "Shanghai", "500000": "Chongqing",
    "540000": "Tibet", "610000": "Shaanxi", "650000": "Xinjiang", "710000": "Taiwan", "810000": "Hong Kong",
    "820000": "Macao", "140000": "Shanxi", "150100": "Hohhot", "150600": "Ordos", "150700": "Hulunbuir",
    "150800": "Bayannur", "150900": "Ulanqab", "152200": "Hinggan", "152500": "Xilingol", "152900": "Alxa",
    "230100": "Harbin", "230200": "Qiqihar", "540100": "Lhasa", "540200": "Shigatse", "540300": "Qamdo",
    "540400": "Nyingchi", "540500": "Shannan", "540600": "Nagqu", "542500": "Ngari", "650100": "Urumqi",
    "650200": "Karamay", "650400": "Turpan", "650500": "Hami", "652300": "Changji", "652700": "Bortala",
    "652800": "Bayingolin", "652900": "Aksu", "653000": "Kizilsu", "653100": "Kashgar", "653200": "Hotan",
    "654000": "Ili", "654200": "Tacheng", "654300": "Altay", "513200": "Ngawa", "513300": "Garze",
    "222400": "Yanbian", "632800": "Haixi", "610100": "Xi'an", "610600": "Yan'an", "341500": "Lu'an",
    # Characters that are read otherwise in these names.
    "222404": "Hunchun", "130225": "Laoting", "330382": "Yueqing", "130726": "Yuxian", "341621": "Guoyang",
    "421303": "Zengdu", "320116": "Luhe", "361124": "Yanshan", "420116": "Huangpi", "341021": "Shexian",
    "371524": "Dong'e", "371522": "Shenxian", "371722": "Shanxian", "440113": "Panyu", "441422": "Dabu",
    "410182": "Xingyang", "410621": "Xunxian", "411726": "Biyang", "410223": "Weishi", "141024": "Hongtong",
    "140428": "Zhangzi", "511123": "Qianwei", "621223": "Tanchang", "371481": "Laoling", "610829": "Wubu",
    "611026": "Zhashui", "340722": "Zongyang", "130125": "Xingtang", "130481": "Wu'an", "321183": "Jurong",
}
NOMINAL = {  # prefectures on paper only
    "110100": "北京市", "120100": "天津市", "310100": "上海市", "500100": "重庆市", "500200": "重庆市属县",
    "419000": "河南省直辖县级行政区划", "429000": "湖北省直辖县级行政区划", "469000": "海南省直辖县级行政区划",
    "659000": "新疆维吾尔自治区直辖县级行政区划",
}
# Abolished on paper but still listed by the source beside their successors.
DROPPED = {"460321": "460302", "460322": "460303", "460323": "460303"}
SUFFIXES = ["特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "新区", "林区", "省", "市", "县", "区", "旗", "盟"]
PEOPLES = (
    "朝鲜族 满族 蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 侗族 瑶族 白族 土家族 哈尼族 哈萨克 傣族 黎族 傈僳族 "
    "佤族 畲族 拉祜族 水族 东乡族 纳西族 景颇族 土族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 普米族 塔吉克 怒族 独龙族 "
    "裕固族 保安族 鄂温克族 各族 达斡尔族 柯尔克孜"
).split()


def stem(name):
    """As region_stem of src/domain/region_stem.cc."""
    out = name
    for suffix in SUFFIXES:
        if name.endswith(suffix):
            if len(name) >= len(suffix) + 2:
                out = name[: -len(suffix)]
            break
    if out == name:
        return name
    again = True
    while again:
        again = False
        for people in PEOPLES:
            if out.endswith(people) and len(out) >= len(people) + 2:
                out = out[: -len(people)]
                again = True
    return out


def load_json(path):
    return json.loads((MODULES / path).read_text(encoding="utf-8"))


def today():
    regions = {row["code"]: row["name"] for row in load_json("lcn/data/data.json") if row["code"] not in DROPPED}
    regions.update(NOMINAL)
    for file in ("xianggang", "aomen"):
        for feature in echarts_maps.read(MAPS / f"province/{file}.json"):
            regions[feature["id"]] = feature["name"]
    return regions


def parent_of(code, regions):
    if code.endswith("0000"):
        return "100000"
    city, province = code[:4] + "00", code[:2] + "0000"
    if code != city and city in regions and city not in NOMINAL:
        return city
    return province


def shapes():
    """Prefecture code -> {polygons, point}, districts of municipalities and Hainan's counties among them."""
    out = {}
    for path in sorted((MAPS / "province").glob("*.json")):
        for feature in echarts_maps.read(path):
            if feature["id"] and feature["polygons"]:
                out[SHAPE_CODES.get(feature["id"], feature["id"])] = feature
    for path, name, code in (("shanghai", "崇明区", "310151"), ("xizang", "山南市", "540500")):
        out[code] = next(f for f in echarts_maps.read(MAPS / f"province/{path}.json") if f["name"] == name and f["polygons"])
        out[code]["point"] = out[code]["point"] or SHAPE_POINTS.get(code)
    return out


SHAPE_POINTS = {"540500": [91.766529, 29.236023]}  # 山南 stands twice in the source: once with its point, once with its shape
SHAPE_CODES = {"500228": "500155", "500232": "500156", "652200": "650500", "542400": "540600", "371200": "370116"}


def letters(text):
    return re.sub(r"[^a-z]", "", text.lower().replace("ü", "u").replace("lv", "lu").replace("nv", "nu"))


def towns():
    """County code -> stems of its towns and sub-districts, as of 2023."""
    out = collections.defaultdict(set)
    with open(MODULES / "china-division/dist/streets.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            name = re.sub(r"(街道办事处|街道|地区办事处|地区|民族乡|镇|乡|苏木)$", "", row["name"])
            if len(name) >= 2 and len(name) <= 5:
                out[row["areaCode"]].add(name)
    return out


def centres(regions, places, spelled, before):
    outlines = shapes()
    provinces = {f["id"]: f for f in echarts_maps.read(MAPS / "china.json")}
    by_prefecture = collections.defaultdict(list)
    boxes = {}
    for code, shape in outlines.items():
        xs = [x for polygon in shape["polygons"] for x, _ in polygon[0]]
        ys = [y for polygon in shape["polygons"] for _, y in polygon[0]]
        boxes[code] = (min(xs), min(ys), max(xs), max(ys))
    for place in places:
        x, y = place["longitude"], place["latitude"]
        if re.fullmatch(r"\d{4}", place["prefecture"]):
            by_prefecture[place["prefecture"] + "00"].append(place)
        for code, (x0, y0, x1, y1) in boxes.items():
            if x0 <= x <= x1 and y0 <= y <= y1 and echarts_maps.contains(outlines[code]["polygons"], x, y):
                if code != place["prefecture"] + "00":
                    by_prefecture[code].append(place)
                break

    def best(code, names, kinds):
        found = [p for p in by_prefecture.get(code, []) if letters(p["name"]) in names and p["kind"] in kinds]
        order = {"PPLC": 0, "PPLA": 0, "PPLA2": 1, "PPLA3": 2, "PPL": 3}
        found.sort(key=lambda p: (order.get(p["kind"], 9), -p["population"], p["name"]))
        return found[0] if found else None

    # A county whose seat is called otherwise is found by the town: 公主岭 has a 怀德镇, and no other county of the city.
    by_town = {}
    owners = collections.defaultdict(set)
    for county, names in towns().items():
        for town in names:
            owners[(county[:4], letters("".join(spelled[town])))].add(county)
    for code, found in by_prefecture.items():
        for place in found:
            for county in owners.get((code[:4], letters(place["name"])), ()):
                if len(owners[(code[:4], letters(place["name"]))]) > 1 or place["kind"] not in ("PPLA3", "PPL", "PPLA4"):
                    continue
                rank = (place["kind"] != "PPLA3", -place["population"])
                if county not in by_town or rank < by_town[county][0]:
                    by_town[county] = (rank, place)

    out = {}
    for code, name in sorted(regions.items(), key=lambda item: (not item[0].endswith("00"), item[0])):
        names = {letters("".join(spelled[stem(name)])), letters("".join(spelled[name])), letters(ENGLISH.get(code, ""))} - {""}
        # 怀远 stands there as Huaiyuan Chengguanzhen, its 城关镇.
        names |= {name + town for name in names for town in ("chengguanzhen", "chengguan", "zhen")}
        point = None
        if code.endswith("0000"):
            if code in provinces:
                point = (*provinces[code]["point"], "shape")
        elif code in NOMINAL:
            point = (*out[code[:2] + "0000"][:2], "parent")
        elif code.endswith("00") or code in outlines:
            place = best(code, names, ("PPLC", "PPLA", "PPLA2", "PPLA3"))
            if place:
                point = (place["longitude"], place["latitude"], "seat")
            elif code in outlines and outlines[code]["point"]:
                point = (*outlines[code]["point"], "shape")
        else:
            # The prefecture it lies in, then those it used to lie in.
            cities = [code[:4] + "00"] + sorted(before.get(code, ()))
            kinds = ("PPLA3", "PPL", "PPLA4")
            place = next((p for p in (best(city, names, kinds) for city in cities) if p), None)
            if place:
                point = (place["longitude"], place["latitude"], "seat" if place["kind"] == "PPLA3" else "place")
            elif code in by_town:
                place = by_town[code][1]
                point = (place["longitude"], place["latitude"], "seat" if place["kind"] == "PPLA3" else "place")
        if point is None and code != "100000":
            above = out.get(parent_of(code, regions))
            point = (*above[:2], "parent") if above and above[2] != "none" else (0, 0, "none")
        out[code] = point
    return out


def spell(syllables):
    """Joined, with the apostrophe of GB/T 16159 before a syllable that begins with a vowel: Ji'an."""
    word = syllables[0] + "".join(("'" if s[0] in "aoe" else "") + s for s in syllables[1:])
    return word[0].upper() + word[1:]


def history():
    """(code, name) ever seen -> latest list it was seen in, oldest lists first."""
    seen = collections.OrderedDict()

    def add(code, name, source):
        if re.fullmatch(r"\d{6}", code) and name not in ("市辖区", "县", "省直辖县级行政区划", "省直辖行政单位", "市", "自治区直辖县级行政区划"):
            seen[(code, name)] = source

    full = dict(re.findall(r'"?(\d{6})"?\s*:\s*"([^"]+)"', (MODULES / "id-validator/src/GB2260.js").read_text(encoding="utf-8")))
    cities = {name for path in load_json("gb2260/lib/revisions.json")
              for code, name in load_json(f"gb2260/lib/{path}.json").items() if code.endswith("00") and len(name) > 2}
    cities |= {"新疆维吾尔族自治区", "新疆自治区"}
    for code, name in full.items():
        for above in (code[:4] + "00", code[:2] + "0000"):
            if above != code and above in full and name.startswith(full[above]) and name != full[above]:
                name = name[len(full[above]):]
                break
        name = re.sub(r"^(市辖区|县|省直辖县级行政区划|省直辖行政单位)(?=.)", "", name)
        for city in sorted(cities, key=len, reverse=True):
            if name.startswith(city) and len(name) >= len(city) + 2:
                name = name[len(city):]
        add(code, name, "id-validator")
    for revision in sorted(load_json("gb2260/lib/revisions.json")):
        for code, name in load_json(f"gb2260/lib/{revision}.json").items():
            add(code, name, revision)
    for code, name in load_json("gb-t-2260/resources/gb-t-2260.json").items():
        add(code, name, "2018")
    with open(MODULES / "china-division/dist/areas.csv", encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            add(row["code"], row["name"], "2023")
    return seen


def read_history_file():
    rows = []
    with open(HERE / "region_history.tsv", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                code, name, within, now = (line.rstrip("\n").split("\t") + [""] * 4)[:4]
                rows.append((code, name, within, now))
    return rows


def main():
    regions = today()
    regions["100000"] = "全国"
    rows = read_history_file()
    explicit = {code: now for code, _, _, now in rows if code}

    before = collections.defaultdict(set)
    for code, now in explicit.items():
        if now in regions and code[:4] != now[:4]:
            before[now].add(code[:4] + "00")

    wanted = sorted({stem(name) for name in regions.values()} | set(regions.values()) | set().union(*towns().values()))
    answer = subprocess.run(
        ["node", str(HERE / "sources.mjs"), str(MODULES)],
        input=json.dumps(wanted), capture_output=True, text=True, check=True,
    )
    sources = json.loads(answer.stdout)
    spelled = sources["spelled"]
    points = centres(regions, sources["places"], spelled, before)
    points["100000"] = (104.0, 35.5, "shape")

    with open(HERE.parent / "regions.tsv", "w", encoding="utf-8") as out:
        out.write("code\tparent\tname\tname_en\tlongitude\tlatitude\tprecision\tnominal\n")
        for code in sorted(regions):
            english = ENGLISH.get(code) or spell(spelled[stem(regions[code])])
            if code == "100000":
                english = "China"
            x, y, precision = points[code]
            parent = "0" if code == "100000" else parent_of(code, regions)
            out.write(f"{code}\t{parent}\t{regions[code]}\t{english}\t{x:.4f}\t{y:.4f}\t{precision}\t{int(code in NOMINAL)}\n")

    by_name, by_stem = collections.defaultdict(set), collections.defaultdict(set)
    for code, name in regions.items():
        if code in NOMINAL or code == "100000":
            continue
        for scope in (code[:2], code[:4]):
            by_name[(scope, name)].add(code)
            by_stem[(scope, stem(name))].add(code)

    def follow(code):
        for _ in range(8):
            if code in regions:
                return code
            if code not in explicit:
                return None
            code = explicit[code]
        raise SystemExit(f"changes of {code} go in a circle")

    def successor(code, name):
        if follow(code):
            return follow(code)
        if re.fullmatch(r"(开发|高新|新|郊|城|矿)区", name):
            return None
        level = lambda found: {c for c in found if c.endswith("00") == code.endswith("00")} or found
        for table, key in ((by_name, name), (by_stem, stem(name))):
            for scope in (code[:4], code[:2]):
                found = level(table.get((scope, key), set()))
                if len(found) == 1:
                    return next(iter(found))
        return None

    written, unresolved = {}, []
    for (code, name), source in history().items():
        if regions.get(code) == name or (code in NOMINAL):
            continue
        within = code[:2] + "0000" if code.endswith("00") else code[:4] + "00"
        if code in regions:
            # The code lives on under another name; a mere change of suffix needs no row, the stem knows it.
            # Hainan and 洛阳 gave codes again: there the name leads to another code of the same prefecture.
            again = by_name.get((code[:4], name), set())
            now = explicit.get(code) or (next(iter(again)) if len(again) == 1 else code)
            if stem(name) != stem(regions[code]) or len(stem(name)) < 2:
                written[(code, name)] = (within, now)
            continue
        # Development zones of the statistics bureau and ports: their prefecture is all that can be said.
        now = successor(code, name)
        if now is None and code[:4] + "00" in regions and code[:4] + "00" not in NOMINAL:
            if source == "2023" or name.endswith(("开发区", "园区", "管理区", "示范区")):
                continue
        if now is None:
            unresolved.append((code, name, source))
            continue
        written[(code, name)] = (within, now)
    for code, name, within, now in rows:
        target = now if now in regions else follow(now)
        if not target:
            raise SystemExit(f"region_history.tsv: {code} {name} leads to {now}, which is no region of today")
        if not within:
            within = "" if not code else (code[:2] + "0000" if code.endswith("00") else code[:4] + "00")
        written[(code, name)] = (within, target)

    with open(HERE.parent / "region_changes.tsv", "w", encoding="utf-8") as out:
        out.write("code\tname\twithin\ttoday\n")
        for (code, name), (within, now) in sorted(written.items()):
            out.write(f"{code}\t{name}\t{within}\t{now}\n")
    counts = collections.Counter(points[c][2] for c in regions if not c.endswith("00"))
    print(f"{len(regions)} regions, {len(written)} changes, county points {dict(counts)}")
    for row in unresolved:
        print("unresolved", *row)


if __name__ == "__main__":
    main()
