alter table ${guild}.snapshot set (fillfactor = 100);
