-- Submissions that were made under a client's own key, so that the same one again makes no second job. request: SHA-256
-- of what was asked for.
create table idempotency (
  tenant     bigint not null references tenant,
  key        text not null,
  request    text not null,
  job        bigint not null,
  created_at timestamptz not null default now(),
  primary key (tenant, key)
);
create index idempotency_age on idempotency (created_at);
