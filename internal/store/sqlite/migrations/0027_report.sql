-- Monthly reports and what they promise.

CREATE TABLE report (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  month      INTEGER NOT NULL,                     -- ops day: its first
  edition    INTEGER NOT NULL,
  parts      TEXT NOT NULL,                        -- JSON, in order
  final      INTEGER,
  final_by   TEXT NOT NULL,
  frozen     TEXT NOT NULL                         -- of a final one: all it says
) STRICT;
CREATE UNIQUE INDEX report_key ON report (key) WHERE key <> '' AND deleted IS NULL;
CREATE UNIQUE INDEX report_edition ON report (month, edition) WHERE deleted IS NULL;

CREATE TABLE commitment (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  report     INTEGER NOT NULL REFERENCES report,
  text       TEXT NOT NULL,
  owner      TEXT NOT NULL,
  metric     TEXT NOT NULL,                        -- '': nobody can measure it
  scope      TEXT NOT NULL,
  at_most    INTEGER NOT NULL CHECK (at_most IN (0, 1)),
  goal       REAL NOT NULL,
  first      INTEGER NOT NULL,                     -- ops days it is about, both inclusive
  last       INTEGER NOT NULL,
  withdrawn  INTEGER,
  why        TEXT NOT NULL
) STRICT;
CREATE INDEX commitment_report ON commitment (report);
