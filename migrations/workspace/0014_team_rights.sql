-- 0013 let whoever had been given an errand join the team of its project, and who is in a team sees the project whatever
-- his zones are. Who may not work in its zone leaves again; a closed account sees nothing and stays in the history.
UPDATE project_member SET left_day = since_day
 WHERE role = 'co_agent' AND left_day IS NULL AND note = ''
   AND EXISTS (SELECT 1 FROM task t WHERE t.project_id = project_member.project_id AND t.assignee_id = project_member.account_id)
   AND NOT EXISTS (SELECT 1 FROM account a JOIN project p ON p.id = project_member.project_id
                    WHERE a.id = project_member.account_id
                      AND a.role IN ('administrator', 'leader', 'officer', 'agent')
                      AND (NOT EXISTS (SELECT 1 FROM account_zone z WHERE z.account_id = a.id)
                           OR EXISTS (SELECT 1 FROM account_zone z WHERE z.account_id = a.id AND z.zone_id = p.zone_id)));
