-- Which import a version came from, and which known figures imports changed by
-- more than a tenth.

ALTER TABLE change ADD COLUMN batch INTEGER NOT NULL DEFAULT 0;           -- that came or was undone; 0: something else changed
ALTER TABLE change ADD COLUMN undo INTEGER NOT NULL DEFAULT 0;            -- 1: it was undone

CREATE TABLE restatement (
  batch      INTEGER NOT NULL,
  undo       INTEGER NOT NULL,             -- 1: its undo changed the figures
  metric     TEXT NOT NULL,
  first      INTEGER NOT NULL,             -- days in a row: first <= day <= last
  last       INTEGER NOT NULL,
  day        INTEGER NOT NULL,             -- that changed most
  before     REAL NOT NULL,                -- its figure, in the unit of the metric
  after      REAL NOT NULL,
  PRIMARY KEY (batch, undo, metric, first)
) STRICT, WITHOUT ROWID;

CREATE INDEX restatement_days ON restatement (first, last);
