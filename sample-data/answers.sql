-- Answers to the questions of README.md, taken from the CSV files with the
-- sqlite3 command alone: cd sample-data && sqlite3 < answers.sql
.mode csv
.import spend.csv spend
.import orders.csv orders
.import costs.csv costs
.import events.csv events
.import members.csv members
.import followers.csv followers
.import posts.csv posts
.import rates.csv rates
.mode list
.headers off

-- The rate in force on a day is the latest one on or before it. Rates have four
-- decimals here, so a row's cost in CNY is a whole number of ten-thousandths of a
-- fen; only the sum is rounded.
CREATE VIEW spend_cny AS SELECT *, CASE currency WHEN 'CNY' THEN CAST(ROUND(cost*100) AS INTEGER)*10000
  ELSE CAST(ROUND(cost*100) AS INTEGER)*CAST(ROUND(10000*(SELECT rate FROM rates r WHERE r.date <= spend.date AND r.currency = spend.currency ORDER BY r.date DESC LIMIT 1)) AS INTEGER) END AS parts FROM spend;

.print the last 28 days: 4 to 31 October 2026
SELECT 'cost', ROUND(SUM(parts)/10000.0)/100 FROM spend_cny WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'impressions', SUM(impressions) FROM spend WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'clicks', SUM(clicks) FROM spend WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'joins', COUNT(*) FROM events WHERE event='join' AND at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'revenue', SUM(CAST(ROUND(revenue*100) AS INTEGER))/100.0 FROM orders WHERE at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'refunds', SUM(CAST(ROUND(refund*100) AS INTEGER))/100.0 FROM orders WHERE at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'check_ins', COUNT(*) FROM (SELECT DISTINCT member, challenge, substr(at,1,10) FROM events WHERE event='check_in' AND at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59');
SELECT 'check-in members', COUNT(DISTINCT member) FROM events WHERE event='check_in' AND at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'first check-ins', COUNT(*) FROM (SELECT member, MIN(at) a FROM events WHERE event='check_in' GROUP BY member) WHERE a BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'first payers', COUNT(*) FROM (SELECT member, MIN(at) a FROM events WHERE event='pay' GROUP BY member) WHERE a BETWEEN '2026-10-04' AND '2026-10-31 23:59:59';
SELECT 'other costs', SUM(CAST(ROUND(cost*100) AS INTEGER))/100.0 FROM costs WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'followers gained', SUM(gained) FROM followers WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'followers lost', SUM(lost) FROM followers WHERE date BETWEEN '2026-10-04' AND '2026-10-31';
SELECT 'followers total', total FROM followers WHERE date='2026-10-31' AND source='all';

-- ROI as an upper bound: one product's cost of goods is not known. Paid figures
-- are over the channels with ad spend in these days.
SELECT 'ROI', (revenue - refund - goods - spend - other)/(spend + other), 'cost of goods known for', known/(revenue - refund) FROM
  (SELECT SUM(revenue) AS revenue, SUM(refund) AS refund, SUM(cost_of_goods) AS goods, SUM(CASE cost_of_goods WHEN '' THEN 0 ELSE revenue - refund END) AS known
     FROM orders WHERE at BETWEEN '2026-10-04' AND '2026-10-31 23:59:59'),
  (SELECT SUM(parts)/1000000.0 AS spend FROM spend_cny WHERE date BETWEEN '2026-10-04' AND '2026-10-31'),
  (SELECT SUM(cost) AS other FROM costs WHERE date BETWEEN '2026-10-04' AND '2026-10-31');
SELECT 'paid CPA and CVR', SUM(spend)/SUM(joined), SUM(joined)*1.0/SUM(clicks) FROM
  (SELECT channel, SUM(parts)/1000000.0 AS spend, SUM(clicks) AS clicks FROM spend_cny WHERE date BETWEEN '2026-10-04' AND '2026-10-31' GROUP BY 1),
  (SELECT channel AS through, COUNT(*) AS joined FROM (SELECT member, MIN(at) a, channel FROM events WHERE event='join' GROUP BY member) WHERE a BETWEEN '2026-10-04' AND '2026-10-31 23:59:59' GROUP BY 1)
  WHERE channel = through;

.print the 28 days before: 6 September to 3 October 2026
SELECT 'cost', ROUND(SUM(parts)/10000.0)/100 FROM spend_cny WHERE date BETWEEN '2026-09-06' AND '2026-10-03';
SELECT 'joins', COUNT(*) FROM events WHERE event='join' AND at BETWEEN '2026-09-06' AND '2026-10-03 23:59:59';
SELECT 'revenue', SUM(CAST(ROUND(revenue*100) AS INTEGER))/100.0 FROM orders WHERE at BETWEEN '2026-09-06' AND '2026-10-03 23:59:59';

.print by channel, the whole story
SELECT 'cost', channel, ROUND(SUM(parts)/10000.0)/100 FROM spend_cny GROUP BY 2;
SELECT 'joins', channel, COUNT(*) FROM events WHERE event='join' GROUP BY 2;
SELECT 'revenue', channel, SUM(CAST(ROUND(revenue*100) AS INTEGER))/100.0 FROM orders GROUP BY 2;

.print on 31 October 2026
SELECT 'DAU', COUNT(DISTINCT member) FROM events WHERE event='check_in' AND at >= '2026-10-31';
SELECT 'WAU', COUNT(DISTINCT member) FROM events WHERE event='check_in' AND at >= '2026-10-25';
SELECT 'MAU', COUNT(DISTINCT member) FROM events WHERE event='check_in' AND at >= '2026-10-02';
SELECT 'retained', COUNT(*) FROM (SELECT member FROM events WHERE event='check_in' AND at >= '2026-10-31' INTERSECT SELECT member FROM events WHERE event='check_in' AND at BETWEEN '2026-10-30' AND '2026-10-30 23:59:59');
SELECT 'churned', COUNT(*) FROM (SELECT member FROM events WHERE event='check_in' AND at BETWEEN '2026-10-30' AND '2026-10-30 23:59:59' EXCEPT SELECT member FROM events WHERE event='check_in' AND at >= '2026-10-31');
SELECT 'new', COUNT(*) FROM (SELECT member, MIN(at) a FROM events WHERE event='check_in' GROUP BY member) WHERE a >= '2026-10-31';

.print the beta programme and the hard-selling posts
SELECT 'applied', COUNT(DISTINCT member) FROM events WHERE event='apply';
SELECT 'qualified', COUNT(DISTINCT member) FROM events WHERE event='qualify';
SELECT 'net followers of posts', kind, SUM(followers_gained)-SUM(followers_lost), SUM(reads) FROM posts GROUP BY kind;

.print what members read, the groups, the searches and the touches
CREATE VIEW came AS SELECT DISTINCT member, substr(at,1,10) AS day FROM events WHERE event='check_in';
CREATE INDEX events_by ON events (event, member, at);
CREATE TABLE back AS SELECT member, day FROM came;
CREATE INDEX back_by ON back (day, member);
SELECT 'readers and others back on day 7', read, COUNT(*), SUM(back) FROM
  (SELECT EXISTS (SELECT 1 FROM events r WHERE r.event='read' AND r.member=c.member AND r.at BETWEEN c.day AND c.day || ' 23:59:59') AS read,
    EXISTS (SELECT 1 FROM back b WHERE b.member=c.member AND b.day=date(c.day,'+7 days')) AS back FROM back c WHERE c.day <= '2026-10-24') GROUP BY 2;
SELECT 'read the post of 4 October of those who checked in', COUNT(DISTINCT r.member), (SELECT COUNT(*) FROM back WHERE day='2026-10-04')
  FROM events r WHERE r.event='read' AND substr(r.at,1,10)='2026-10-04' AND EXISTS (SELECT 1 FROM back b WHERE b.member=r.member AND b.day='2026-10-04');
SELECT 'in the notebook club, seen in the last week', COUNT(*), SUM(EXISTS (SELECT 1 FROM back b WHERE b.member=e.member AND b.day > '2026-10-24'))
  FROM (SELECT member FROM events WHERE "group"='notebook-club' AND event IN ('enter','exit') GROUP BY member HAVING MAX(CASE event WHEN 'enter' THEN at ELSE '' END) > MAX(CASE event WHEN 'exit' THEN at ELSE '' END)) e;
SELECT 'said of', json_extract(props,'$.topic'), COUNT(DISTINCT member), SUM(json_extract(props,'$.vote')='up'), SUM(json_extract(props,'$.answered_at') IS NOT NULL)
  FROM events WHERE event='feedback' GROUP BY 2 ORDER BY 3 DESC;
SELECT 'orders, of members who followed through another channel within 30 days before joining', COUNT(*), SUM(EXISTS (SELECT 1 FROM events f WHERE f.event='follow'
  AND f.member=o.member AND f.at < j.at AND julianday(j.at)-julianday(f.at) <= 30)) FROM orders o JOIN (SELECT member, MIN(at) AS at FROM events WHERE event='join' GROUP BY 1) j ON j.member=o.member;
SELECT 'sent by the bookshop', COUNT(*) FROM events WHERE event='join' AND campaign='Morning Light Books';
SELECT 'joined through douban on 12 to 25 July and in the two weeks before', SUM(at >= '2026-07-12'), SUM(at < '2026-07-12') FROM events WHERE event='join' AND channel='douban'
  AND at BETWEEN '2026-06-28' AND '2026-07-25 23:59:59';
SELECT 'mini activities', COUNT(DISTINCT campaign), COUNT(*) FROM events WHERE event='mini';
SELECT 'talked with, by', json_extract(props,'$.by'), COUNT(DISTINCT member) FROM events WHERE event='contact' GROUP BY 2;
SELECT 'hours of staff, 4 to 31 October', SUM(hours) FROM costs WHERE kind='staff' AND date BETWEEN '2026-10-04' AND '2026-10-31';
