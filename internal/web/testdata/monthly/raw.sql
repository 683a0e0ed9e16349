-- The files of the company as they are, nothing merged: every row with the
-- number of the upload that brought it, and what each upload covers.
CREATE TABLE covers (upload INTEGER, platform TEXT, account TEXT, first INTEGER, last INTEGER);
CREATE TABLE spend (upload INTEGER, platform TEXT, account TEXT, day INTEGER, campaign TEXT, channel TEXT, impressions INTEGER, clicks INTEGER, cents INTEGER);
CREATE TABLE orders (upload INTEGER, id TEXT, day INTEGER, cents INTEGER, refund INTEGER);
CREATE TABLE followers (upload INTEGER, day INTEGER, gained INTEGER, lost INTEGER);
CREATE TABLE events (member TEXT, day INTEGER, event TEXT, channel TEXT);
CREATE INDEX spend_day ON spend (day);
CREATE INDEX covers_of ON covers (platform, account, first);
CREATE INDEX orders_day ON orders (day);
CREATE INDEX orders_id ON orders (id);
CREATE INDEX followers_day ON followers (day);
CREATE INDEX events_day ON events (event, day);
CREATE INDEX events_member ON events (event, member);

-- What counts: of spend the latest upload that covers a day of an account, of
-- orders and followers the latest that names them.
CREATE VIEW spend_now AS SELECT * FROM spend s WHERE upload =
  (SELECT max(upload) FROM covers c WHERE c.platform = s.platform AND c.account = s.account AND s.day BETWEEN c.first AND c.last);
CREATE VIEW orders_now AS SELECT * FROM orders o WHERE upload = (SELECT max(upload) FROM orders p WHERE p.id = o.id);
CREATE VIEW followers_now AS SELECT * FROM followers f WHERE upload = (SELECT max(upload) FROM followers g WHERE g.day = f.day);

-- Who came: a member counts once, on the day of the first join, for its channel.
CREATE VIEW came AS SELECT member, min(day) AS day, channel FROM events WHERE event = 'join' GROUP BY member;

-- Of which days there are reports. The cost of a day is not known where an
-- account has none between two that it has, or none any more.
CREATE VIEW accounts AS SELECT platform, account, min(first) AS first, max(last) AS last FROM covers GROUP BY platform, account;
