-- What people said of dossiers: that two are one project, or that a report is about another. Which reports each moved is
-- kept, so that it can be taken back and holds in every later grouping.
CREATE TABLE news_dossier_ruling (
  id         ${id},
  zone_id    TEXT     NOT NULL,
  kind       TEXT     NOT NULL CHECK (kind IN ('joined', 'taken_out')),
  dossier_id BIGINT   NOT NULL REFERENCES news_dossier(id),
  other_id   BIGINT   NOT NULL REFERENCES news_dossier(id),
  reason     TEXT     NOT NULL,
  account_id BIGINT   REFERENCES account(id),
  at         BIGINT   NOT NULL,
  undone     SMALLINT NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  undone_by  BIGINT   REFERENCES account(id),
  undone_at  BIGINT
);
CREATE INDEX news_dossier_ruling_dossier ON news_dossier_ruling (dossier_id);
CREATE INDEX news_dossier_ruling_other ON news_dossier_ruling (other_id);

CREATE TABLE news_dossier_moved (
  ruling_id BIGINT NOT NULL REFERENCES news_dossier_ruling(id),
  event_id  BIGINT NOT NULL REFERENCES news_event(id),
  PRIMARY KEY (ruling_id, event_id)
);
CREATE INDEX news_dossier_moved_event ON news_dossier_moved (event_id);
