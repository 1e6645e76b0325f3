// What some structures say in edges; also what an unfinished import has written.
// mode: read
// params: keys
// returns: key, field, value
UNWIND $keys AS wanted
MATCH (n:Structure {id: wanted})-[e:ADDRESSES|TARGETS|SERVES|HAS_FUNCTION|COVERS|PART_OF|SUCCEEDS|COORDINATES|CHAIRS]-(other)
WHERE e.stated_by = n.id
WITH n.id AS key, e.field AS field, e.position AS position, coalesce(other.code, other.key, other.id) AS value
ORDER BY key, field, position, value
RETURN key, field, value
