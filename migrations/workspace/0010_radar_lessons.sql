-- What corrections taught the radar, by the zone whose inbox they were made in. A lesson whose corrections were taken back
-- no longer stands; its row stays, so that switched off stays switched off and what it touched is still told.
CREATE TABLE news_lesson (
  id            ${id},
  zone_id       TEXT     NOT NULL,
  kind          TEXT     NOT NULL CHECK (kind IN ('enterprise', 'no_enterprise', 'enterprise_edge', 'project', 'no_project',
                                                  'project_edge', 'place', 'stage')),
  words         TEXT     NOT NULL,
  means         TEXT     NOT NULL,
  key           TEXT     NOT NULL,
  region_code   BIGINT   NOT NULL,
  within_region BIGINT   NOT NULL,
  stage         TEXT     NOT NULL,
  confidence    DOUBLE PRECISION NOT NULL,
  standing      SMALLINT NOT NULL DEFAULT 1 CHECK (standing IN (0, 1)),
  in_force      SMALLINT NOT NULL DEFAULT 1 CHECK (in_force IN (0, 1)),
  learned_at    BIGINT   NOT NULL,
  switched_by   BIGINT   REFERENCES account(id),
  switched_at   BIGINT,
  UNIQUE (zone_id, kind, words)
);

CREATE TABLE news_lesson_cause (
  lesson_id   BIGINT NOT NULL REFERENCES news_lesson(id),
  decision_id BIGINT NOT NULL REFERENCES news_decision(id),
  PRIMARY KEY (lesson_id, decision_id)
);

-- Where a lesson changed what was read: an event, or (event_id null) words of an article that were passed over.
CREATE TABLE news_lesson_use (
  lesson_id  BIGINT NOT NULL REFERENCES news_lesson(id),
  article_id BIGINT NOT NULL REFERENCES news_article(id),
  event_id   BIGINT REFERENCES news_event(id)
);
CREATE INDEX news_lesson_use_lesson ON news_lesson_use (lesson_id);
CREATE INDEX news_lesson_use_event ON news_lesson_use (event_id);

-- When each inbox was last learned from.
CREATE TABLE news_learning (
  zone_id TEXT   PRIMARY KEY,
  at      BIGINT NOT NULL
);
