// All ties that a list of relations states, between actors and structures.
// mode: read
// params: hidden
// returns: key, from_id, to_id, kind, properties
MATCH (source:Actor)-[e:CARRIES|FUNDS|SUPPORTS|COORDINATES|PART_OF|SUCCEEDS|DELIMITED_FROM|CONNECTED_TO]->(target)
WHERE NOT coalesce(e.batch, '') IN $hidden AND e.id IS NOT NULL
RETURN e.id AS key, source.id AS from_id, target.id AS to_id, type(e) AS kind, properties(e) AS properties
UNION ALL
MATCH (source:Structure)-[e:CARRIES|FUNDS|SUPPORTS|COORDINATES|PART_OF|SUCCEEDS|DELIMITED_FROM|CONNECTED_TO]->(target)
WHERE NOT coalesce(e.batch, '') IN $hidden AND e.id IS NOT NULL
RETURN e.id AS key, source.id AS from_id, target.id AS to_id, type(e) AS kind, properties(e) AS properties
