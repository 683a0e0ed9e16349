-- Why a message was not taken is kept so that it can be said in both languages:
-- said is the English sentence.

ALTER TABLE delivery ADD COLUMN code TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN hint TEXT NOT NULL DEFAULT '';
ALTER TABLE delivery ADD COLUMN facts TEXT NOT NULL DEFAULT '[]';         -- of the sentence, in order
