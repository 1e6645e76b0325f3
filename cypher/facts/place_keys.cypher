// The keys of all territories, official and own.
// mode: read
// params: -
// returns: key
MATCH (p:Place)
RETURN p.key AS key
ORDER BY key
