-- Keys of programs. Only the SHA-256 of a token is kept.

CREATE TABLE token (
  hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
  name    TEXT NOT NULL,
  role    TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'admin')),
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
