-- The register: bulk-loaded, read-mostly. Enumerations are the integers of domain/enterprise.h, dates are days since
-- 1970-01-01, money is fen. enterprise_key is the identity that the workspace meets it by.
CREATE TABLE enterprise (
  id                          ${id},
  enterprise_key              TEXT     NOT NULL,
  credit_code                 TEXT     NOT NULL DEFAULT '',
  credit_code_state           SMALLINT NOT NULL DEFAULT 0,
  name                        TEXT     NOT NULL,
  business_scope              TEXT     NOT NULL DEFAULT '',
  products                    TEXT     NOT NULL DEFAULT '',
  enterprise_type             TEXT     NOT NULL DEFAULT '',
  address                     TEXT     NOT NULL DEFAULT '',
  region_code                 BIGINT   NOT NULL DEFAULT 0,
  region_source               SMALLINT NOT NULL DEFAULT 0,
  registered_capital_fen      BIGINT,
  registered_capital_text     TEXT     NOT NULL DEFAULT '',
  registered_capital_currency TEXT     NOT NULL DEFAULT '',
  founded                     BIGINT,
  status                      SMALLINT NOT NULL DEFAULT 0,
  industry_code               TEXT     NOT NULL DEFAULT '',
  -- A proposal for an invalid credit code; nothing is matched by it.
  suggested_code              TEXT     NOT NULL DEFAULT '',
  -- Hashes by which an import knows an enterprise again (name and city) and whether a row says anything new.
  match_hash                  BIGINT   NOT NULL DEFAULT 0,
  content_hash                BIGINT   NOT NULL DEFAULT 0
);

-- A first load drops these two and builds them at its end.
CREATE UNIQUE INDEX enterprise_by_key ON enterprise (enterprise_key);
CREATE INDEX enterprise_by_other_code ON enterprise (credit_code)
  WHERE credit_code <> '' AND credit_code <> enterprise_key;

-- Further keys of an enterprise: a credit code that arrived after its name had been registered without one.
CREATE TABLE enterprise_alias (
  alias_key     TEXT   PRIMARY KEY,
  enterprise_id BIGINT NOT NULL
);

CREATE TABLE enterprise_node (
  enterprise_id BIGINT           NOT NULL,
  node_id       TEXT             NOT NULL,
  confidence    DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (enterprise_id, node_id)
);

-- One row an import: derived data is held against the newest.
CREATE TABLE register_import (
  id          ${id},
  finished_at BIGINT NOT NULL,
  accepted    BIGINT NOT NULL,
  updated     BIGINT NOT NULL,
  duplicates  BIGINT NOT NULL
);
