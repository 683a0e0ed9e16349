-- What is watched, and when it fired.

CREATE TABLE alert (
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
  title      TEXT NOT NULL,
  rule       TEXT NOT NULL,
  metric     TEXT NOT NULL,
  scope      TEXT NOT NULL,
  bound      REAL NOT NULL,                        -- the limit
  weekly     INTEGER NOT NULL CHECK (weekly IN (0, 1)),
  hour       INTEGER NOT NULL,
  cool_down  INTEGER NOT NULL,                     -- days
  owner      TEXT NOT NULL,
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1)),
  snoozed    INTEGER NOT NULL,                     -- ops day; 0: it is not
  checked    INTEGER NOT NULL,                     -- last day of the last bucket looked at; 0: none
  looked     INTEGER,
  reason     TEXT NOT NULL,                        -- why nothing could be looked at then
  since      INTEGER NOT NULL                      -- when what it watches was set
) STRICT;
CREATE UNIQUE INDEX alert_key ON alert (key) WHERE key <> '' AND deleted IS NULL;

CREATE TABLE firing (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  alert        INTEGER NOT NULL REFERENCES alert,
  first        INTEGER NOT NULL,                   -- ops days of the bucket, both inclusive
  last         INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  value        REAL NOT NULL,
  against      REAL NOT NULL,
  recovered    INTEGER,
  restated     REAL,                               -- the value after a later import
  acknowledged INTEGER,
  by           TEXT NOT NULL,
  UNIQUE (alert, last)
) STRICT;
