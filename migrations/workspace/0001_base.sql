-- The base everything stands on: accounts, sign-ins, audit, jobs, documents, users' verdicts on tags.
-- Times are UTC milliseconds, truth is 0 or 1. Portable SQL; ${id} is the engine's generated key.
CREATE TABLE account (
  id                   ${id},
  name                 TEXT     NOT NULL UNIQUE,
  display_name         TEXT     NOT NULL,
  role                 TEXT     NOT NULL CHECK (role IN
    ('administrator', 'leader', 'officer', 'agent', 'desk', 'viewer', 'investor')),
  password_hash        TEXT     NOT NULL,
  must_change_password SMALLINT NOT NULL DEFAULT 0 CHECK (must_change_password IN (0, 1)),
  disabled             SMALLINT NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1)),
  failed_logins        BIGINT   NOT NULL DEFAULT 0,
  locked_until         BIGINT   NOT NULL DEFAULT 0,
  created_at           BIGINT   NOT NULL,
  last_seen_at         BIGINT
);

-- Which zones an account may see. No row: all, for roles that are not bound to zones.
CREATE TABLE account_zone (
  account_id BIGINT NOT NULL REFERENCES account(id),
  zone_id    TEXT   NOT NULL,
  PRIMARY KEY (account_id, zone_id)
);

-- Only the hash of a token is kept: whoever reads the file cannot sign in with it.
CREATE TABLE sign_in (
  token_hash TEXT   PRIMARY KEY,
  account_id BIGINT NOT NULL REFERENCES account(id),
  created_at BIGINT NOT NULL,
  seen_at    BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sign_in_account ON sign_in (account_id);

-- Append-only; each row's hash covers the row before. Personal values stand as salted hashes.
CREATE TABLE audit (
  id            BIGINT PRIMARY KEY,
  at            BIGINT NOT NULL,
  account_id    BIGINT,
  action        TEXT   NOT NULL,
  subject       TEXT   NOT NULL,
  detail        TEXT   NOT NULL,
  previous_hash TEXT   NOT NULL,
  hash          TEXT   NOT NULL
);

-- Values made once per workspace, such as the salt of the audit.
CREATE TABLE secret (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

CREATE TABLE job (
  id               ${id},
  kind             TEXT     NOT NULL,
  subject          TEXT     NOT NULL,
  parameters       TEXT     NOT NULL,
  state            TEXT     NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  stage            TEXT     NOT NULL DEFAULT '',
  done             BIGINT   NOT NULL DEFAULT 0,
  total            BIGINT   NOT NULL DEFAULT 0,
  cancel_requested SMALLINT NOT NULL DEFAULT 0 CHECK (cancel_requested IN (0, 1)),
  attempts         BIGINT   NOT NULL DEFAULT 0,
  error_code       TEXT     NOT NULL DEFAULT '',
  error_message    TEXT     NOT NULL DEFAULT '',
  result           TEXT,
  account_id       BIGINT,
  created_at       BIGINT   NOT NULL,
  started_at       BIGINT,
  ended_at         BIGINT
);
CREATE INDEX job_state ON job (state, id);

-- The bytes lie under documents/, named by their hash; the same bytes are kept once.
CREATE TABLE document (
  id         ${id},
  hash       TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  media_type TEXT   NOT NULL,
  size_bytes BIGINT NOT NULL,
  account_id BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX document_hash ON document (hash);

-- The newest row of an enterprise and node that is not undone is the user's word.
CREATE TABLE tag_verdict (
  id             ${id},
  enterprise_key TEXT     NOT NULL,
  node_id        TEXT     NOT NULL,
  verdict        TEXT     NOT NULL CHECK (verdict IN ('confirmed', 'rejected', 'added')),
  account_id     BIGINT,
  at             BIGINT   NOT NULL,
  undone         SMALLINT NOT NULL DEFAULT 0 CHECK (undone IN (0, 1))
);
CREATE INDEX tag_verdict_enterprise ON tag_verdict (enterprise_key, node_id);
