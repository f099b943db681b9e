-- Leads: who told of which chance, what is to be done by when, who has the first report. Days are days since 1970.
CREATE TABLE lead (
  id                  ${id},
  zone_id             TEXT     NOT NULL,
  channel             TEXT     NOT NULL CHECK (channel IN
    ('referral', 'chain', 'hometown', 'stationed', 'fund', 'event', 'science', 'agency', 'inbound')),
  state               TEXT     NOT NULL CHECK (state IN
    ('reported', 'answered', 'assessed', 'fed_back', 'converted', 'declined', 'withdrawn')),
  investor            TEXT     NOT NULL,
  investor_form       TEXT     NOT NULL,
  short_name          TEXT     NOT NULL,
  credit_code         TEXT     NOT NULL,
  enterprise_key      TEXT     NOT NULL,
  idea                TEXT     NOT NULL,
  node                TEXT     NOT NULL,
  size_fen            BIGINT,
  needs               TEXT     NOT NULL,
  contact             TEXT     NOT NULL,
  reporter_id         BIGINT   REFERENCES account(id),
  reporter_name       TEXT     NOT NULL,
  officer_id          BIGINT   REFERENCES account(id),
  confidential        SMALLINT NOT NULL CHECK (confidential IN (0, 1)),
  reported_at         BIGINT   NOT NULL,
  first_lead_id       BIGINT   REFERENCES lead(id),
  protected_until     BIGINT,
  next_step           TEXT,
  next_due            BIGINT,
  last_step_at        BIGINT   NOT NULL,
  campaign_id         BIGINT,
  project_id          BIGINT,
  decision_reason     TEXT     NOT NULL DEFAULT '',
  version             BIGINT   NOT NULL DEFAULT 1
);
CREATE INDEX lead_zone ON lead (zone_id, state);
CREATE INDEX lead_due ON lead (next_due);
CREATE INDEX lead_reporter ON lead (reporter_id);

-- Append-only.
CREATE TABLE lead_step (
  id         ${id},
  lead_id    BIGINT   NOT NULL REFERENCES lead(id),
  kind       TEXT     NOT NULL,
  text       TEXT     NOT NULL,
  at         BIGINT   NOT NULL,
  account_id BIGINT   REFERENCES account(id),
  due        BIGINT,
  late       SMALLINT NOT NULL DEFAULT 0 CHECK (late IN (0, 1))
);
CREATE INDEX lead_step_lead ON lead_step (lead_id, id);

-- Numbers by which leads and projects about the same are found (lifecycle/likeness.h).
CREATE TABLE likeness_key (
  noun    TEXT   NOT NULL CHECK (noun IN ('lead', 'project')),
  noun_id BIGINT NOT NULL,
  hash    BIGINT NOT NULL,
  PRIMARY KEY (noun, noun_id, hash)
);
CREATE INDEX likeness_key_hash ON likeness_key (hash, noun, noun_id);

-- Shares of the credit in ten-thousandths; none: the lead's zone has all of it.
CREATE TABLE lead_credit (
  lead_id BIGINT NOT NULL REFERENCES lead(id),
  zone_id TEXT   NOT NULL,
  share   BIGINT NOT NULL CHECK (share BETWEEN 0 AND 10000),
  PRIMARY KEY (lead_id, zone_id)
);

CREATE TABLE lead_transfer (
  id           ${id},
  lead_id      BIGINT NOT NULL REFERENCES lead(id),
  from_zone_id TEXT   NOT NULL,
  to_zone_id   TEXT   NOT NULL,
  reason       TEXT   NOT NULL,
  kept_share   BIGINT NOT NULL CHECK (kept_share BETWEEN 0 AND 10000),
  state        TEXT   NOT NULL CHECK (state IN ('proposed', 'accepted', 'declined')),
  account_id   BIGINT REFERENCES account(id),
  at           BIGINT NOT NULL,
  answer       TEXT   NOT NULL DEFAULT '',
  answered_by  BIGINT REFERENCES account(id),
  answered_at  BIGINT
);
CREATE INDEX lead_transfer_lead ON lead_transfer (lead_id);

CREATE TABLE dispute (
  id                 ${id},
  lead_id            BIGINT NOT NULL REFERENCES lead(id),
  against_lead_id    BIGINT NOT NULL REFERENCES lead(id),
  claimant_zone_id   TEXT   NOT NULL,
  respondent_zone_id TEXT   NOT NULL,
  state              TEXT   NOT NULL CHECK (state IN ('open', 'decided')),
  opened_at          BIGINT NOT NULL,
  in_favour_of       TEXT   CHECK (in_favour_of IN ('claimant', 'respondent', 'both')),
  reason             TEXT   NOT NULL DEFAULT '',
  decided_by         BIGINT REFERENCES account(id),
  decided_at         BIGINT
);
CREATE INDEX dispute_lead ON dispute (lead_id);
CREATE INDEX dispute_against ON dispute (against_lead_id);

-- Append-only.
CREATE TABLE dispute_statement (
  id          ${id},
  dispute_id  BIGINT NOT NULL REFERENCES dispute(id),
  side        TEXT   NOT NULL CHECK (side IN ('claimant', 'respondent')),
  text        TEXT   NOT NULL,
  document_id BIGINT REFERENCES document(id),
  account_id  BIGINT REFERENCES account(id),
  at          BIGINT NOT NULL
);
CREATE INDEX dispute_statement_dispute ON dispute_statement (dispute_id, id);
