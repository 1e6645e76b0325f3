// A territory, everything that is part of it and everything that it is part of: what a list for it counts.
// mode: read
// params: key
// returns: key
MATCH (asked:Place {key: $key})
MATCH (p:Place)-[:PART_OF*0..8]->(asked)
RETURN p.key AS key
UNION
MATCH (asked:Place {key: $key})
MATCH (asked)-[:PART_OF*0..8]->(p:Place)
RETURN p.key AS key
