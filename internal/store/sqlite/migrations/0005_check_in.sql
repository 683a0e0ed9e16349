-- Check-ins as they happen: challenges, who may check in, and the batches that
-- grow. A check-in itself is an event like any other.

CREATE TABLE challenge (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  name      TEXT NOT NULL,
  fold      TEXT NOT NULL UNIQUE,
  slug      TEXT NOT NULL UNIQUE,              -- in addresses
  start     INTEGER NOT NULL,                  -- its first day
  length    INTEGER NOT NULL,
  day_start INTEGER NOT NULL,                  -- minutes after midnight
  grace     INTEGER NOT NULL,                  -- minutes
  make_up   INTEGER NOT NULL,
  rest      INTEGER NOT NULL,                  -- bit n: weekday n, 0 = Sunday
  created   INTEGER NOT NULL
) STRICT;

CREATE TABLE check_in_token (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  hash      BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name      TEXT NOT NULL,                     -- of the program, or how the member is called
  member    TEXT NOT NULL,                     -- '' for a program, which names the member
  challenge INTEGER REFERENCES challenge,      -- the only one it is for, or NULL
  [group]   TEXT NOT NULL,
  invite    TEXT UNIQUE,                       -- by which others join
  created   INTEGER NOT NULL
) STRICT;

CREATE INDEX check_in_token_challenge ON check_in_token (challenge);

CREATE TABLE check_in_batch (                  -- the batch that takes the check-ins of a day
  batch   INTEGER PRIMARY KEY REFERENCES batch ON DELETE CASCADE,
  day     INTEGER NOT NULL,
  version INTEGER NOT NULL UNIQUE              -- its row in change, which moves on with it
) STRICT;

CREATE TABLE check_in_key (                    -- what a sender called a check-in
  token  INTEGER NOT NULL,
  key    TEXT NOT NULL,
  digest INTEGER NOT NULL,                     -- of what it said
  day    INTEGER NOT NULL,                     -- day of the challenge it counted for
  PRIMARY KEY (token, key)
) STRICT, WITHOUT ROWID;
