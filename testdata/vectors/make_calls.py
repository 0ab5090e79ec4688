"""Makes calls.json anew: python3 make_calls.py

Each case says what is called and which violations are reported; what is emitted is worked out here, from docs/ids.md and
docs/runtime-contract.md, without a line of specgen.
"""

import json

from make_vectors import HERE, derive_span, derive_trace, repaired, utf16, utf8

FLOW, VERSION = "notification", "1.0.0"
ID = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
APNS = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
REQUEST = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
START, STEP = 1712345678000000000, 1000000
TRIGGER, NOTIFY, SENT = "notification:trigger", "notification:notify", "notification:sent"
RECEIVED, OPENED, READ = "notification:received", "notification:opened", "notification:read in app"

# The tags of each span in the order of spec/notification.yaml, those of the variants last.
TAGS = {
    TRIGGER: ["trigger_type", "user_id", "team_id", "channel_id", "message_ts", "notification_id"],
    NOTIFY: ["user_id", "team_id", "channel_id", "message_ts"],
    SENT: ["channel_id", "device_id", "platform", "apns_id", "collapse_id", "fcm_message_id", "socket_id"],
    RECEIVED: ["badge_count"],
    OPENED: [],
    READ: ["message_count"],
}
SERVICE_TAGS = {
    "iOS": ["app_version", "os_version", "device_model"],
    "Android": ["app_version", "os_version", "device_model"],
    "Desktop": ["app_version", "os_version"],
    "Web": ["app_version", "browser"],
}
MEASURED = {READ}

MESSAGE = {"user_id": "U024BE7LH", "team_id": "T061EG9R6", "channel_id": "C012AB3CD", "message_ts": "1712345678.123456"}
IOS = {"ios": {"service": "iOS", "tags": {"app_version": "24.11.0", "os_version": "18.1", "device_model": "iPhone17,1"}}}
ANDROID = {"android": {"service": "Android", "tags": {"app_version": "24.11.0", "os_version": "15"}}}
DESKTOP = {"desktop": {"service": "Desktop", "tags": {"app_version": "24.11.0", "os_version": "macOS 15.1"}}}
WEB = {"web": {"service": "Web", "tags": {"app_version": "24.11.0", "browser": "Firefox 145"}}}
BACKEND = {name: {"service": name, "tags": {}} for name in ("webapp", "job-queue", "push-service")}


def op(emitter, span, parent=None, args=None, links=None, extra=None, at_ns=None):
    """A call of one span's method."""
    fields = {"emitter": emitter, "span": span, "parent": parent, "args": args or {}, "links": links, "extra": extra}
    fields["at_ns"] = None if at_ns is None else str(at_ns)
    return {key: value for key, value in fields.items() if value is not None}


def end(call, args=None, extra=None, at_ns=None):
    """The end of a measured span that an earlier op began."""
    fields = {"end": call, "args": args or {}, "extra": extra, "at_ns": None if at_ns is None else str(at_ns)}
    return {key: value for key, value in fields.items() if value is not None}


def of(call):
    return {"of": call}


def derive(span, parent=None, **args):
    return {"derive": span, "parent": parent} if parent else {"derive": span, "args": args}


def violation(rule, span, tag, value, expected):
    return {"rule": rule, "span": span, "tag": tag, "value": value, "expected": expected}


def bad(span, tag, value, expected):
    return violation("tag-value", span, tag, value, expected)


class Run:
    """What one case emits."""

    def __init__(self, case):
        self.case = case
        self.emitters = {given["name"]: given for given in case["emitters"]}
        self.trace_ids = iter(case.get("trace_ids", []))
        self.span_ids = iter(case.get("span_ids", []))
        self.contexts = {}
        self.running = {}
        self.spans = []  # (emitter, fields), in the order of emitting

    def reference(self, ref):
        if ref is None or "zero" in ref:
            return None
        if "of" in ref:
            return self.contexts[ref["of"]]
        if "traceparent" in ref:
            return tuple(ref["traceparent"].split("-")[1:3])
        span = ref["derive"]
        parent = self.reference(ref.get("parent"))
        return self.ids(span, parent, ref.get("args", {}), made_up=False)

    def ids(self, span, parent, args, made_up=True):
        if span == TRIGGER:
            return (parent[0] if parent else next(self.trace_ids)), next(self.span_ids)
        if span == NOTIFY:
            trace = derive_trace(FLOW, plain(args["notification_id"]))
            return trace, derive_span(trace, span, [])[0]
        if span == SENT:
            trace = parent[0] if parent else None
            if not made_up:
                trace = derive_trace(FLOW, plain(args["notification_id"]))
            keys = [{"text": plain(args["device_id"])}]
        else:
            trace, keys = (parent[0], [{"parent": parent[1]}]) if parent else (None, [])
        if trace is None:
            return next(self.trace_ids), next(self.span_ids)
        return trace, derive_span(trace, span, keys)[0]

    def run(self):
        for k, step in enumerate(self.case["ops"]):
            now = int(step.get("at_ns", int(self.case["start_ns"]) + k * int(self.case["step_ns"])))
            if "end" in step:
                began = self.running.pop(step["end"], None)
                if began:
                    emitter, fields = began
                    fields["end"] = max(fields["start"], now - fields["start"] + fields["start"])
                    self.tag(emitter, fields, step)
                    self.spans.append(began)
                continue
            parent = self.reference(step.get("parent"))
            context = self.ids(step["span"], parent, step["args"])
            self.contexts[k] = context
            fields = {"name": step["span"], "context": context, "parent": parent, "start": now, "end": now + 1000}
            fields["links"] = [self.reference(link) for link in step.get("links", [])]
            fields["declared"], fields["extra"] = {}, []
            self.tag(step["emitter"], fields, step)
            if step["span"] in MEASURED:
                self.running[k] = (step["emitter"], fields)
            else:
                self.spans.append((step["emitter"], fields))
        return self

    def tag(self, emitter, fields, step):
        taken = TAGS[fields["name"]] + SERVICE_TAGS.get(self.emitters[emitter]["service"], [])
        for name, value in step["args"].items():
            if name in TAGS[fields["name"]]:
                fields["declared"][name] = value
        for extra in step.get("extra", []):
            key = plain(extra["key"])
            if key not in taken and key not in [k for k, _ in fields["extra"]]:
                fields["extra"].append((key, {k: v for k, v in extra.items() if k != "key"}))

    def tags(self, fields):
        declared = fields["declared"]
        ordered = [(name, argument(declared[name])) for name in TAGS[fields["name"]] if name in declared]
        return ordered + [(key, typed(value)) for key, value in fields["extra"]]

    def own(self, emitter):
        given = self.emitters[emitter]
        return [(n, argument(given["tags"][n])) for n in SERVICE_TAGS.get(given["service"], []) if n in given["tags"]]


def plain(value):
    return value if isinstance(value, str) else repaired(value)


def argument(value):
    """An argument as (kind, value)."""
    return ("int", value) if isinstance(value, int) else ("string", plain(value))


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
    return [{"key": key, "value": any_value(value)} for key, value in pairs]


def span_event(run, emitter, fields):
    trace, span = fields["context"]
    out = {"trace_id": trace, "span_id": span}
    if fields["parent"]:
        out["parent_id"] = fields["parent"][1]
        if fields["parent"][0] != trace:
            out["parent_trace_id"] = fields["parent"][0]
    out["name"] = fields["name"]
    out["service_name"] = run.emitters[emitter]["service"]
    out["timestamp"] = fields["start"] // 1000
    out["duration"] = (fields["end"] - fields["start"]) // 1000
    out["flow"], out["flow_version"] = FLOW, VERSION
    tags = {key: flat(value) for key, value in run.own(emitter) + run.tags(fields)}
    if tags:
        out["tags"] = tags
    if fields["links"]:
        out["links"] = [{"trace_id": t, "span_id": s} for t, s in fields["links"]]
    return out


def otlp_span(run, fields):
    trace, span = fields["context"]
    out = {"traceId": trace, "spanId": span}
    links = [{"traceId": t, "spanId": s} for t, s in fields["links"]]
    if fields["parent"] and fields["parent"][0] == trace:
        out["parentSpanId"] = fields["parent"][1]
    elif fields["parent"]:
        mark = attributes([("specgen.link.type", ("string", "parent"))])
        links.insert(0, {"traceId": fields["parent"][0], "spanId": fields["parent"][1], "attributes": mark})
    out["flags"] = 1
    out["name"] = fields["name"]
    out["kind"] = 1
    out["startTimeUnixNano"] = str(fields["start"])
    out["endTimeUnixNano"] = str(fields["end"])
    if run.tags(fields):
        out["attributes"] = attributes(run.tags(fields))
    if links:
        out["links"] = links
    return out


def otlp(run):
    groups = {}
    for emitter, fields in run.spans:
        groups.setdefault(emitter, []).append(otlp_span(run, fields))
    if not groups:
        return {}
    resource_spans = []
    for emitter, spans in groups.items():
        service = run.emitters[emitter]["service"]
        resource = {"attributes": attributes([("service.name", ("string", service))] + run.own(emitter))}
        scope = {"name": FLOW, "version": VERSION}
        resource_spans.append({"resource": resource, "scopeSpans": [{"scope": scope, "spans": spans}]})
    return {"resourceSpans": resource_spans}


CASES = []


def case(name, emitters, ops, violations=(), needs=None, trace_ids=(), span_ids=(), start=START):
    c = {"name": name}
    if needs:
        c["needs"] = needs
    c["start_ns"], c["step_ns"] = str(start), str(STEP)
    c["trace_ids"], c["span_ids"] = list(trace_ids), list(span_ids)
    c["emitters"] = [{"name": name, **given} for name, given in emitters.items()]
    c["ops"] = ops
    run = Run(c).run()
    c["expect"] = {
        "spans": [span_event(run, emitter, fields) for emitter, fields in run.spans],
        "otlp": otlp(run),
        "violations": list(violations),
    }
    CASES.append(c)


def ios_sent(**more):
    return {"channel_id": "C012AB3CD", "device_id": "d1", "platform": "ios", "apns_id": APNS, **more}


def whole_flow():
    request = {"traceparent": REQUEST}
    case(
        "the whole flow, one device",
        {**BACKEND, **IOS},
        [
            op("webapp", TRIGGER, request, {"trigger_type": "@here", **MESSAGE, "notification_id": ID},
               links=[derive(NOTIFY, notification_id=ID)]),
            op("job-queue", NOTIFY, of(0), {"notification_id": ID, **MESSAGE}),
            op("push-service", SENT, of(1), ios_sent(collapse_id="C012AB3CD")),
            op("ios", RECEIVED, of(2), {"badge_count": 3}),
            op("ios", OPENED, of(3)),
            op("ios", READ, of(4)),
            end(5, {"message_count": 12}),
        ],
        span_ids=["00000000000000a1"],
    )
    case(
        "each side knows the references from ids or from the push payload",
        {**BACKEND, **ANDROID, **DESKTOP, **WEB},
        [
            op("push-service", SENT, derive(NOTIFY, notification_id=ID),
               {"channel_id": "C012AB3CD", "device_id": "a1", "platform": "android", "fcm_message_id": "0:17%31"}),
            op("push-service", SENT, derive(NOTIFY, notification_id=ID),
               {"channel_id": "C012AB3CD", "device_id": "k1", "platform": "desktop", "socket_id": "ws-1"}),
            op("push-service", SENT, derive(NOTIFY, notification_id=ID),
               {"channel_id": "C012AB3CD", "device_id": "w1", "platform": "web", "socket_id": "ws-2"}),
            op("android", RECEIVED, derive(SENT, notification_id=ID, device_id="a1"), {"badge_count": 0}),
            op("desktop", RECEIVED, {"traceparent": "00-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa24-01"}),
            op("web", RECEIVED, {"traceparent": "cc-7f9c24e83b1d4c5a9a0f2e6d81c4b7aa-e04e8e8dc8b1aa25-00-later"}),
            op("android", OPENED, derive(RECEIVED, derive(SENT, notification_id=ID, device_id="a1"))),
            op("web", READ, derive(OPENED, of(5))),
            op("desktop", OPENED, of(4)),
            op("desktop", READ, of(8)),
            end(9),
            end(7, {"message_count": 0}),
        ],
    )
    case(
        "the same again gives the same ids",
        {**BACKEND},
        [op("push-service", SENT, derive(NOTIFY, notification_id=ID), ios_sent()) for _ in range(2)],
    )
    case(
        "a trigger of each type, without a request, makes a trace of its own",
        {**BACKEND},
        [op("webapp", TRIGGER, None, {"trigger_type": kind, **MESSAGE, "notification_id": ID}) for kind in ("DM", "@here", "@channel")],
        trace_ids=["000000000000000000000000000000b1", "000000000000000000000000000000b2", "000000000000000000000000000000b3"],
        span_ids=["00000000000000c1", "00000000000000c2", "00000000000000c3"],
    )
    many = ["%08x-0000-4000-8000-000000000000" % n for n in range(1, 201)]
    case(
        "a trigger with 200 links, in the caller's order",
        {**BACKEND},
        [op("webapp", TRIGGER, request, {"trigger_type": "@channel", **MESSAGE, "notification_id": many[0]},
            links=[derive(NOTIFY, notification_id=n) for n in reversed(many)])],
        span_ids=["00000000000000a1"],
    )


def measured():
    opened = derive(OPENED, derive(RECEIVED, derive(SENT, notification_id=ID, device_id="d1")))
    case("a measured span lasts as long as it took", IOS, [op("ios", READ, opened), end(0, at_ns=START + 59_999_999_999)])
    case("microseconds are rounded down", IOS,
         [op("ios", READ, opened, at_ns=START + 1999), end(0, {"message_count": 1}, at_ns=START + 5997)])
    case("a clock that goes back gives no negative duration", IOS, [op("ios", READ, opened), end(0, at_ns=START - 5_000_000_000)])
    case("a measured span that is never ended is emitted by nobody", IOS, [op("ios", READ, opened), op("ios", OPENED, derive(RECEIVED, derive(SENT, notification_id=ID, device_id="d1")))])
    case(
        "the second end does nothing but report",
        IOS,
        [op("ios", READ, opened), end(0, {"message_count": 1}), end(0, {"message_count": 2})],
        [violation("ended-twice", READ, "", "", "one end")],
    )
    case(
        "extra tags at the start and at the end",
        IOS,
        [op("ios", READ, opened, extra=[{"key": "thread.id", "int": "1"}]),
         end(0, {"message_count": 1}, extra=[{"key": "thread.name", "text": "main"}, {"key": "thread.id", "int": "2"}])],
        [violation("shadowed-tag", READ, "thread.id", "2", "a tag that the spec does not declare")],
    )


def extras():
    notify = derive(NOTIFY, notification_id=ID)
    case(
        "extra tags of every type come last, in the caller's order",
        {**BACKEND},
        [op("push-service", SENT, notify, ios_sent(), extra=[
            {"key": "z", "text": "Zürich"}, {"key": "a", "int": "-9007199254740991"}, {"key": "half", "double": 0.5},
            {"key": "whole", "double": 3.0}, {"key": "yes", "bool": True}, {"key": "no", "bool": False}, {"key": "empty", "text": ""},
            {"key": "texts", "texts": ["a", ""]}, {"key": "ints", "ints": ["1", "-2"]}, {"key": "doubles", "doubles": [1.0, 2.5]},
            {"key": "bools", "bools": [True, False]}, {"key": "none", "texts": []},
        ])],
    )
    shadowed = "a tag that the spec does not declare"
    case(
        "an extra tag loses to a declared one, given or not, and to one before it",
        {**BACKEND, **IOS},
        [
            op("push-service", SENT, notify, ios_sent(), extra=[
                {"key": "device_id", "text": "d2"}, {"key": "collapse_id", "text": "c"}, {"key": "socket_id", "int": "7"},
                {"key": "kept", "bool": True}, {"key": "kept", "bool": False}, {"key": "notification_id", "text": ID}]),
            op("ios", RECEIVED, of(0), extra=[{"key": "badge_count", "int": "1"}, {"key": "app_version", "text": "0"},
                                              {"key": "browser", "text": "none"}]),
        ],
        [
            violation("shadowed-tag", SENT, "device_id", "d2", shadowed),
            violation("shadowed-tag", SENT, "collapse_id", "c", shadowed),
            violation("shadowed-tag", SENT, "socket_id", "7", shadowed),
            violation("shadowed-tag", SENT, "kept", "false", shadowed),
            violation("shadowed-tag", RECEIVED, "badge_count", "1", shadowed),
            violation("shadowed-tag", RECEIVED, "app_version", "0", shadowed),
        ],
    )
    case(
        "a number that is not finite",
        {**BACKEND},
        [op("push-service", SENT, notify, ios_sent(), extra=[
            {"key": "a", "double": "NaN"}, {"key": "b", "double": "Infinity"}, {"key": "c", "doubles": [1.5, "-Infinity", "NaN"]}])],
        [bad(SENT, "a", "NaN", "a finite number"), bad(SENT, "b", "Infinity", "a finite number"),
         bad(SENT, "c", "-Infinity", "a finite number")],
    )


def constraints():
    notify = derive(NOTIFY, notification_id=ID)
    user, team, channel, ts = "^[UW][A-Z0-9]{2,}$", "^[TE][A-Z0-9]{2,}$", "^[CDG][A-Z0-9]{2,}$", "^\\d{10}\\.\\d{6}$"
    args = {"user_id": "u024", "team_id": "T061EG9R6\n", "channel_id": "", "message_ts": "１712345678.123456"}
    case(
        "what breaks the spec is emitted all the same, and reported in the order of the tags",
        {**BACKEND},
        [op("webapp", TRIGGER, {"traceparent": REQUEST}, {"trigger_type": "DM", **args, "notification_id": "x"}),
         op("job-queue", NOTIFY, of(0), {"notification_id": "x", **args})],
        [v for span in (TRIGGER, NOTIFY) for v in (
            [bad(span, "notification_id", "x", "format uuid")] * (span == NOTIFY)
            + [bad(span, "user_id", "u024", "pattern " + user), bad(span, "team_id", "T061EG9R6\n", "pattern " + team),
               bad(span, "channel_id", "", "at least 1 character"), bad(span, "message_ts", "１712345678.123456", "pattern " + ts)]
            + [bad(span, "notification_id", "x", "format uuid")] * (span == TRIGGER))],
        span_ids=["00000000000000a1"],
    )
    faces = "\U0001f600" * 128
    long = "e\u0301" * 65
    case(
        "lengths count code points",
        {**BACKEND},
        [op("push-service", SENT, notify, ios_sent(device_id=faces, collapse_id="ü" * 64)),
         op("push-service", SENT, notify, ios_sent(device_id=long, collapse_id="ü" * 65))],
        [bad(SENT, "device_id", long, "at most 128 characters"), bad(SENT, "collapse_id", "ü" * 65, "at most 64 characters")],
    )
    case(
        "patterns and formats on their edges",
        {**BACKEND},
        [
            op("push-service", SENT, notify, ios_sent(channel_id="C12", apns_id=APNS.upper())),
            op("push-service", SENT, notify, ios_sent(channel_id="C1", apns_id=APNS.replace("-", ""))),
            op("push-service", SENT, notify, ios_sent(channel_id="xC12", apns_id="{" + APNS + "}")),
            op("push-service", SENT, notify, ios_sent(channel_id="C12ÄB", apns_id="", device_id="")),
        ],
        [
            bad(SENT, "channel_id", "C1", "pattern " + channel), bad(SENT, "apns_id", APNS.replace("-", ""), "format uuid"),
            bad(SENT, "channel_id", "xC12", "pattern " + channel), bad(SENT, "apns_id", "{" + APNS + "}", "format uuid"),
            bad(SENT, "channel_id", "C12ÄB", "pattern " + channel), bad(SENT, "device_id", "", "at least 1 character"),
            bad(SENT, "apns_id", "", "at least 1 character"),
        ],
    )
    case(
        "a negative count, and the tags of the service",
        {"ios": {"service": "iOS", "tags": {"app_version": "", "os_version": "18.1"}},
         "web": {"service": "Web", "tags": {"app_version": ""}}},
        [op("ios", RECEIVED, derive(SENT, notification_id=ID, device_id="d1"), {"badge_count": -1}),
         op("ios", RECEIVED, derive(SENT, notification_id=ID, device_id="d2"), {"badge_count": 9007199254740991}),
         op("web", OPENED, of(0)), op("web", READ, of(2)), end(3, {"message_count": -9007199254740991})],
        [bad("", "app_version", "", "at least 1 character"), bad("", "app_version", "", "at least 1 character"),
         bad(RECEIVED, "badge_count", "-1", "at least 0"), bad(READ, "message_count", "-9007199254740991", "at least 0")],
    )
    case(
        "a NUL in a key value, and in a value that is no key",
        {**BACKEND},
        [op("push-service", SENT, notify, ios_sent(device_id="d\0001", collapse_id="c\0001"))],
        [bad(SENT, "device_id", "d\0001", "no NUL character")],
    )
    case(
        "texts that JSON must escape",
        {**BACKEND},
        [op("push-service", SENT, notify, ios_sent(device_id="\"\\/\b\f\n\r\t\x1f\x7f\u2028\u2029<>&'", collapse_id="日本語\U0001f600\ufeff"))],
    )


def broken_text():
    notify = derive(NOTIFY, notification_id=ID)
    for needs, device, collapse, extra_key in (
        ("utf8", utf8(b"d\xe2\x82"), utf8(b"\xed\xa0\x80"), utf8(b"k\xff")),
        ("utf16", utf16(0x64, 0xD800), utf16(0xDE00, 0xD83D), utf16(0x6B, 0xDFFF)),
    ):
        fixed = repaired(collapse)
        case(
            "text that is ill-formed is repaired before it is hashed, as " + needs,
            {**BACKEND, "ios": {"service": "iOS", "tags": {"app_version": device, "os_version": "18.1"}}},
            [
                op("job-queue", NOTIFY, derive_trigger(), {"notification_id": device, **MESSAGE}),
                op("push-service", SENT, notify, ios_sent(device_id=device, collapse_id=collapse),
                   extra=[{"key": extra_key, "text": "x"}, {"key": "e", **collapse}]),
                op("ios", RECEIVED, of(1)),
            ],
            [
                violation("invalid-utf8", "", "app_version", "d\ufffd", "valid UTF-8"),
                violation("invalid-utf8", NOTIFY, "notification_id", "d\ufffd", "valid UTF-8"),
                bad(NOTIFY, "notification_id", "d\ufffd", "format uuid"),
                violation("invalid-utf8", SENT, "device_id", "d\ufffd", "valid UTF-8"),
                violation("invalid-utf8", SENT, "collapse_id", fixed, "valid UTF-8"),
                violation("invalid-utf8", SENT, "k\ufffd", "x", "valid UTF-8"),
                violation("invalid-utf8", SENT, "e", fixed, "valid UTF-8"),
            ],
            needs=needs,
        )


def derive_trigger():
    return {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00000000000000a1-01"}


def missing_parents():
    case(
        "references that are the zero value",
        {**BACKEND, **IOS},
        [
            op("job-queue", NOTIFY, {"zero": TRIGGER}, {"notification_id": ID, **MESSAGE}),
            op("push-service", SENT, {"zero": NOTIFY}, ios_sent()),
            op("ios", RECEIVED, {"zero": SENT}),
            op("ios", OPENED, of(2)),
        ],
        [violation("missing-parent", NOTIFY, "", "", TRIGGER), violation("missing-parent", SENT, "", "", NOTIFY),
         violation("missing-parent", RECEIVED, "", "", SENT)],
        needs="zero",
        trace_ids=["000000000000000000000000000000b1", "000000000000000000000000000000b2"],
        span_ids=["00000000000000c1", "00000000000000c2"],
    )


def main():
    whole_flow()
    measured()
    extras()
    constraints()
    broken_text()
    missing_parents()
    body = json.dumps(CASES, ensure_ascii=False, indent=1) + "\n"
    (HERE / "calls.json").write_text(body, encoding="utf-8")


if __name__ == "__main__":
    main()
