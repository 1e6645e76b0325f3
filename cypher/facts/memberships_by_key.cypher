// Some seats by id and actor; also what an unfinished import has written.
// mode: read
// params: rows
// returns: key, actor, structure, properties
UNWIND $rows AS row
MATCH (a:Actor {id: row.from_id})-[e:MEMBER_OF]->(s:Structure)
WHERE e.id = row.key
RETURN e.id AS key, a.id AS actor, s.id AS structure, properties(e) AS properties
ORDER BY key
