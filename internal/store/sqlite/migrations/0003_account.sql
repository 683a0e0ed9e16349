-- Who may sign in, what programs and links may do, and who changed what. Of
-- every secret only a hash is kept.

CREATE TABLE user (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given to another
  name     TEXT NOT NULL,
  fold     TEXT NOT NULL UNIQUE,               -- names that differ in case are one
  role     TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  password TEXT NOT NULL,                      -- argon2id
  created  INTEGER NOT NULL,
  signed_in INTEGER
) STRICT;

CREATE TABLE set_up (                          -- the one link that makes the first administrator
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  hash    BLOB NOT NULL CHECK (length(hash) = 32),
  expires INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    TEXT NOT NULL UNIQUE,
  user    INTEGER NOT NULL REFERENCES user ON DELETE CASCADE,
  role    TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  created INTEGER NOT NULL,
  seen    INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  ip      TEXT NOT NULL,
  agent   TEXT NOT NULL
) STRICT;

CREATE INDEX session_user ON session (user);

CREATE TABLE token_owned (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  name    TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  owner   INTEGER REFERENCES user ON DELETE CASCADE,  -- NULL: the command line
  created INTEGER NOT NULL,
  expires INTEGER,
  used    INTEGER
) STRICT;

INSERT INTO token_owned (hash, name, role, created) SELECT hash, name, role, created FROM token ORDER BY created;
DROP TABLE token;
ALTER TABLE token_owned RENAME TO token;

CREATE INDEX token_owner ON token (owner);

CREATE TABLE share (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
  page    TEXT NOT NULL,
  query   TEXT NOT NULL,
  origin  TEXT NOT NULL,                       -- site that may frame it, or ''
  owner   INTEGER REFERENCES user ON DELETE CASCADE,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  views   INTEGER NOT NULL DEFAULT 0,
  viewed  INTEGER
) STRICT;

CREATE INDEX share_owner ON share (owner);

CREATE TABLE audit (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  at     INTEGER NOT NULL,
  actor  TEXT NOT NULL,
  ip     TEXT NOT NULL,
  action TEXT NOT NULL,
  object TEXT NOT NULL,
  before TEXT NOT NULL,
  after  TEXT NOT NULL
) STRICT;

CREATE TRIGGER audit_stays BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only ever added to'); END;
CREATE TRIGGER audit_holds BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is only ever added to'); END;
