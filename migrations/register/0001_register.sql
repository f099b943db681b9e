-- The register: bulk-loaded, read-mostly. Enumerations are the integers of domain/enterprise.h, dates are days since
-- 1970-01-01, money is fen. enterprise_key is the identity that the workspace meets it by.
CREATE TABLE enterprise (
  id                          ${id},
  enterprise_key              TEXT     NOT NULL UNIQUE,
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
  industry_code               TEXT     NOT NULL DEFAULT ''
);

CREATE TABLE enterprise_node (
  enterprise_id BIGINT           NOT NULL,
  node_id       TEXT             NOT NULL,
  confidence    DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (enterprise_id, node_id)
);
