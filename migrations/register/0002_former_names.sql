-- 曾用名: names the enterprise had before, as its register lists them or as later imports of it replaced them, the newest
-- last, between '、'.
ALTER TABLE enterprise ADD COLUMN former_names TEXT NOT NULL DEFAULT '';
