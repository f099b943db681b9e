-- Two colleagues may write on one visit: the change names the version it is based on.
ALTER TABLE visit ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
