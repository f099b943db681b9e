"""Reads the compressed GeoJSON of echarts 4 (map/json): zigzag deltas in UTF-16 units, scaled by 1024."""

import json
import pathlib

SCALE = 1024


def _decode_ring(text, offset):
    points = []
    x, y = offset
    units = text.encode("utf-16-le", "surrogatepass")
    values = [units[i] | units[i + 1] << 8 for i in range(0, len(units), 2)]
    for i in range(0, len(values) - 1, 2):
        dx, dy = values[i] - 64, values[i + 1] - 64
        x += (dx >> 1) ^ -(dx & 1)
        y += (dy >> 1) ^ -(dy & 1)
        points.append((x / SCALE, y / SCALE))
    return points


def read(path):
    """Features as dicts {id, name, point, polygons: [[ring, hole…], …]} in degrees."""
    data = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
    compressed = data.get("UTF8Encoding", False)  # xizang.json alone is plain
    features = []
    for feature in data["features"]:
        geometry = feature["geometry"]
        coordinates, offsets = geometry["coordinates"], geometry.get("encodeOffsets")
        if geometry["type"] == "Polygon":
            coordinates, offsets = [coordinates], [offsets]
        if compressed:
            polygons = [
                [_decode_ring(ring, offset) for ring, offset in zip(rings, ring_offsets)]
                for rings, ring_offsets in zip(coordinates, offsets)
            ]
        else:
            polygons = [[[tuple(point) for point in ring] for ring in rings] for rings in coordinates]
        polygons = [rings for rings in polygons if rings and len(rings[0]) >= 4]
        features.append(
            {
                "id": feature.get("id") or feature["properties"].get("id"),
                "name": feature["properties"]["name"],
                "point": feature["properties"].get("cp"),
                "polygons": polygons,
            }
        )
    return features


def _in_ring(ring, x, y):
    inside = False
    for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1]):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def contains(polygons, x, y):
    for polygon in polygons:
        if _in_ring(polygon[0], x, y) and not any(_in_ring(hole, x, y) for hole in polygon[1:]):
            return True
    return False
