-- What 200 people at once ask for most, found without going through all projects and tasks.
DROP INDEX task_due;
CREATE INDEX task_open_due ON task (due_day, id) WHERE state IN ('open', 'doing');
CREATE INDEX task_open_project ON task (project_id, due_day) WHERE state IN ('open', 'doing');
CREATE INDEX task_open_assignee ON task (assignee_id, due_day, id) WHERE state IN ('open', 'doing');
CREATE INDEX project_waiting ON project (updated_at, id) WHERE evidence_waiting > 0;
CREATE INDEX project_count ON project (zone_id, confidential, state, stage, contracted_fen);
CREATE INDEX project_last ON project (state, updated_at, id);
CREATE INDEX project_sums ON project (state, stage, confidential, zone_id, contracted_fen);
CREATE INDEX lead_officer ON lead (officer_id, next_due);
CREATE INDEX project_lead ON project (lead_id);
