-- Uploads on their way in, piece by piece. epoch: raised by whoever goes on; who has an older one writes nothing
-- any more; written: that of whoever settled last. "offset": bytes that are durable, at this place of the blob store. length: null until it is said.
create table arrival (
  uid           uuid primary key,
  tenant        bigint not null references tenant,
  name          text not null,
  declared_type text,
  metadata      text,
  concat        text,
  length        bigint,
  "offset"      bigint not null default 0,
  epoch         int not null default 0,
  written       int not null default 0,
  place         text,
  created_at    timestamptz not null default now(),
  expires_at    timestamptz not null
) with (fillfactor = 70);
create index arrival_newest on arrival (tenant, uid desc);
create index arrival_expiry on arrival (expires_at);

-- As they were said by the protocol, and are said again. partial: only a piece of another; no job can name it.
alter table upload
  add column metadata text,
  add column concat text,
  add column partial boolean not null default false;
create index upload_newest on upload (tenant, uid desc);
