// One seat by id.
// mode: read
// params: id
// returns: key, actor, structure, properties
MATCH (a:Actor)-[e:MEMBER_OF {id: $id}]->(s:Structure)
RETURN e.id AS key, a.id AS actor, s.id AS structure, properties(e) AS properties
ORDER BY key
