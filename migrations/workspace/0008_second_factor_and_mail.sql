-- The second factor of sign-ins, where mail goes, one salt per person so that a person can be forgotten, and what the
-- daily work has done.
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN forgotten_at BIGINT;

-- confirmed_at is absent until a first code has shown that the device has the secret. A code is taken once: last_step
-- is the time step of the last one.
CREATE TABLE second_factor (
  account_id   BIGINT PRIMARY KEY REFERENCES account(id),
  secret       TEXT   NOT NULL,
  confirmed_at BIGINT,
  last_step    BIGINT NOT NULL DEFAULT 0
);

-- Only the hash of a code is kept. Each is good for one sign-in.
CREATE TABLE recovery_code (
  account_id BIGINT NOT NULL REFERENCES account(id),
  code_hash  TEXT   NOT NULL,
  used_at    BIGINT,
  PRIMARY KEY (account_id, code_hash)
);

-- Under which personal values stand in the audit. Without it nobody can tell any more whose they were.
CREATE TABLE account_salt (
  account_id BIGINT PRIMARY KEY REFERENCES account(id),
  salt       TEXT   NOT NULL
);

-- The last day on which each kind of daily work was done.
CREATE TABLE daily_work (
  name TEXT   PRIMARY KEY,
  day  BIGINT NOT NULL
);
