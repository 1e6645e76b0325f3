// What would lose an end if structures were removed: ties by their id, fields of other records by who states them.
// mode: read
// params: keys
// returns: key, type, tie, stated_by
UNWIND $keys AS wanted
MATCH (n:Structure {id: wanted})-[e]-()
WHERE coalesce(e.stated_by, '') <> wanted
RETURN n.id AS key, type(e) AS type, e.id AS tie, e.stated_by AS stated_by
ORDER BY key, type, tie, stated_by
