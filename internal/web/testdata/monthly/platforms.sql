-- The figures of the platforms over some days, all of which are known.
SELECT platform, sum(cents) / 100.0 AS cost, sum(impressions) AS impressions, sum(clicks) AS clicks,
  1.0 * sum(clicks) / sum(impressions) AS ctr, sum(cents) / 100.0 / sum(clicks) AS cpc
FROM spend_now WHERE day BETWEEN ?1 AND ?2 GROUP BY platform
