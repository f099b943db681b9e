// An OpenID provider on this machine, as the tests of the server have one: authorization code flow with PKCE, tokens signed RS256.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'

const base64url = (value) => Buffer.from(value).toString('base64url')
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

/** Answers at `issuer` (http://127.0.0.1:PORT) until `close()`. The page it shows asks for a name and vouches for it. */
export async function start_provider(issuer, { client_id, client_secret }) {
  const begun = new Map()
  function token_of({ nonce, name }) {
    const seconds = Math.floor(Date.now() / 1000)
    const claims = { iss: issuer, aud: client_id, exp: seconds + 300, iat: seconds, nonce, preferred_username: name }
    const text = `${base64url(JSON.stringify({ alg: 'RS256', kid: 'k1' }))}.${base64url(JSON.stringify(claims))}`
    return `${text}.${createSign('RSA-SHA256').update(text).sign(privateKey).toString('base64url')}`
  }
  async function answer(request, response) {
    const url = new URL(request.url, issuer)
    const json = (value, status = 200) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value))
    if (url.pathname === '/.well-known/openid-configuration') return json({ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` })
    if (url.pathname === '/keys') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'k1' }] })
    if (url.pathname === '/authorize') {
      const hidden = [...url.searchParams].map(([name, value]) => `<input type="hidden" name="${name}" value="${value.replaceAll('"', '&quot;')}">`).join('')
      return response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html><title>provider</title><link rel="icon" href="data:,"><form action="/vouch">${hidden}<input name="name" aria-label="name"><button>go</button></form>`)
    }
    if (url.pathname === '/vouch') {
      const asked = Object.fromEntries(url.searchParams)
      const code = randomBytes(12).toString('hex')
      begun.set(code, asked)
      return response.writeHead(302, { location: `${asked.redirect_uri}?code=${code}&state=${encodeURIComponent(asked.state)}` }).end()
    }
    if (url.pathname === '/token') {
      let body = ''
      for await (const piece of request) body += piece
      const fields = new URLSearchParams(body)
      const asked = begun.get(fields.get('code'))
      begun.delete(fields.get('code'))
      const who = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString()
      const proof = createHash('sha256').update(fields.get('code_verifier') ?? '').digest('base64url')
      const holds = asked && who === `${encodeURIComponent(client_id)}:${encodeURIComponent(client_secret)}` && asked.client_id === client_id && asked.redirect_uri === fields.get('redirect_uri') && asked.code_challenge === proof
      return holds ? json({ id_token: token_of(asked), token_type: 'Bearer', access_token: 'none' }) : json({ error: 'invalid_grant' }, 400)
    }
    response.writeHead(404).end()
  }
  const server = createServer((request, response) => void answer(request, response).catch((error) => response.writeHead(500).end(String(error))))
  await new Promise((done, fail) => server.once('error', fail).listen(Number(new URL(issuer).port), '127.0.0.1', done))
  return { close: () => new Promise((done) => { server.close(done); server.closeAllConnections() }) }
}
