// Which of these ids belong to an actor, a structure or an agreement.
// mode: read
// params: keys
// returns: key, kind
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})
RETURN n.id AS key, 'Actor' AS kind
UNION ALL
UNWIND $keys AS wanted
MATCH (n:Structure {id: wanted})
RETURN n.id AS key, 'Structure' AS kind
UNION ALL
UNWIND $keys AS wanted
MATCH (n:Agreement {id: wanted})
RETURN n.id AS key, 'Agreement' AS kind
