-- Which rows of the record a user, a key or a link shows: ops.RowRule as JSON, ''
-- for all rows. A key and a link show no more than their owner sees.

ALTER TABLE user ADD COLUMN sees TEXT NOT NULL DEFAULT '';
ALTER TABLE token ADD COLUMN sees TEXT NOT NULL DEFAULT '';
ALTER TABLE share ADD COLUMN sees TEXT NOT NULL DEFAULT '';
