// Which of these ids belong to a record of a long writing that is not done.
// mode: read
// params: keys, hidden
// returns: key
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})
WHERE n.batch IN $hidden
RETURN n.id AS key
UNION ALL
UNWIND $keys AS wanted
MATCH (n:Structure {id: wanted})
WHERE n.batch IN $hidden
RETURN n.id AS key
UNION ALL
UNWIND $keys AS wanted
MATCH (n:Agreement {id: wanted})
WHERE n.batch IN $hidden
RETURN n.id AS key
