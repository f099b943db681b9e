-- The words of the enterprise as they stood when a verdict was given: what it teaches is about them, not about what a later
-- register says. Verdicts of before have none; of those the register's words of today are taken.
ALTER TABLE tag_verdict ADD COLUMN judged_name TEXT;
ALTER TABLE tag_verdict ADD COLUMN judged_scope TEXT;
ALTER TABLE tag_verdict ADD COLUMN judged_products TEXT;
ALTER TABLE tag_verdict ADD COLUMN judged_industry TEXT;
