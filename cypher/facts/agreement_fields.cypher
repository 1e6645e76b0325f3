// What each agreement says in edges: topics, territories, references, ...
// mode: read
// params: hidden
// returns: key, field, value
MATCH (n:Agreement)-[e:ADDRESSES|ESTABLISHES]->(other)
WHERE NOT coalesce(n.batch, '') IN $hidden AND e.stated_by = n.id
WITH n.id AS key, e.field AS field, e.position AS position, coalesce(other.code, other.key, other.id) AS value
ORDER BY key, field, position, value
RETURN key, field, value
