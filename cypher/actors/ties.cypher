// What actors are tied to, whoever states it: seats, parties, relations and fields that name a record.
// mode: read
// params: hidden, ids
// returns: type, outgoing, kind, id, name, tie, role, deputy, label, valid_from, valid_to, source, source_id, source_sheet, source_row, source_file
UNWIND $ids AS wanted
MATCH (n:Actor {id: wanted})-[e]-(other)
WHERE (other:Actor OR other:Structure OR other:Agreement) AND NOT coalesce(e.batch, '') IN $hidden
WITH e, other, startNode(e) = n AS outgoing, labels(other)[0] AS kind
RETURN type(e) AS type,
       outgoing,
       kind,
       coalesce(other.canonical_id, other.id) AS id,
       coalesce(other.name, other.title) AS name,
       e.id AS tie,
       e.role AS role,
       e.deputy AS deputy,
       e.label AS label,
       e.valid_from AS valid_from,
       e.valid_to AS valid_to,
       e.source AS source,
       e.source_id AS source_id,
       e.source_sheet AS source_sheet,
       e.source_row AS source_row,
       e.source_file AS source_file
ORDER BY type, name, id, valid_from, role, tie
