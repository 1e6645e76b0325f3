// The agreements for which one record stands.
// mode: read
// params: id
// returns: id
MATCH (n:Agreement {canonical_id: $id})
RETURN n.id AS id
ORDER BY id
