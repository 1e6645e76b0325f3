// Let a scenario follow the undo of what it wrote: a draft again, or applied again where the undo itself is undone.
// mode: write
// params: batch, undo
// returns: followed
MATCH (s:Scenario)
WHERE (s.batch = $batch AND s.status = 'applied') OR s.undone_by = $batch
SET s.status = CASE s.status WHEN 'applied' THEN 'draft' ELSE 'applied' END
SET s.undone_by = $undo
RETURN count(s) AS followed
