// Point structures at the record that stands for them; null for those that stand for themselves.
// mode: write
// params: rows
// returns: written
UNWIND $rows AS row
MATCH (n:Structure {id: row.key})
SET n.canonical_id = row.canonical_id
RETURN count(n) AS written
