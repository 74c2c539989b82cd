-- problem: why the rest of an upload can't be split; it counts as split then, until someone has it tried again.
alter table source add column problem text;
