-- The calendar reads closed occurrences by the local day of their due, in the expression of its query.
create index occurrence_history_day
  on ${guild}.occurrence_history ((coalesce(due ->> 'date', left(due ->> 'local', 10))))
  where closed_revision is not null;
