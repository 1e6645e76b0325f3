// Every judgement on a pair of records that was ever given, the withdrawn ones too.
// mode: read
// params: -
// returns: id, kind, a, b, verdict, user, at, note, evidence, deleted_at, deleted_by
MATCH (j:Judgement)
RETURN j.id AS id, j.kind AS kind, j.a AS a, j.b AS b, j.verdict AS verdict, j.user AS user, j.at AS at,
       j.note AS note, j.evidence AS evidence, j.deleted_at AS deleted_at, j.deleted_by AS deleted_by
ORDER BY at, id
