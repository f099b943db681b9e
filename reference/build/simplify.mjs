// Simplifies features so that neighbours keep sharing their borders, until the GeoJSON fits in so many bytes.
// usage: simplify.mjs node_modules limit < {"features": […], "keep": […]} > GeoJSON; says on stderr what it did.
// `keep` is appended as it is: to the feature of the same id where there is one.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const { topology } = require('topojson-server');
const { presimplify, simplify } = require('topojson-simplify');
const { feature, mergeArcs } = require('topojson-client');

const limit = Number(process.argv[3]);
const { features, keep } = JSON.parse(readFileSync(0, 'utf8'));

const weighed = presimplify(topology({ shapes: { type: 'FeatureCollection', features } }));
for (const shape of weighed.objects.shapes.geometries) {
  // Parts of one region that touch (a region swallowed by another) lose the border between them.
  Object.assign(shape, mergeArcs(weighed, [shape]));
}

const rounded = (value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value.map(rounded));
const distinct = (ring) => ring.filter((p, i) => i === 0 || p[0] !== ring[i - 1][0] || p[1] !== ring[i - 1][1]);

function area(ring) {
  let sum = 0;
  for (let i = 1; i < ring.length; ++i) sum += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return Math.abs(sum) / 2;
}

function cleaned(geometry) {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons
    .map((rings) => rings.map((ring) => distinct(rounded(ring))).filter((ring) => ring.length >= 4 && area(ring) > 0))
    .filter((rings) => rings.length > 0)
    .sort((a, b) => area(b[0]) - area(a[0]));
}

function collection(weight) {
  const simple = simplify(weighed, weight);
  const shapes = feature(simple, simple.objects.shapes).features.map((shape, at) => {
    let parts = cleaned(shape.geometry);
    // 澳门 is smaller than the scale of a map of China: it stays as drawn.
    if (parts.length === 0) parts = cleaned(features[at].geometry);
    // Islands below the scale go, the largest part of a region stays.
    const visible = parts.filter((rings, i) => i === 0 || area(rings[0]) >= weight * 4);
    return { ...shape, geometry: { type: 'MultiPolygon', coordinates: visible } };
  });
  for (const extra of keep) {
    const owner = shapes.find((shape) => extra.id && shape.id === extra.id);
    if (owner) owner.geometry.coordinates.push(...extra.geometry.coordinates);
    else shapes.push(extra);
  }
  return { type: 'FeatureCollection', features: shapes };
}

let used = 0;
let text = JSON.stringify(collection(0));
for (let weight = 1e-6; Buffer.byteLength(text) > limit; weight *= 1.4) {
  if (weight > 0.02) throw new Error(`still ${Buffer.byteLength(text)} bytes`);
  used = weight;
  text = JSON.stringify(collection(weight));
}
const empty = collection(used).features.filter((shape) => shape.geometry.coordinates.length === 0);
if (empty.length) throw new Error(`lost ${empty.map((shape) => shape.properties.name)}`);
process.stderr.write(`weight ${used.toExponential(1)}`);
process.stdout.write(text);
