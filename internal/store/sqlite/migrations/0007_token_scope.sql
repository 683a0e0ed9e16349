-- API tokens of programs that check members in and do nothing else.

ALTER TABLE token ADD COLUMN check_in INTEGER NOT NULL DEFAULT 0 CHECK (check_in IN (0, 1));
