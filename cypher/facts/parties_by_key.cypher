// Some parties by id and actor; also what an unfinished import has written.
// mode: read
// params: rows
// returns: key, actor, agreement, properties
UNWIND $rows AS row
MATCH (a:Actor {id: row.from_id})-[e:PARTY_TO]->(g:Agreement)
WHERE e.id = row.key
RETURN e.id AS key, a.id AS actor, g.id AS agreement, properties(e) AS properties
ORDER BY key
