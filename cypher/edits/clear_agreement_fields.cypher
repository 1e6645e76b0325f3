// Remove the edges that agreements state in their own fields, before they are written anew.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Agreement {id: wanted})-[e:ADDRESSES|ESTABLISHES]->()
WHERE e.stated_by = wanted
DELETE e
RETURN count(*) AS removed
