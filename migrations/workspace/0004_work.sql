-- What is done for a project and by when; promises of both sides; the own calendar feed.
CREATE TABLE task (
  id          ${id},
  project_id  BIGINT   NOT NULL REFERENCES project(id),
  template_id TEXT     NOT NULL,
  stage       TEXT     NOT NULL,
  name        TEXT     NOT NULL,
  days        BIGINT   NOT NULL,
  working     SMALLINT NOT NULL CHECK (working IN (0, 1)),
  assignee_id BIGINT   REFERENCES account(id),
  state       TEXT     NOT NULL CHECK (state IN ('open', 'doing', 'done', 'dropped')),
  from_day    BIGINT   NOT NULL,
  begin_day   BIGINT,
  due_day     BIGINT,
  done_day    BIGINT,
  slack_days  BIGINT,
  ready       SMALLINT NOT NULL DEFAULT 1 CHECK (ready IN (0, 1)),
  critical    SMALLINT NOT NULL DEFAULT 0 CHECK (critical IN (0, 1)),
  note        TEXT     NOT NULL DEFAULT '',
  escalated   SMALLINT NOT NULL DEFAULT 0 CHECK (escalated IN (0, 1)),
  version     BIGINT   NOT NULL DEFAULT 1
);
CREATE INDEX task_project ON task (project_id, id);
CREATE INDEX task_assignee ON task (assignee_id, state, due_day);
CREATE INDEX task_due ON task (state, due_day);

CREATE TABLE task_dependency (
  task_id       BIGINT NOT NULL REFERENCES task(id),
  depends_on_id BIGINT NOT NULL REFERENCES task(id),
  PRIMARY KEY (task_id, depends_on_id)
);

-- Only the hash of a token is kept.
CREATE TABLE calendar_token (
  account_id BIGINT PRIMARY KEY REFERENCES account(id),
  token_hash TEXT   NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);

CREATE TABLE promise (
  id            ${id},
  project_id    BIGINT NOT NULL REFERENCES project(id),
  side          TEXT   NOT NULL CHECK (side IN ('investor', 'zone')),
  kind          TEXT   NOT NULL CHECK (kind IN
    ('investment', 'output', 'tax', 'jobs', 'land', 'incentive', 'utility', 'other')),
  text          TEXT   NOT NULL,
  amount_fen    BIGINT,
  fulfilled_fen BIGINT,
  legal_basis   TEXT   NOT NULL,
  review        TEXT   NOT NULL,
  due           BIGINT NOT NULL,
  first_due     BIGINT NOT NULL,
  slipped       BIGINT NOT NULL DEFAULT 0,
  state         TEXT   NOT NULL CHECK (state IN ('open', 'fulfilled', 'partly', 'broken', 'released')),
  reason        TEXT   NOT NULL DEFAULT '',
  version       BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX promise_project ON promise (project_id, id);
CREATE INDEX promise_due ON promise (state, due);
