-- News radar: articles, the events read in them, what people decided about them. zone_id says whose inbox it is; empty:
-- that of accounts bound to no zone. Offsets are code points of the article's text.
CREATE TABLE news_article (
  id            ${id},
  zone_id       TEXT   NOT NULL,
  title         TEXT   NOT NULL,
  author        TEXT   NOT NULL,
  source        TEXT   NOT NULL,
  published     TEXT   NOT NULL,
  published_day BIGINT,
  url           TEXT   NOT NULL,
  origin        TEXT   NOT NULL,
  text          TEXT   NOT NULL,
  text_hash     TEXT   NOT NULL,
  sketch        ${blob} NOT NULL,
  copy_of_id    BIGINT REFERENCES news_article(id),
  feed_id       BIGINT,
  account_id    BIGINT REFERENCES account(id),
  created_at    BIGINT NOT NULL,
  UNIQUE (zone_id, text_hash)
);
CREATE INDEX news_article_zone ON news_article (zone_id, created_at);
CREATE INDEX news_article_copy ON news_article (copy_of_id);
CREATE INDEX news_article_url ON news_article (zone_id, url);

-- One project through the years. Everything but zone_id is folded from its events that are not rejected.
CREATE TABLE news_dossier (
  id             ${id},
  zone_id        TEXT   NOT NULL,
  name           TEXT   NOT NULL DEFAULT '',
  stage          TEXT   NOT NULL DEFAULT '',
  node           TEXT   NOT NULL DEFAULT '',
  region_code    BIGINT NOT NULL DEFAULT 0,
  place_zone_id  TEXT   NOT NULL DEFAULT '',
  amount_fen     BIGINT,
  first_day      BIGINT,
  first_year     BIGINT,
  last_day       BIGINT,
  events         BIGINT NOT NULL DEFAULT 0,
  articles       BIGINT NOT NULL DEFAULT 0,
  contradictions BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX news_dossier_zone ON news_dossier (zone_id, last_day);
CREATE INDEX news_dossier_year ON news_dossier (first_year, region_code);

CREATE TABLE news_event (
  id               ${id},
  article_id       BIGINT   NOT NULL REFERENCES news_article(id),
  zone_id          TEXT     NOT NULL,
  dossier_id       BIGINT   REFERENCES news_dossier(id),
  kind             TEXT     NOT NULL CHECK (kind IN ('project', 'group')),
  project          TEXT     NOT NULL,
  amount           BIGINT,
  amount_currency  TEXT     NOT NULL,
  amount_kind      TEXT     NOT NULL,
  amount_qualifier TEXT     NOT NULL,
  land_m2          BIGINT,
  stage            TEXT     NOT NULL,
  place_name       TEXT     NOT NULL,
  region_code      BIGINT   NOT NULL,
  place_zone       TEXT     NOT NULL,
  place_zone_id    TEXT     NOT NULL,
  date_from        BIGINT,
  date_to          BIGINT,
  date_text        TEXT     NOT NULL,
  day              BIGINT,
  node             TEXT     NOT NULL,
  project_count    BIGINT,
  parts            TEXT     NOT NULL,
  confidence       DOUBLE PRECISION NOT NULL,
  state            TEXT     NOT NULL CHECK (state IN ('new', 'accepted', 'rejected')),
  outcome          TEXT     NOT NULL CHECK (outcome IN ('', 'lead', 'project', 'target', 'noted')),
  lead_id          BIGINT   REFERENCES lead(id),
  project_id       BIGINT   REFERENCES project(id),
  evidence_id      BIGINT   REFERENCES evidence(id),
  reason           TEXT     NOT NULL,
  decided_by       BIGINT   REFERENCES account(id),
  decided_at       BIGINT,
  created_at       BIGINT   NOT NULL,
  version          BIGINT   NOT NULL DEFAULT 1
);
CREATE INDEX news_event_inbox ON news_event (zone_id, state, day);
CREATE INDEX news_event_article ON news_event (article_id);
CREATE INDEX news_event_dossier ON news_event (dossier_id);

CREATE TABLE news_event_enterprise (
  event_id       BIGINT NOT NULL REFERENCES news_event(id),
  position       BIGINT NOT NULL,
  name           TEXT   NOT NULL,
  role           TEXT   NOT NULL,
  enterprise_key TEXT   NOT NULL,
  candidates     TEXT   NOT NULL,
  PRIMARY KEY (event_id, position)
);
CREATE INDEX news_event_enterprise_key ON news_event_enterprise (enterprise_key);

-- The words that prove a field, as they stand now.
CREATE TABLE news_evidence (
  event_id BIGINT NOT NULL REFERENCES news_event(id),
  field    TEXT   NOT NULL,
  begin_at BIGINT NOT NULL,
  end_at   BIGINT NOT NULL
);
CREATE INDEX news_evidence_event ON news_evidence (event_id);

-- Append-only but for `undone`: who said what of an event, and what it was before.
CREATE TABLE news_decision (
  id         ${id},
  event_id   BIGINT   NOT NULL REFERENCES news_event(id),
  kind       TEXT     NOT NULL CHECK (kind IN ('accepted', 'rejected', 'corrected')),
  field      TEXT     NOT NULL,
  was        TEXT     NOT NULL,
  is_now     TEXT     NOT NULL,
  spans_were TEXT     NOT NULL,
  spans_now  TEXT     NOT NULL,
  reason     TEXT     NOT NULL,
  account_id BIGINT   REFERENCES account(id),
  at         BIGINT   NOT NULL,
  undone     SMALLINT NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  undone_by  BIGINT   REFERENCES account(id),
  undone_at  BIGINT
);
CREATE INDEX news_decision_event ON news_decision (event_id, id);
CREATE INDEX news_decision_kind ON news_decision (kind, undone, id);

-- Numbers by which copies of a text ('text', an article) and reports of a project ('name', an event) find each other.
CREATE TABLE news_key (
  noun    TEXT   NOT NULL CHECK (noun IN ('text', 'name')),
  noun_id BIGINT NOT NULL,
  hash    BIGINT NOT NULL,
  PRIMARY KEY (noun, hash, noun_id)
);
CREATE INDEX news_key_noun ON news_key (noun, noun_id);

-- An enterprise of whom an officer accepted that it expands.
CREATE TABLE expansion_signal (
  id             ${id},
  zone_id        TEXT   NOT NULL,
  enterprise_key TEXT   NOT NULL,
  event_id       BIGINT NOT NULL REFERENCES news_event(id),
  account_id     BIGINT REFERENCES account(id),
  at             BIGINT NOT NULL,
  UNIQUE (zone_id, enterprise_key, event_id)
);
CREATE INDEX expansion_signal_enterprise ON expansion_signal (enterprise_key);

CREATE TABLE news_watch (
  id         ${id},
  zone_id    TEXT   NOT NULL,
  kind       TEXT   NOT NULL CHECK (kind IN ('enterprise', 'node', 'region')),
  value      TEXT   NOT NULL,
  label      TEXT   NOT NULL,
  account_id BIGINT REFERENCES account(id),
  created_at BIGINT NOT NULL,
  UNIQUE (zone_id, kind, value)
);

-- Where news comes from by itself: a feed, a page, a folder. Off until somebody with the right switches it on.
CREATE TABLE news_feed (
  id            ${id},
  zone_id       TEXT     NOT NULL,
  kind          TEXT     NOT NULL CHECK (kind IN ('feed', 'page', 'folder')),
  name          TEXT     NOT NULL,
  address       TEXT     NOT NULL,
  every_minutes BIGINT   NOT NULL CHECK (every_minutes BETWEEN 5 AND 44640),
  enabled       SMALLINT NOT NULL CHECK (enabled IN (0, 1)),
  etag          TEXT     NOT NULL DEFAULT '',
  last_modified TEXT     NOT NULL DEFAULT '',
  next_at       BIGINT   NOT NULL DEFAULT 0,
  last_at       BIGINT,
  last_error    TEXT     NOT NULL DEFAULT '',
  articles      BIGINT   NOT NULL DEFAULT 0,
  account_id    BIGINT   REFERENCES account(id),
  created_at    BIGINT   NOT NULL,
  version       BIGINT   NOT NULL DEFAULT 1,
  UNIQUE (zone_id, address)
);
CREATE INDEX news_feed_due ON news_feed (enabled, next_at);

-- What of a folder or feed was read already, by the hash of its name and state.
CREATE TABLE news_seen (
  feed_id BIGINT NOT NULL REFERENCES news_feed(id),
  hash    TEXT   NOT NULL,
  PRIMARY KEY (feed_id, hash)
);
