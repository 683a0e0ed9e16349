-- Challenges that a team runs here: what members read, who may join, groups.

ALTER TABLE challenge ADD COLUMN title TEXT NOT NULL DEFAULT '';   -- '' is the name
ALTER TABLE challenge ADD COLUMN open INTEGER NOT NULL DEFAULT 0;  -- 1: whoever knows the address may join
ALTER TABLE challenge ADD COLUMN closed INTEGER;                   -- since when it takes nothing any more

CREATE TABLE challenge_group (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  challenge INTEGER NOT NULL REFERENCES challenge,
  name      TEXT NOT NULL,
  fold      TEXT NOT NULL,
  channel   TEXT NOT NULL,                     -- of those who join by its link
  code      TEXT NOT NULL UNIQUE,              -- of the link
  created   INTEGER NOT NULL,
  UNIQUE (challenge, fold)
) STRICT;

CREATE INDEX check_in_token_member ON check_in_token (member, challenge) WHERE member <> '';
