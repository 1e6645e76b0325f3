// Every node of the map with all it says; history, judgements, counters and territories nobody named stay out.
// mode: read
// params: hidden
// returns: kind, id, properties
MATCH (n)
WHERE (n:Actor OR n:Structure OR n:Agreement OR n:Need OR n:Source OR (n:Place AND n.recorded))
  AND NOT coalesce(n.batch, '') IN $hidden
RETURN labels(n)[0] AS kind, coalesce(n.id, n.key) AS id, properties(n) AS properties
ORDER BY kind, id
