// The territory behind a key or an exact name; by key first.
// mode: read
// params: ref
// returns: key
MATCH (p:Place)
WHERE p.key = $ref OR p.name = $ref
RETURN p.key AS key
ORDER BY p.key = $ref DESC, key
