-- The last day of which anything is known of a project, of what is known from a publication only. Absent: it is followed.
ALTER TABLE project ADD COLUMN known_until BIGINT;
