-- What a line of the history says in codes and numbers, a JSON object of texts; the reader's language makes the words of it.
ALTER TABLE project_history ADD COLUMN facts TEXT NOT NULL DEFAULT '';
