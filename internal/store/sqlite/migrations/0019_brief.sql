-- Where the morning brief is sent, and when.

ALTER TABLE channel ADD COLUMN brief TEXT NOT NULL DEFAULT '';           -- daily, workdays, weekly; '' for never
ALTER TABLE channel ADD COLUMN brief_hour INTEGER NOT NULL DEFAULT 8;    -- local hour
