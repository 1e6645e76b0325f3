// Records of a kind that were written after a revision.
// mode: read
// params: kind, revision
// returns: key
MATCH (c:Change {kind: $kind})
WHERE c.revision > $revision
RETURN DISTINCT c.key AS key
ORDER BY key
