// Puts the questions of peers_bench to DuckDB, PostgreSQL and SQLite over the same members and holds their answers
// against the atlas's. usage: node peers.mjs DIR [POSTGRES_URL]   (DIR as written by peers_bench)
import { createReadStream, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { DuckDBInstance } from '@duckdb/node-api'
import Sqlite from 'better-sqlite3'
import pg from 'pg'

const [dir, postgres] = process.argv.slice(2)
const questions = readFileSync(`${dir}/questions.ndjson`, 'utf8').trim().split('\n').map((line) => JSON.parse(line))
const members = `${dir}/members.csv`

// City 0: known no deeper than the province.
const cells = (q) => `
  SELECT node, city, count(*) AS n, sum(capital_fen) AS fen FROM member
  WHERE node BETWEEN ${Math.min(...q.nodes)} AND ${Math.max(...q.nodes)} AND founded >= ${q.founded_from}
    AND capital_fen >= ${q.capital_from_fen} AND confidence >= ${q.confidence} AND city <> 0
  GROUP BY node, city`

/** Asks everything once; false answers end the run. */
async function measure(peer, load_seconds, ask) {
  const took = []
  for (const q of questions) {
    const begin = performance.now()
    const rows = await ask(cells(q))
    took.push(performance.now() - begin)
    let count = 0
    let fen = 0n
    for (const [n, sum] of rows) {
      count += Number(n)
      fen += BigInt(sum)
    }
    if (rows.length !== q.cells || count !== q.count || fen !== BigInt(q.capital_fen))
      throw new Error(`${peer} says ${rows.length} cells, ${count} members, ${fen} fen; the atlas ${q.cells}, ${q.count}, ${q.capital_fen}`)
  }
  took.sort((a, b) => a - b)
  const at = (share) => Number(took[Math.floor(took.length * share)].toFixed(3))
  console.log(JSON.stringify({ peer, load_seconds: Number(load_seconds.toFixed(1)), questions: took.length, p50_ms: at(0.5), p99_ms: at(0.99) }))
}
const since = (begin) => (performance.now() - begin) / 1000

async function duckdb() {
  const begin = performance.now()
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '2' })).connect()
  await connection.run(`CREATE TABLE member AS SELECT node::SMALLINT AS node, city::INTEGER AS city, founded::INTEGER AS founded,
    capital_fen::BIGINT AS capital_fen, confidence::UTINYINT AS confidence FROM read_csv('${members}') ORDER BY node, city`)
  await measure('duckdb', since(begin), async (sql) => (await connection.runAndReadAll(sql)).getRows().map((row) => [row[2], row[3]]))
}

async function sqlite() {
  const file = `${dir}/peer.sqlite`
  rmSync(file, { force: true })
  const begin = performance.now()
  const database = new Sqlite(file)
  database.pragma('journal_mode = OFF')
  database.pragma('synchronous = OFF')
  database.pragma('cache_size = -2000000')
  database.exec('CREATE TABLE member (node INTEGER, city INTEGER, founded INTEGER, capital_fen INTEGER, confidence INTEGER)')
  const insert = database.prepare('INSERT INTO member VALUES (?, ?, ?, ?, ?)')
  database.exec('BEGIN')
  let head = true
  for await (const line of createInterface({ input: createReadStream(members) })) {
    if (!head) insert.run(...line.split(',').map(Number))
    head = false
  }
  database.exec('COMMIT')
  database.exec('CREATE INDEX member_cover ON member (node, city, founded, capital_fen, confidence)')
  database.exec('ANALYZE')
  await measure('sqlite', since(begin), async (sql) => database.prepare(sql).safeIntegers().raw().all().map((row) => [row[2], row[3]]))
  database.close()
  rmSync(file)
}

async function postgresql() {
  const begin = performance.now()
  const client = new pg.Client({ connectionString: postgres })
  await client.connect()
  await client.query('DROP TABLE IF EXISTS member')
  await client.query('CREATE UNLOGGED TABLE member (node SMALLINT, city INTEGER, founded INTEGER, capital_fen BIGINT, confidence SMALLINT)')
  await client.query(`COPY member FROM '${members}' (FORMAT csv, HEADER)`)
  await client.query('CREATE INDEX member_cover ON member (node, city) INCLUDE (founded, capital_fen, confidence)')
  await client.query('VACUUM ANALYZE member')
  await measure('postgresql', since(begin), async (sql) => (await client.query({ text: sql, rowMode: 'array' })).rows.map((row) => [row[2], row[3]]))
  await client.end()
}

await duckdb()
await sqlite()
if (postgres) await postgresql()
