"""What the calls of a generated client emit, worked out from docs/ids.md and docs/runtime-contract.md without a line of specgen.

A flow is described here as its clients know it; make_calls.py and make_order_calls.py have the cases.
"""

import datetime
import json
from dataclasses import dataclass, field

from make_vectors import HERE, derive_span, derive_trace, repaired
from sampling import is_kept

START, STEP = 1712345678000000000, 1000000
INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER = range(1, 6)  # OTLP's numbers
ANY = "any"  # the parent is a span outside the flow, or none
PARENT = "parent"  # the key is the parent's span id


@dataclass
class Trace:
    """A kind of trace: the tag that gives its id, if one does, and the share that is kept."""

    id: str | None
    percent: str


@dataclass
class Span:
    trace: str
    parents: object = ()  # names of spans, of which one is given; or ANY
    optional: bool = False  # whether none may be given
    keys: object = None  # names of tags, PARENT, or None where the span id is random
    tags: tuple = ()  # in the spec's order, those of the variants last
    measured: bool = False
    kind: int = INTERNAL
    error_when: dict = field(default_factory=dict)  # tag: its values that are errors, as on the wire


@dataclass
class Flow:
    name: str
    version: str
    traces: dict
    spans: dict
    service_tags: dict

    def trace_from_parent(self, span):
        """Whether the trace id is the parent's, whichever parent it is."""
        s = self.spans[span]
        return s.parents == ANY or bool(s.parents) and not s.optional and all(self.spans[p].trace == s.trace for p in s.parents)


@dataclass(frozen=True)
class Reference:
    trace_id: str
    span_id: str
    sampled: bool


def op(emitter, span, parent=None, args=None, links=None, extra=None, at_ns=None, time=None):
    """A call of one span's method."""
    fields = {"emitter": emitter, "span": span, "parent": parent, "args": args or {}, "links": links, "extra": extra, "time": time}
    fields["at_ns"] = None if at_ns is None else str(at_ns)
    return {key: value for key, value in fields.items() if value is not None}


def end(call, args=None, extra=None, at_ns=None, time=None):
    """The end of a measured span that an earlier op began."""
    fields = {"end": call, "args": args or {}, "extra": extra, "at_ns": None if at_ns is None else str(at_ns), "time": time}
    return {key: value for key, value in fields.items() if value is not None}


def of(call):
    return {"of": call}


def derive(span, parent=None, **args):
    fields = {"derive": span, "args": args or None, "parent": parent}
    return {key: value for key, value in fields.items() if value is not None}


def violation(rule, span, tag, value, expected):
    return {"rule": rule, "span": span, "tag": tag, "value": value, "expected": expected}


def bad(span, tag, value, expected):
    return violation("tag-value", span, tag, value, expected)


EPOCH = datetime.datetime.fromisoformat("1970-01-01T00:00:00+00:00")


def nanoseconds(time):
    """A given time, or None where none is given or it is not a number of nanoseconds in 64 bits."""
    if time is None:
        return None
    since = (datetime.datetime.fromisoformat(time.replace("Z", "+00:00")) - EPOCH) // datetime.timedelta(microseconds=1) * 1000
    return max(0, since) if -(2**63) <= since < 2**63 else None


class Run:
    """What one case emits."""

    def __init__(self, flow, case):
        self.flow = flow
        self.case = case
        self.emitters = {given["name"]: given for given in case["emitters"]}
        self.trace_ids = iter(case.get("trace_ids", []))
        self.span_ids = iter(case.get("span_ids", []))
        self.returned = {}
        self.running = {}
        self.spans = []  # (emitter, fields), in the order of emitting

    def reference(self, ref):
        if ref is None or "zero" in ref:
            return None
        if "of" in ref:
            return self.returned[ref["of"]]
        if "traceparent" in ref:
            _, trace_id, span_id, flags = ref["traceparent"].split("-")[:4]
            return Reference(trace_id, span_id, bool(int(flags, 16) & 1))
        return self.derived(ref["derive"], self.reference(ref.get("parent")), ref.get("args", {}))

    def derived(self, span, parent, args):
        """The reference that is worked out from ids, without an emitter."""
        s = self.flow.spans[span]
        kind = self.flow.traces[s.trace]
        trace_id = derive_trace(self.flow.name, plain(args[kind.id])) if kind.id in args else parent.trace_id
        return self.context(span, trace_id, parent, args)

    def emitted(self, span, parent, args):
        """The reference to a span that is emitted now."""
        s = self.flow.spans[span]
        kind = self.flow.traces[s.trace]
        if self.flow.trace_from_parent(span):
            if parent is None:
                return self.fresh(kind)
            trace_id = parent.trace_id
        elif kind.id:
            trace_id = derive_trace(self.flow.name, plain(args[kind.id]))
        else:
            raise ValueError("no flow here has a kind of trace without an id below another")
        return self.context(span, trace_id, parent, args)

    def fresh(self, kind):
        trace_id = next(self.trace_ids)
        return Reference(trace_id, next(self.span_ids), is_kept(trace_id, kind.percent))

    def context(self, span, trace_id, parent, args):
        s = self.flow.spans[span]
        kind = self.flow.traces[s.trace]
        if s.keys is None or s.keys == PARENT and parent is None:
            span_id = next(self.span_ids)
        elif s.keys == PARENT:
            span_id, _ = derive_span(trace_id, span, [{"parent": parent.span_id}])
        else:
            span_id, _ = derive_span(trace_id, span, [key(args[name]) for name in s.keys])
        return Reference(trace_id, span_id, is_kept(trace_id, kind.percent) if kind.id else parent.sampled)

    def run(self):
        for k, step in enumerate(self.case["ops"]):
            now = int(step.get("at_ns", int(self.case["start_ns"]) + k * int(self.case["step_ns"])))
            if "end" in step:
                self.end(step, now)
            else:
                self.begin(k, step, now)
        for ids in (self.trace_ids, self.span_ids):
            assert next(ids, None) is None, self.case["name"]
        return self

    def begin(self, k, step, now):
        parent = self.reference(step.get("parent"))
        self.returned[k] = self.emitted(step["span"], parent, step["args"])
        given = nanoseconds(step.get("time"))
        start = max(0, now) if given is None else given
        fields = {"name": step["span"], "context": self.returned[k], "parent": parent, "start": start, "end": start + 1000}
        fields["start_given"], fields["began"] = given is not None, now
        fields["links"] = [self.reference(link) for link in step.get("links", [])]
        fields["declared"], fields["extra"] = {}, []
        self.tag(step["emitter"], fields, step)
        if self.flow.spans[step["span"]].measured:
            self.running[k] = (step["emitter"], fields)
        else:
            self.spans.append((step["emitter"], fields))

    def end(self, step, now):
        began = self.running.pop(step["end"], None)
        if not began:
            return
        emitter, fields = began
        given, start = nanoseconds(step.get("time")), fields["start"]
        if given is None and not fields["start_given"]:
            fields["end"] = start + max(0, now - fields["began"])
        else:
            at = max(0, now) if given is None else given
            fields["end"] = start + 1000 if at < start else at
        self.tag(emitter, fields, step)
        self.spans.append(began)

    def tag(self, emitter, fields, step):
        declared = self.flow.spans[fields["name"]].tags
        taken = [*declared, *self.flow.service_tags.get(self.emitters[emitter]["service"], ())]
        for name, value in step["args"].items():
            if name in declared:
                fields["declared"][name] = value
        for extra in step.get("extra", []):
            name = plain(extra["key"])
            if name not in taken and name not in [k for k, _ in fields["extra"]]:
                fields["extra"].append((name, {k: v for k, v in extra.items() if k != "key"}))

    def tags(self, fields):
        declared = fields["declared"]
        ordered = [(name, argument(declared[name])) for name in self.flow.spans[fields["name"]].tags if name in declared]
        return ordered + [(name, typed(value)) for name, value in fields["extra"]]

    def error(self, fields):
        """The first value, in the order of the span's tags, that is an error; or None."""
        s = self.flow.spans[fields["name"]]
        given = [(name, fields["declared"].get(name)) for name in s.tags]
        return next((value for name, value in given if value in s.error_when.get(name, ())), None)

    def own(self, emitter):
        given = self.emitters[emitter]
        return [(n, argument(given["tags"][n])) for n in self.flow.service_tags.get(given["service"], ()) if n in given["tags"]]


def plain(value):
    return value if isinstance(value, str) else repaired(value)


def key(value):
    return {"int": str(value)} if isinstance(value, int) else {"text": plain(value)}


def argument(value):
    """An argument as (kind, value)."""
    for kind, types in (("int", int), ("double", float)):
        if isinstance(value, types):
            return kind, value
    return ("list", [argument(item) for item in value]) if isinstance(value, list) else ("string", plain(value))


def typed(value):
    """An extra's value as (kind, value)."""
    (kind, v), = value.items()
    if kind in ("text", "utf8", "utf16"):
        return "string", plain(value)
    if kind == "int":
        return kind, int(v)
    if kind.endswith("s"):
        return "list", [typed({kind[:-1] if kind != "texts" else "text": item}) for item in v]
    return kind, v


def flat(value):
    kind, v = value
    return [flat(item) for item in v] if kind == "list" else v


def any_value(value):
    kind, v = value
    if kind == "list":
        return {"arrayValue": {"values": [any_value(item) for item in v]} if v else {}}
    if kind == "int":
        return {"intValue": str(v)}
    return {{"string": "stringValue", "double": "doubleValue", "bool": "boolValue"}[kind]: v}


def attributes(pairs):
    return [{"key": name, "value": any_value(value)} for name, value in pairs]


def span_event(run, emitter, fields):
    context, parent = fields["context"], fields["parent"]
    out = {"trace_id": context.trace_id, "span_id": context.span_id}
    if parent:
        out["parent_id"] = parent.span_id
        if parent.trace_id != context.trace_id:
            out["parent_trace_id"] = parent.trace_id
    out["name"] = fields["name"]
    out["service_name"] = run.emitters[emitter]["service"]
    out["timestamp"] = fields["start"] // 1000
    out["duration"] = (fields["end"] - fields["start"]) // 1000
    if run.error(fields):
        out["error"] = True
    out["flow"], out["flow_version"] = run.flow.name, run.flow.version
    tags = {name: flat(value) for name, value in run.own(emitter) + run.tags(fields)}
    if tags:
        out["tags"] = tags
    if fields["links"]:
        out["links"] = [{"trace_id": link.trace_id, "span_id": link.span_id} for link in fields["links"]]
    return out


def otlp_span(run, fields):
    context, parent = fields["context"], fields["parent"]
    out = {"traceId": context.trace_id, "spanId": context.span_id}
    links = [{"traceId": link.trace_id, "spanId": link.span_id} for link in fields["links"]]
    if parent and parent.trace_id == context.trace_id:
        out["parentSpanId"] = parent.span_id
    elif parent:
        mark = attributes([("specgen.link.type", ("string", "parent"))])
        links.insert(0, {"traceId": parent.trace_id, "spanId": parent.span_id, "attributes": mark})
    out["flags"] = 1
    out["name"] = fields["name"]
    out["kind"] = run.flow.spans[fields["name"]].kind
    out["startTimeUnixNano"] = str(fields["start"])
    out["endTimeUnixNano"] = str(fields["end"])
    if run.tags(fields):
        out["attributes"] = attributes(run.tags(fields))
    if links:
        out["links"] = links
    if run.error(fields):
        out["status"] = {"message": run.error(fields), "code": 2}
    return out


def otlp(run):
    """The request that exports the spans that are sampled in one batch."""
    groups = {}
    for emitter, fields in run.spans:
        if fields["context"].sampled:
            groups.setdefault(emitter, []).append(otlp_span(run, fields))
    if not groups:
        return {}
    resource_spans = []
    for emitter, spans in groups.items():
        service = run.emitters[emitter]["service"]
        resource = {"attributes": attributes([("service.name", ("string", service))] + run.own(emitter))}
        scope = {"name": run.flow.name, "version": run.flow.version}
        resource_spans.append({"resource": resource, "scopeSpans": [{"scope": scope, "spans": spans}]})
    return {"resourceSpans": resource_spans}


class Cases:
    """The cases of one file, all of one flow."""

    def __init__(self, flow, named=False):
        self.flow = flow
        self.named = named  # whether each case names the flow
        self.cases = []

    def add(self, name, emitters, ops, violations=(), needs=None, trace_ids=(), span_ids=(), start=START):
        c = {"name": name}
        if self.named:
            c["flow"] = self.flow.name
        if needs:
            c["needs"] = needs
        c["start_ns"], c["step_ns"] = str(start), str(STEP)
        c["trace_ids"], c["span_ids"] = list(trace_ids), list(span_ids)
        c["emitters"] = [{"name": name, **given} for name, given in emitters.items()]
        c["ops"] = ops
        run = Run(self.flow, c).run()
        unsampled = [i for i, (_, fields) in enumerate(run.spans) if not fields["context"].sampled]
        c["expect"] = {"spans": [span_event(run, emitter, fields) for emitter, fields in run.spans], "otlp": otlp(run)}
        if unsampled:
            c["expect"]["unsampled"] = unsampled
        c["expect"]["violations"] = list(violations)
        self.cases.append(c)

    def write(self, name):
        assert len({c["name"] for c in self.cases}) == len(self.cases), "a name stands twice"
        body = json.dumps(self.cases, ensure_ascii=False, indent=1) + "\n"
        (HERE / name).write_text(body, encoding="utf-8")
