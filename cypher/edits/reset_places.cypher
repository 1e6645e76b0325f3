// Forget what lists said of official territories.
// mode: write
// params: rows
// returns: reset
UNWIND $rows AS row
MATCH (n:Place {key: row.key})
SET n.name = row.name
REMOVE n.recorded, n.population, n.source_id, n.source_sheet, n.source_row, n.source_file, n.batch
RETURN count(n) AS reset
