-- read by primary key only: statistics of thousands of such tables are gathered for nothing
alter table ${guild}.event_journal set (autovacuum_analyze_threshold = 2000000000);
alter table ${guild}.snapshot set (autovacuum_analyze_threshold = 2000000000);
