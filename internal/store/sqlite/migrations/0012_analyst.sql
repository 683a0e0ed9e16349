-- The role analyst, who sees figures and no members: the checks of the three
-- columns that name roles know it.

ALTER TABLE user ADD COLUMN may TEXT NOT NULL DEFAULT 'viewer' CHECK (may IN ('analyst', 'viewer', 'editor', 'admin'));
UPDATE user SET may = role;
ALTER TABLE user DROP COLUMN role;
ALTER TABLE user RENAME COLUMN may TO role;

ALTER TABLE session ADD COLUMN may TEXT NOT NULL DEFAULT 'viewer' CHECK (may IN ('analyst', 'viewer', 'editor', 'admin'));
UPDATE session SET may = role;
ALTER TABLE session DROP COLUMN role;
ALTER TABLE session RENAME COLUMN may TO role;

ALTER TABLE token ADD COLUMN may TEXT NOT NULL DEFAULT 'viewer' CHECK (may IN ('analyst', 'viewer', 'editor', 'admin'));
UPDATE token SET may = role;
ALTER TABLE token DROP COLUMN role;
ALTER TABLE token RENAME COLUMN may TO role;
