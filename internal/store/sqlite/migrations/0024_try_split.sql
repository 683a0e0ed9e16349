-- A try may be given to a part of the members, the others being the measure: how
-- they are chosen, and who is in which part. A member stands there by its number,
-- so that who is forgotten stays there without a name.

ALTER TABLE try ADD COLUMN split TEXT NOT NULL DEFAULT '';                -- '' is none, else share, groups or list
ALTER TABLE try ADD COLUMN split_groups TEXT NOT NULL DEFAULT '';         -- that get it, one on a line
ALTER TABLE try ADD COLUMN share REAL NOT NULL DEFAULT 0;                 -- of members, who get it
ALTER TABLE try ADD COLUMN seed TEXT NOT NULL DEFAULT '';                 -- of the draw
ALTER TABLE try ADD COLUMN within INTEGER NOT NULL DEFAULT 0;             -- only who did something in so many days before; 0: everybody

ALTER TABLE try_past ADD COLUMN split TEXT NOT NULL DEFAULT '';
ALTER TABLE try_past ADD COLUMN split_groups TEXT NOT NULL DEFAULT '';
ALTER TABLE try_past ADD COLUMN share REAL NOT NULL DEFAULT 0;
ALTER TABLE try_past ADD COLUMN seed TEXT NOT NULL DEFAULT '';
ALTER TABLE try_past ADD COLUMN within INTEGER NOT NULL DEFAULT 0;

CREATE TABLE try_member (
  try    INTEGER NOT NULL REFERENCES try,
  member INTEGER NOT NULL,                         -- member_id
  given  INTEGER NOT NULL CHECK (given IN (0, 1)),
  PRIMARY KEY (try, member)
) STRICT, WITHOUT ROWID;
