// The structures for which one record stands.
// mode: read
// params: id
// returns: id
MATCH (n:Structure {canonical_id: $id})
RETURN n.id AS id
ORDER BY id
