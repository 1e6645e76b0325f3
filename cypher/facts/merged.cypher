// Every record that was merged into another one.
// mode: read
// params: -
// returns: kind, key, merged_into, canonical_id
MATCH (n:Actor)
WHERE n.merged_into IS NOT NULL OR n.canonical_id IS NOT NULL
RETURN 'Actor' AS kind, n.id AS key, n.merged_into AS merged_into, n.canonical_id AS canonical_id
UNION ALL
MATCH (n:Structure)
WHERE n.merged_into IS NOT NULL OR n.canonical_id IS NOT NULL
RETURN 'Structure' AS kind, n.id AS key, n.merged_into AS merged_into, n.canonical_id AS canonical_id
UNION ALL
MATCH (n:Agreement)
WHERE n.merged_into IS NOT NULL OR n.canonical_id IS NOT NULL
RETURN 'Agreement' AS kind, n.id AS key, n.merged_into AS merged_into, n.canonical_id AS canonical_id
