-- What the validator works out in package facts, from the records and the tables decl, par, lnk and fol of the spec.

-- Records of the flow, and all others, which are known by their ids alone.
create table rec as
  select row_number() over () as n, trace_id as t, span_id as s, parent_id as p, coalesce(parent_trace_id, trace_id) as pt,
    coalesce(parent_trace_id, '') not in ('', trace_id) as elsewhere, name, flow_version as v, timestamp as st, duration as d,
    tags, coalesce(links, []) as links
  from input;
create table flowrec as
  select rec.*, decl.kind, decl.occurs, decl.within, decl.minl, decl.maxl, decl.linkto, decl.root, decl.same, decl.other,
    concat_ws('|', rec.name, p, pt, tags, links, case when decl.occurs = '' then concat(st, '-', d) end) as content
  from rec join decl on decl.name = rec.name and decl.v = rec.v;
create table stranger as select t, s from rec where v is null;

-- Copies: the content that occurs most often counts, then the earliest record.
create table voted as
  select *, count(*) over (partition by t, s, content) as votes from flowrec;
create table ranked as
  select *, row_number() over (partition by t, s order by votes desc, st, coalesce(p, ''), d, content, n) as place,
    first_value(content) over (partition by t, s order by votes desc, st, coalesce(p, ''), d, content, n) as kept_content,
    row_number() over (partition by t, s, content order by st, n) as nth
  from voted;
create table kept as select * from ranked where place = 1;

-- Parents: in the record's own trace or, where the spec has one in another trace, in the one that the record names.
create table parented as
  select c.*, q.n as parent_n, q.name as parent_name, q.st as parent_st, x.s is not null and q.n is null as under_stranger,
    exists (select 1 from par where par.v = c.v and par.child = c.name and par.parent = q.name and (par.other or q.t = c.t)) as declared,
    c.p is not null and not c.root and (not c.elsewhere or c.other) as asked
  from kept c
  left join kept q on q.t = c.pt and q.s = c.p
  left join (select distinct t, s from stranger) x on x.t = c.pt and x.s = c.p;

-- Spans that occur once and are not in a trace that has records of their kind, or to which a record links.
create table kinds as select distinct t, v, kind from kept;
create table targets as
  select k.n, k.t as from_t, k.name, k.v, k.linkto, unnest(k.links).trace_id as t, unnest(k.links).span_id as s from kept k;
create table resolved as
  select l.*, q.n as to_n, q.name as to_name, x.s is not null as to_stranger
  from targets l left join kept q on q.t = l.t and q.s = l.s
  left join (select distinct t, s from stranger) x on x.t = l.t and x.s = l.s;
create table missing as
  select distinct w.t, w.name from (
    select k.t, d.name, d.kind from kinds k join decl d on d.v = k.v and d.kind = k.kind where d.occurs = 'once'
    union all
    select r.t, d.name, d.kind from resolved r join decl d on d.v = r.v and d.name = r.linkto
    where r.to_n is null and not r.to_stranger and d.occurs = 'once'
  ) w
  where not exists (select 1 from kept where kept.t = w.t and kept.name = w.name)
    and not exists (
      select 1 from kinds k join decl d on d.v = k.v and d.name = w.name and d.kind = k.kind where k.t = w.t and d.occurs <> 'once');

-- What stands below a record. A follower that is misplaced, or below a record that is, may belong to any record of its trace.
create table up as
  select n, t, s, name, case when elsewhere then null else parent_n end as parent_n,
    case when not elsewhere and parent_n is not null then not declared
      when p is null and root or not same then false
      else not elsewhere or not other end as misplaced
  from parented;
create table climbed as
  with recursive c(follower, here) as (
    select distinct fol.follower, up.n from up join fol on fol.follower = up.name
    union
    select c.follower, up.parent_n from c join up on up.n = c.here where not up.misplaced and up.parent_n is not null
  )
  select * from c;
create table stray as
  select distinct up.t, c.follower from climbed c join up on up.n = c.here where up.misplaced
  union
  select distinct q.t, c.name from parented c join kept q on q.n = c.parent_n where c.elsewhere and c.asked and not c.declared;
create table followed as
  select distinct up.parent_n as n, c.follower from climbed c join up on up.n = c.here where not up.misplaced and up.parent_n is not null
  union
  select distinct parent_n, name from parented where elsewhere and asked and declared;
