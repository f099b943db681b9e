-- A project under way keeps others from the first report as an older lead does.
ALTER TABLE lead ADD COLUMN first_project_id BIGINT REFERENCES project(id);
-- Since when the lead is about the investor it names: a lead about somebody else is as old as the change.
ALTER TABLE lead ADD COLUMN identity_at BIGINT NOT NULL DEFAULT 0;
UPDATE lead SET identity_at = reported_at;
CREATE INDEX lead_first ON lead (first_lead_id) WHERE first_lead_id IS NOT NULL;

-- The step that was due when this one was taken; a later step stands for an earlier one.
ALTER TABLE lead_step ADD COLUMN due_step TEXT NOT NULL DEFAULT '' CHECK (due_step IN ('', 'answer', 'assessment', 'feedback', 'report'));
UPDATE lead_step SET due_step = kind WHERE due IS NOT NULL AND kind IN ('answer', 'assessment', 'feedback', 'report');

-- Who has an errand is in the team of its project; who was given one before joins now.
INSERT INTO project_member (project_id, account_id, role, since_day, note)
SELECT t.project_id, t.assignee_id, 'co_agent', min(t.from_day), '' FROM task t
 WHERE t.assignee_id IS NOT NULL AND t.state IN ('open', 'doing')
   AND NOT EXISTS (SELECT 1 FROM project_member m
                    WHERE m.project_id = t.project_id AND m.account_id = t.assignee_id AND m.left_day IS NULL)
 GROUP BY t.project_id, t.assignee_id;
