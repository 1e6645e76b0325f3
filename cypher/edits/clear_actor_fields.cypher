// Remove the edges that actors state in their own fields, before they are written anew.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})-[e:ADDRESSES|TARGETS|COVERS|PART_OF]->()
WHERE e.stated_by = wanted
DELETE e
RETURN count(*) AS removed
