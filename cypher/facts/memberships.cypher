// All seats of actors in structures.
// mode: read
// params: hidden
// returns: key, actor, structure, properties
MATCH (a:Actor)-[e:MEMBER_OF]->(s:Structure)
WHERE NOT coalesce(e.batch, '') IN $hidden
RETURN e.id AS key, a.id AS actor, s.id AS structure, properties(e) AS properties
ORDER BY key
