-- Links with which users choose a password, each once.

CREATE TABLE way_in (
  user    INTEGER PRIMARY KEY REFERENCES user ON DELETE CASCADE, -- a new link ends the one before
  hash    BLOB NOT NULL UNIQUE,                                  -- of the secret, which is kept nowhere
  expires INTEGER NOT NULL
) STRICT;
