-- What is done for members one by one. A member stands there by its number, so that who
-- is forgotten stays there without a name.

CREATE TABLE follow_up (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  version    INTEGER NOT NULL,
  key        TEXT NOT NULL,
  sent       TEXT UNIQUE,
  said       TEXT NOT NULL,                        -- digest of what the request said
  created    INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  changed    INTEGER NOT NULL,
  changed_by TEXT NOT NULL,
  deleted    INTEGER,
  member     INTEGER NOT NULL,                     -- member_id
  event      TEXT NOT NULL,                        -- '': nothing was done with them
  batch      INTEGER NOT NULL,                     -- the import the event is a row of; 0 without
  text       TEXT NOT NULL,
  minutes    INTEGER NOT NULL,
  try        INTEGER NOT NULL,                     -- whose cost the minutes are; 0: of none
  owner      TEXT NOT NULL,
  next_on    INTEGER NOT NULL,                     -- ops day; 0: nothing is planned
  next       TEXT NOT NULL,
  tags       TEXT NOT NULL                         -- one on a line
) STRICT;
CREATE INDEX follow_up_member ON follow_up (member, id);
CREATE INDEX follow_up_try ON follow_up (try) WHERE try <> 0;
