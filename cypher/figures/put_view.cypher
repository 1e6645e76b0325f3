// Save a view of the map under its id, new or in place of the older one.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MERGE (v:View {id: row.id})
SET v += row.properties
RETURN count(v) AS written
