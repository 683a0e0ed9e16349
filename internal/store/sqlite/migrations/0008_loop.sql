-- What users try and note. Nothing is removed: deleted says since when it is gone.

CREATE TABLE try (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  version     INTEGER NOT NULL,                    -- grows with every change
  key         TEXT NOT NULL,                       -- what a file or a program calls it; '' for none
  sent        TEXT UNIQUE,                         -- sender and Idempotency-Key of the request that made it
  said        TEXT NOT NULL,                       -- what that request said
  created     INTEGER NOT NULL,
  created_by  TEXT NOT NULL,
  changed     INTEGER NOT NULL,
  changed_by  TEXT NOT NULL,
  deleted     INTEGER,
  title       TEXT NOT NULL,
  kind        TEXT NOT NULL,
  hypothesis  TEXT NOT NULL,
  scope       TEXT NOT NULL,
  measured_on TEXT NOT NULL,                       -- '' is scope, '*' everything
  metric      TEXT NOT NULL,
  also        TEXT NOT NULL,                       -- other metrics it moves, by comma
  direction   TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  start       INTEGER NOT NULL,                    -- first ops day
  last        INTEGER NOT NULL,                    -- last ops day; 0: it goes on
  expected    REAL NOT NULL,
  probability REAL NOT NULL,
  cost        INTEGER NOT NULL,                    -- minor units of the reporting currency
  hours       REAL NOT NULL,
  owner       TEXT NOT NULL,
  control     TEXT NOT NULL,
  altered     INTEGER NOT NULL CHECK (altered IN (0, 1)),
  decision    TEXT NOT NULL CHECK (decision IN ('', 'repeat', 'stop', 'retest', 'scale')),
  sentence    TEXT NOT NULL,
  next        INTEGER REFERENCES try,
  decided     INTEGER
) STRICT;
CREATE UNIQUE INDEX try_key ON try (key) WHERE key <> '' AND deleted IS NULL;

CREATE TABLE note (
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
  first      INTEGER NOT NULL,                     -- ops days, both inclusive
  last       INTEGER NOT NULL,
  scope      TEXT NOT NULL,
  metrics    TEXT NOT NULL,                        -- names of metrics and pages, by comma; '' is all
  text       TEXT NOT NULL,
  link       TEXT NOT NULL,
  kind       TEXT NOT NULL CHECK (kind IN ('fact', 'industry', 'finding')),
  resolved   INTEGER,
  shared     INTEGER NOT NULL CHECK (shared IN (0, 1))
) STRICT;
CREATE UNIQUE INDEX note_key ON note (key) WHERE key <> '' AND deleted IS NULL;
CREATE INDEX note_day ON note (first, last) WHERE deleted IS NULL;

CREATE TABLE note_vote (
  note INTEGER NOT NULL REFERENCES note,
  user TEXT NOT NULL,
  vote INTEGER NOT NULL CHECK (vote IN (-1, 1)),
  PRIMARY KEY (note, user)
) STRICT, WITHOUT ROWID;
