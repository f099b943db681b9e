-- A project taken in while it is talked about, of which nobody says since when: the day of its first stage only keeps the
-- order. Until somebody enters the beginning (evidence 'taken_over' of the first stage).
ALTER TABLE project ADD COLUMN begin_unknown SMALLINT NOT NULL DEFAULT 0;
