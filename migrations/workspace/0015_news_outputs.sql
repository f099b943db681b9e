-- What news say a project will make, for whom it has work, how much floor it has; where it may lie when several places
-- bear the name. capacity: lines of product, value, unit, per, qualifier and words, tabs between them; products: lines;
-- place_candidates: codes, blanks between them.
ALTER TABLE news_event ADD COLUMN building_m2 BIGINT;
ALTER TABLE news_event ADD COLUMN capacity TEXT NOT NULL DEFAULT '';
ALTER TABLE news_event ADD COLUMN products TEXT NOT NULL DEFAULT '';
ALTER TABLE news_event ADD COLUMN jobs BIGINT;
ALTER TABLE news_event ADD COLUMN jobs_qualifier TEXT NOT NULL DEFAULT '';
ALTER TABLE news_event ADD COLUMN place_candidates TEXT NOT NULL DEFAULT '';
