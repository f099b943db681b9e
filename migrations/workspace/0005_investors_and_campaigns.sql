-- The investor's page: who was invited, what he asks and how he rates. Only the hash of a token is kept.
CREATE TABLE invitation (
  id         ${id},
  project_id BIGINT   NOT NULL REFERENCES project(id),
  name       TEXT     NOT NULL,
  token_hash TEXT     NOT NULL UNIQUE,
  account_id BIGINT   REFERENCES account(id),
  created_at BIGINT   NOT NULL,
  expires_at BIGINT   NOT NULL,
  seen_at    BIGINT,
  revoked    SMALLINT NOT NULL DEFAULT 0 CHECK (revoked IN (0, 1))
);
CREATE INDEX invitation_project ON invitation (project_id);

CREATE TABLE question (
  id            ${id},
  project_id    BIGINT NOT NULL REFERENCES project(id),
  invitation_id BIGINT NOT NULL REFERENCES invitation(id),
  text          TEXT   NOT NULL,
  asked_at      BIGINT NOT NULL,
  due           BIGINT,
  answer        TEXT   NOT NULL DEFAULT '',
  answered_by   BIGINT REFERENCES account(id),
  answered_at   BIGINT
);
CREATE INDEX question_project ON question (project_id, id);
CREATE INDEX question_open ON question (answered_at, due);

-- Append-only; the newest of an invitation and stage is in force.
CREATE TABLE rating (
  id            ${id},
  project_id    BIGINT NOT NULL REFERENCES project(id),
  invitation_id BIGINT NOT NULL REFERENCES invitation(id),
  stage         TEXT   NOT NULL,
  rating        BIGINT NOT NULL CHECK (rating BETWEEN 1 AND 5),
  text          TEXT   NOT NULL,
  at            BIGINT NOT NULL
);
CREATE INDEX rating_project ON rating (project_id, id);

CREATE TABLE campaign (
  id         ${id},
  zone_id    TEXT   NOT NULL,
  name       TEXT   NOT NULL,
  kind       TEXT   NOT NULL CHECK (kind IN ('trip', 'fair', 'conference', 'other')),
  begin_day  BIGINT NOT NULL,
  end_day    BIGINT NOT NULL,
  route      TEXT   NOT NULL,
  plan       TEXT   NOT NULL,
  people     TEXT   NOT NULL,
  cost_fen   BIGINT,
  report     TEXT   NOT NULL DEFAULT '',
  version    BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX campaign_zone ON campaign (zone_id, begin_day);
CREATE INDEX lead_campaign ON lead (campaign_id);

CREATE TABLE visit (
  id             ${id},
  campaign_id    BIGINT   NOT NULL REFERENCES campaign(id),
  enterprise     TEXT     NOT NULL,
  enterprise_key TEXT     NOT NULL,
  day            BIGINT   NOT NULL,
  note           TEXT     NOT NULL,
  done           SMALLINT NOT NULL CHECK (done IN (0, 1))
);
CREATE INDEX visit_campaign ON visit (campaign_id, day, id);
