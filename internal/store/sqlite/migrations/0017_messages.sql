-- Where messages are sent, and what is on its way.

CREATE TABLE channel (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  name       TEXT NOT NULL,
  kind       TEXT NOT NULL,
  lang       TEXT NOT NULL,
  shows      TEXT NOT NULL,
  sealed     BLOB NOT NULL,                        -- only the key beside the record opens it
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1))
) STRICT;

CREATE TABLE delivery (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  channel INTEGER NOT NULL REFERENCES channel,
  once    TEXT NOT NULL UNIQUE,                    -- what it is about; the same is never put in twice
  kind    TEXT NOT NULL,
  title   TEXT NOT NULL,
  message BLOB NOT NULL,
  made    INTEGER NOT NULL,
  due     INTEGER NOT NULL,
  tries   INTEGER NOT NULL,
  state   TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'dead')),
  sent    INTEGER,
  said    TEXT NOT NULL
) STRICT;
CREATE INDEX delivery_due ON delivery (due) WHERE state = 'waiting';

ALTER TABLE alert ADD COLUMN channels TEXT NOT NULL DEFAULT '';          -- ids, by comma
ALTER TABLE alert ADD COLUMN quiet_from INTEGER NOT NULL DEFAULT 0;      -- local hours in which nothing is sent
ALTER TABLE alert ADD COLUMN quiet_to INTEGER NOT NULL DEFAULT 0;

INSERT OR IGNORE INTO setting (name, value) VALUES ('private_networks', '');
