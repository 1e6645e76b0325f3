// Pairs of records that a search proposed, surest first.
// mode: read
// params: kind
// returns: id, kind, a, b, weight, probability, decision, explanation_de, explanation_en, parts, evidence
MATCH (c:Candidate {kind: $kind})
RETURN c.id AS id, c.kind AS kind, c.a AS a, c.b AS b, c.weight AS weight, c.probability AS probability,
       c.decision AS decision, c.explanation_de AS explanation_de, c.explanation_en AS explanation_en,
       c.parts AS parts, c.evidence AS evidence
ORDER BY weight DESC, id
