package duckdb

// queries count the records that break a rule and the traces that these are in, by span. Where what is wrong is that a record is missing, there is
// no record.
var queries = map[string]string{
	"missing-parent": `select name, count(*), count(distinct t) from parented c where asked and parent_n is null and not under_stranger
		and not exists (select 1 from par join missing m on m.name = par.parent and m.t = c.pt
			where par.v = c.v and par.child = c.name and par.other = c.elsewhere) group by name`,
	"wrong-parent": `select name, count(*), count(distinct t) from parented
		where asked and (parent_n is not null and not declared or under_stranger) or not root and elsewhere and not other group by name`,
	"unexpected-root":   `select name, count(*), count(distinct t) from parented where p is null and not root group by name`,
	"unexpected-parent": `select name, count(*), count(distinct t) from parented where p is not null and root group by name`,
	"out-of-order": `select name, count(*), count(distinct t) from parented
		where asked and declared and st < parent_st - 120000000 group by name`,
	"late": `select name, count(*), count(distinct t) from parented
		where asked and declared and within > 0 and st - parent_st - 120000000 > within group by name`,
	"too-many": `select name, sum(k), count(distinct t) from (
		select name, t, count(*) - 1 as k from kept where occurs <> '' group by name, t having count(*) > 1
		union all select name, t, 1 from kept where maxl > 0 and len(links) > maxl) group by name`,
	"too-few":          `select name, 0, count(*) from missing group by name`,
	"duplicate-span":   `select name, count(*), count(distinct t) from ranked where place > 1 and (content = kept_content or nth > 1) group by name`,
	"conflicting-span": `select name, count(*), count(distinct t) from ranked where place > 1 and content <> kept_content and nth = 1 group by name`,
	"inconsistent-tag": `with w as (select n, t, name, st, tags['who'] as who from kept where tags['who'] is not null),
		best as (select t, who from (select t, who, row_number() over (partition by t order by count(*) desc, min(st)) as k from w group by t, who) where k = 1)
		select name, count(*), count(distinct t) from w join best using (t) where w.who <> best.who group by name`,
	"missing-link": `select name, count(*), count(distinct t) from kept where len(links) < minl group by name`,
	"wrong-link": `select name, count(distinct n), count(distinct from_t) from resolved where to_n is not null and to_name <> coalesce(linkto, '')
		group by name`,
	"dangling-link": `select name, count(distinct n), count(distinct from_t) from resolved r where to_n is null and not to_stranger and linkto is not null
		and not exists (select 1 from missing m where m.t = r.t and m.name = r.linkto) group by name`,
	"missing-outcome": `select k.name, count(*), count(distinct k.t) from kept k where exists (
		select 1 from (select distinct v, name, within from fol) f where f.v = k.v and f.name = k.name and k.st + f.within < (select max(st) from rec) - 86400000000
			and not exists (select 1 from fol join followed on followed.follower = fol.follower where fol.v = k.v and fol.name = k.name and followed.n = k.n)
			and not exists (select 1 from fol join stray on stray.follower = fol.follower where fol.v = k.v and fol.name = k.name and stray.t = k.t)
	) group by k.name`,
}
