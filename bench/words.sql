-- What the generator draws on: identifiers that sort by time and are the same each time, words, and one number from 0
-- to below n for each pair of idea and purpose. Temporary: gone with the connection.
-- People of a council by their numbers: 1 lead, 2 admin, 3-5 sponsors, 6-10 owners, 11-20 contributors, 21 observer, 22 a
-- contributor who said little, 23 one who left.

CREATE FUNCTION pg_temp.moment() RETURNS timestamptz LANGUAGE sql STABLE RETURN current_setting('bench.now')::timestamptz;

CREATE FUNCTION pg_temp.made(kind text, council bigint, which bigint, at timestamptz) RETURNS uuid
  LANGUAGE sql IMMUTABLE RETURN
    overlay(overlay(md5(kind || council || '/' || which) PLACING '8' FROM 17)
            PLACING lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7' FROM 1)::uuid;

CREATE FUNCTION pg_temp.drawn(purpose text, council bigint, which bigint, below bigint) RETURNS bigint
  LANGUAGE sql IMMUTABLE RETURN
    abs(hashtextextended(purpose || '/' || council || '/' || which, 42) % below);

CREATE FUNCTION pg_temp.one_of(words text[], purpose text, council bigint, which bigint) RETURNS text
  LANGUAGE sql IMMUTABLE RETURN
    words[1 + pg_temp.drawn(purpose, council, which, cardinality(words))];

CREATE FUNCTION pg_temp.title(council bigint, which bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
  pg_temp.one_of(ARRAY['Text reminders for', 'One form for', 'A shared rota for', 'Volunteers who help with',
    'Earlier letters about', 'Phone calls before', 'A drop-in for', 'Same-day answers on', 'Fewer visits for',
    'A small fund for', 'Residents who design', 'Pictures instead of words for'], 'begin', council, which)
  || ' ' ||
  pg_temp.one_of(ARRAY['bulky waste collections', 'missed bins', 'blue badge renewals', 'school meal claims',
    'home adaptations', 'council tax arrears', 'potholes on school routes', 'library loans', 'care reviews',
    'empty shops', 'grass cutting', 'noise complaints', 'people leaving hospital', 'taxi licences', 'allotment lists',
    'damp in rented homes', 'foster carers', 'bus passes', 'street lights', 'planning questions', 'youth clubs',
    'carers on night shifts', 'fly-tipping', 'free school uniforms'], 'thing', council, which)
  || ' ' ||
  pg_temp.one_of(ARRAY['in the north of the borough', 'on the market square', 'for families who moved here', 'by phone',
    'in two wards', 'before winter', 'with the housing association', 'after school', 'at the hub', 'on Saturdays',
    'with the parish councils', 'for people without a car', 'in the first week', 'with the health visitors',
    'for tenants', 'in plain words', 'at the depot', 'with neighbours', 'over the summer', 'without a form'],
    'place', council, which);

CREATE FUNCTION pg_temp.sentence(purpose text, council bigint, which bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
  pg_temp.one_of(ARRAY[
    'People ring three times because nobody can tell them who has their case.',
    'The form asks for the same address on four pages, and half of them come back unsigned.',
    'Crews drive past the same street twice a week, and the list they carry is a day old.',
    'Families wait some eight weeks, and nobody tells them where they stand in the queue.',
    'Two teams visit the same home in one month without knowing of each other.',
    'Most of the calls on a Monday are about something that a letter on Friday would have settled.',
    'Older residents give up at the first menu, and their neighbours ring for them.',
    'We find out that something broke when the local paper asks about it.',
    'Staff keep their own spreadsheets, and they disagree by the end of the week.',
    'It costs more to collect the fee than the fee brings in.',
    'The people who need it most hear of it last, mostly from each other.',
    'A second visit is needed in one case of three because a part was not on the van.',
    'Everybody agrees that it should be done, and it is in nobody''s plan for the year.',
    'We tried a leaflet in two languages; those who came said that a neighbour had told them.',
    'The waiting room is full at nine and empty at eleven, every day of the week.',
    'It was raised at the forum in spring and again in autumn, with the same words.'], purpose, council, which);

CREATE FUNCTION pg_temp.person_name(council bigint, which bigint) RETURNS text LANGUAGE sql IMMUTABLE RETURN
  pg_temp.one_of(ARRAY['Dawn', 'Priya', 'Tom', 'Ruth', 'Joe', 'Amina', 'Owen', 'Grace', 'Sunil', 'Megan', 'Callum', 'Fay',
    'Idris', 'Ewa', 'Marcus', 'Bronwen'], 'given', council, which)
  || ' ' ||
  pg_temp.one_of(ARRAY['Okafor', 'Nair', 'Achebe', 'Lindqvist', 'Marsh', 'Begum', 'Hughes', 'Farrow', 'Patel', 'Doyle',
    'Kowalski', 'Ellis', 'Brook', 'Shah', 'Tanner', 'Rees', 'Whitlock', 'Amos', 'Carver', 'Lowe'], 'family', council, which);

-- What a decision rested on, as tracker/gate/queries/snapshot keeps it.
CREATE FUNCTION pg_temp.known(council bigint, which bigint, stage text) RETURNS jsonb LANGUAGE sql STABLE RETURN
  jsonb_build_object('taken_at', pg_temp.moment(), 'policy_version', 0, 'stage', stage, 'stage_since', NULL,
    'risk_of_nothing', pg_temp.sentence('nothing', council, which), 'needs_no_money', false, 'runway', NULL,
    'evidence', jsonb_build_object('asked', 1, 'supported', 1, 'stated', NULL, 'claims', '[]'::jsonb),
    'answers', '[]'::jsonb, 'views', '[]'::jsonb, 'request', NULL,
    'risks', jsonb_build_array(jsonb_build_object('description', pg_temp.sentence('risk', council, which), 'likelihood', 2, 'impact', 3,
      'score', 6, 'scrutiny', false, 'mitigation', 'Watched weekly.', 'accepted_because', NULL, 'owner', NULL)));
