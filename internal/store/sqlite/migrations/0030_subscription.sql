-- What is sent regularly, what became of it, and where people get mail.

ALTER TABLE user ADD COLUMN mail TEXT NOT NULL DEFAULT '';               -- '' for none
ALTER TABLE delivery ADD COLUMN recipient TEXT NOT NULL DEFAULT '';      -- one mail address in place of those of the channel
ALTER TABLE delivery ADD COLUMN secret INTEGER NOT NULL DEFAULT 0;       -- 1: message is sealed, as it holds a link that lets somebody in

CREATE TABLE subscription (
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
  owner      INTEGER NOT NULL,                     -- user; 0: everybody, where nobody signs in
  topic      TEXT NOT NULL,
  page       TEXT NOT NULL,
  panel      TEXT NOT NULL,
  query      TEXT NOT NULL,
  since      INTEGER NOT NULL CHECK (since IN (0, 1)),
  every      TEXT NOT NULL,
  weekday    INTEGER NOT NULL,
  month_day  INTEGER NOT NULL,
  hour       INTEGER NOT NULL,
  channel    INTEGER NOT NULL,                     -- 0: the owner's own mail
  lang       TEXT NOT NULL,
  paused     INTEGER NOT NULL CHECK (paused IN (0, 1)),
  begins     INTEGER NOT NULL                      -- when what is sent and when was set
) STRICT;

CREATE TABLE subscription_run (
  subscription INTEGER NOT NULL REFERENCES subscription,
  date         INTEGER NOT NULL,                   -- local date of the turn: no date has two
  at           INTEGER NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('sent', 'behind', 'lost', 'failed')),
  delivery     INTEGER NOT NULL,                   -- 0: nothing was sent
  code         TEXT NOT NULL,
  said         TEXT NOT NULL,
  hint         TEXT NOT NULL,
  facts        TEXT NOT NULL,
  PRIMARY KEY (subscription, date)
) STRICT, WITHOUT ROWID;
