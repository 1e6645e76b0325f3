// Remove the edges that actors state in their own fields, before they are written anew. The edges are gathered
// first: the embedded engine loses its way when edges go while it walks them.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Actor {id: wanted})-[e:ADDRESSES|TARGETS|COVERS|PART_OF]->()
WHERE e.stated_by = wanted
WITH collect(e) AS found
UNWIND found AS e
DELETE e
RETURN count(*) AS removed
