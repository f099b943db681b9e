-- Projects from negotiation to production. A stage is passed once; what it is passed with is evidence that somebody
-- else verified. History, amounts and measures are append-only: sums and values in force are derived from them.
CREATE TABLE project (
  id                  ${id},
  zone_id             TEXT     NOT NULL,
  name                TEXT     NOT NULL,
  investor            TEXT     NOT NULL,
  investor_form       TEXT     NOT NULL,
  short_name          TEXT     NOT NULL,
  credit_code         TEXT     NOT NULL,
  enterprise_key      TEXT     NOT NULL,
  idea                TEXT     NOT NULL,
  node                TEXT     NOT NULL,
  kind                TEXT     NOT NULL CHECK (kind IN ('new', 'expansion')),
  parent_id           BIGINT   REFERENCES project(id),
  lead_id             BIGINT   REFERENCES lead(id),
  stage               TEXT     NOT NULL CHECK (stage IN
    ('negotiation', 'signed', 'registered', 'construction', 'completed', 'in_production', 'at_capacity')),
  stage_since         BIGINT   NOT NULL,
  state               TEXT     NOT NULL CHECK (state IN ('active', 'suspended', 'ended')),
  state_reason        TEXT     NOT NULL DEFAULT '',
  state_since         BIGINT   NOT NULL,
  lost_to             TEXT     NOT NULL DEFAULT '',
  confidential        SMALLINT NOT NULL CHECK (confidential IN (0, 1)),
  source              TEXT     NOT NULL DEFAULT '',
  planned_fen         BIGINT,
  contracted_fen      BIGINT,
  arrived_fen         BIGINT,
  fixed_asset_fen     BIGINT,
  unconverted_amounts BIGINT   NOT NULL DEFAULT 0,
  evidence_waiting    BIGINT   NOT NULL DEFAULT 0,
  above_scale_day     BIGINT,
  account_id          BIGINT   REFERENCES account(id),
  created_at          BIGINT   NOT NULL,
  updated_at          BIGINT   NOT NULL,
  version             BIGINT   NOT NULL DEFAULT 1
);
CREATE INDEX project_zone ON project (zone_id, state, stage, updated_at);
CREATE INDEX project_board ON project (state, stage, updated_at);
CREATE INDEX project_updated ON project (updated_at);
CREATE INDEX project_parent ON project (parent_id);
CREATE INDEX project_node ON project (node);

CREATE TABLE project_stage (
  project_id  BIGINT NOT NULL REFERENCES project(id),
  stage       TEXT   NOT NULL,
  day         BIGINT NOT NULL,
  evidence_id BIGINT,
  PRIMARY KEY (project_id, stage)
);
CREATE INDEX project_stage_day ON project_stage (stage, day);

CREATE TABLE evidence (
  id           ${id},
  project_id   BIGINT NOT NULL REFERENCES project(id),
  stage        TEXT   NOT NULL,
  document     TEXT   NOT NULL,
  document_id  BIGINT REFERENCES document(id),
  day          BIGINT NOT NULL,
  note         TEXT   NOT NULL,
  given_by     BIGINT REFERENCES account(id),
  given_at     BIGINT NOT NULL,
  verdict      TEXT   NOT NULL CHECK (verdict IN ('waiting', 'verified', 'refused', 'taken_over')),
  verdict_note TEXT   NOT NULL DEFAULT '',
  verified_by  BIGINT REFERENCES account(id),
  verified_at  BIGINT
);
CREATE INDEX evidence_project ON evidence (project_id, id);
CREATE INDEX evidence_waiting ON evidence (verdict, project_id);

CREATE TABLE project_amount (
  id         ${id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  kind       TEXT   NOT NULL CHECK (kind IN ('planned', 'contracted', 'arrived', 'fixed_asset')),
  source     TEXT   NOT NULL CHECK (source IN ('in_province', 'out_of_province', 'foreign', 'unknown')),
  currency   TEXT   NOT NULL,
  amount     BIGINT NOT NULL,
  amount_fen BIGINT,
  day        BIGINT NOT NULL,
  reason     TEXT   NOT NULL,
  account_id BIGINT REFERENCES account(id),
  at         BIGINT NOT NULL
);
CREATE INDEX project_amount_project ON project_amount (project_id, id);

-- The newest row of a measure, kind and year is in force. Year 0: a year at capacity.
CREATE TABLE project_measure (
  id         ${id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  measure    TEXT   NOT NULL CHECK (measure IN ('land_m2', 'plant_m2', 'jobs', 'output_fen', 'tax_fen')),
  kind       TEXT   NOT NULL CHECK (kind IN ('promised', 'real')),
  year       BIGINT NOT NULL DEFAULT 0,
  value      BIGINT NOT NULL,
  day        BIGINT NOT NULL,
  reason     TEXT   NOT NULL,
  account_id BIGINT REFERENCES account(id),
  at         BIGINT NOT NULL
);
CREATE INDEX project_measure_project ON project_measure (project_id, measure, kind, year, id);

CREATE TABLE project_history (
  id         ${id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  kind       TEXT   NOT NULL,
  stage      TEXT,
  day        BIGINT,
  text       TEXT   NOT NULL,
  account_id BIGINT REFERENCES account(id),
  at         BIGINT NOT NULL
);
CREATE INDEX project_history_project ON project_history (project_id, id);

-- Who works on a project. left_day: handed over; absent while it lasts.
CREATE TABLE project_member (
  id         ${id},
  project_id BIGINT NOT NULL REFERENCES project(id),
  account_id BIGINT NOT NULL REFERENCES account(id),
  role       TEXT   NOT NULL CHECK (role IN ('sponsor', 'lead_officer', 'agent', 'co_agent', 'specialist')),
  since_day  BIGINT NOT NULL,
  left_day   BIGINT,
  note       TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX project_member_project ON project_member (project_id, left_day);
CREATE INDEX project_member_account ON project_member (account_id, left_day);
