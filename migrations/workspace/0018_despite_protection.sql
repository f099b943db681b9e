-- The lead that was registered in spite of this one's protection; absent: a project that began as no lead.
ALTER TABLE lead_step ADD COLUMN other_lead_id BIGINT REFERENCES lead(id);
CREATE INDEX lead_step_despite ON lead_step (lead_id) WHERE kind = 'despite_protection';
