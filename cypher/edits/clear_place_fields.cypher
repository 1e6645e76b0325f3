// Remove the links of own territories to the ones they are part of, before they are written anew.
// mode: write
// params: keys
// returns: removed
UNWIND $keys AS wanted
MATCH (n:Place {key: wanted})-[e:PART_OF]->()
WHERE e.stated_by = wanted
DELETE e
RETURN count(*) AS removed
