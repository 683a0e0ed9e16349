-- The version of the record by which a member was forgotten: what was previewed
-- before may still name them.

ALTER TABLE forgotten ADD COLUMN version INTEGER NOT NULL DEFAULT 0;
