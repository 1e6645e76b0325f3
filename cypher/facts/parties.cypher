// All parties to agreements.
// mode: read
// params: hidden
// returns: key, actor, agreement, properties
MATCH (a:Actor)-[e:PARTY_TO]->(g:Agreement)
WHERE NOT coalesce(e.batch, '') IN $hidden
RETURN e.id AS key, a.id AS actor, g.id AS agreement, properties(e) AS properties
ORDER BY key
