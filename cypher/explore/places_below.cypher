// A territory and everything that is part of it.
// mode: read
// params: key
// returns: key
MATCH (p:Place)-[:PART_OF*0..8]->(:Place {key: $key})
RETURN DISTINCT p.key AS key
ORDER BY key
