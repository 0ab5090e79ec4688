"""Makes calls.json anew: python3 make_calls.py

Each case says what is called and which violations are reported; emitting.py works out what is emitted.
"""

from emitting import ANY, PARENT, START, Cases, Flow, Span, Trace, bad, derive, end, of, op, violation
from make_vectors import repaired, utf16, utf8

ID = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
APNS = "d6f6b2c1-98a5-4e0b-8f4e-0f7d3c6a9b10"
REQUEST = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
TRIGGER, NOTIFY, SENT = "notification:trigger", "notification:notify", "notification:sent"
RECEIVED, OPENED, READ = "notification:received", "notification:opened", "notification:read in app"

# spec/notification.yaml, as its clients know it.
FLOW = Flow(
    "notification",
    "1.0.0",
    {"request": Trace(None, "1%"), "notification": Trace("notification_id", "100%")},
    {
        TRIGGER: Span("request", ANY, tags=("trigger_type", "user_id", "team_id", "channel_id", "message_ts", "notification_id")),
        NOTIFY: Span("notification", (TRIGGER,), keys=(), tags=("user_id", "team_id", "channel_id", "message_ts")),
        SENT: Span("notification", (NOTIFY,), keys=("device_id",),
                   tags=("channel_id", "device_id", "platform", "apns_id", "collapse_id", "fcm_message_id", "socket_id")),
        RECEIVED: Span("notification", (SENT,), keys=PARENT, tags=("badge_count",)),
        OPENED: Span("notification", (RECEIVED,), keys=PARENT),
        READ: Span("notification", (OPENED,), keys=PARENT, tags=("message_count",), measured=True),
    },
    {
        "iOS": ("app_version", "os_version", "device_model"),
        "Android": ("app_version", "os_version", "device_model"),
        "Desktop": ("app_version", "os_version"),
        "Web": ("app_version", "browser"),
    },
)

MESSAGE = {"user_id": "U024BE7LH", "team_id": "T061EG9R6", "channel_id": "C012AB3CD", "message_ts": "1712345678.123456"}
IOS = {"ios": {"service": "iOS", "tags": {"app_version": "24.11.0", "os_version": "18.1", "device_model": "iPhone17,1"}}}
ANDROID = {"android": {"service": "Android", "tags": {"app_version": "24.11.0", "os_version": "15"}}}
DESKTOP = {"desktop": {"service": "Desktop", "tags": {"app_version": "24.11.0", "os_version": "macOS 15.1"}}}
WEB = {"web": {"service": "Web", "tags": {"app_version": "24.11.0", "browser": "Firefox 145"}}}
BACKEND = {name: {"service": name, "tags": {}} for name in ("webapp", "job-queue", "push-service")}


CALLS = Cases(FLOW)
case = CALLS.add


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


def read_of(device):
    """The parent of a "read in app" on a device."""
    return derive(OPENED, derive(RECEIVED, derive(SENT, notification_id=ID, device_id=device)))


def times():
    sent = derive(SENT, notification_id=ID, device_id="d1")
    case(
        "a time that is given is when it happened",
        {**BACKEND, **IOS},
        [
            op("webapp", TRIGGER, {"traceparent": REQUEST}, {"trigger_type": "DM", **MESSAGE, "notification_id": ID},
               time="2024-04-05T19:30:00.000Z"),
            op("job-queue", NOTIFY, of(0), {"notification_id": ID, **MESSAGE}, time="2024-04-05T19:30:00.250Z"),
            op("push-service", SENT, of(1), ios_sent(), time="2024-04-05T19:30:01.001Z"),
            op("ios", RECEIVED, of(2), {"badge_count": 3}, time="2024-04-05T19:30:02.999Z"),
            op("ios", OPENED, of(3)),
            op("ios", READ, of(4), time="2024-04-05T19:34:39.500Z"),
            end(5, {"message_count": 12}, time="2024-04-05T19:34:41.750Z"),
        ],
        span_ids=["00000000000000a1"],
    )
    case("a start that is given, and an end by the wall clock", IOS,
         [op("ios", READ, read_of("d1"), time="2024-04-05T19:34:37.500Z"), end(0, {"message_count": 1}, at_ns=START + 1_001_999)])
    case("an end that is given, and a start by the clock", IOS,
         [op("ios", READ, read_of("d1"), at_ns=START + 1999), end(0, time="2024-04-05T19:34:40.125Z", at_ns=START + 9_000_000_000)])
    case("an end at the start is no end before it", IOS,
         [op("ios", READ, read_of("d1"), time="2024-04-05T19:34:38.250Z"), end(0, time="2024-04-05T19:34:38.250Z")])
    case(
        "an end before its start is reported last",
        IOS,
        [
            op("ios", READ, read_of("d1"), time="2024-04-05T19:34:38.250Z"),
            end(0, time="2024-04-05T19:34:38.249Z"),
            op("ios", READ, read_of("d2"), at_ns=START + 1_999_999),
            end(2, time="2024-04-05T19:34:37.999Z"),
            op("ios", READ, read_of("d3"), time="2024-04-05T19:40:00.000Z"),
            end(4, at_ns=START + 2_999_999),
            op("ios", READ, read_of("d4")),
            end(6, {"message_count": -1}, extra=[{"key": "message_count", "int": "1"}], time="1969-07-20T20:17:40.000Z"),
        ],
        [
            late("2024-04-05T19:34:38.249Z", "2024-04-05T19:34:38.250Z"),
            late("2024-04-05T19:34:37.999Z", "2024-04-05T19:34:38.001Z"),
            late("2024-04-05T19:34:38.002Z", "2024-04-05T19:40:00.000Z"),
            bad(READ, "message_count", "-1", "at least 0"),
            violation("shadowed-tag", READ, "message_count", "1", "a tag that the spec does not declare"),
            late("1970-01-01T00:00:00.000Z", "2024-04-05T19:34:38.006Z"),
        ],
    )
    case(
        "a time before 1970 counts as 1970",
        IOS,
        [
            op("ios", RECEIVED, sent, time="1969-12-31T23:59:59.999Z"),
            op("ios", READ, read_of("d2"), time="1969-07-20T20:17:40.000Z"),
            end(1, time="1969-07-20T20:17:39.000Z"),
            op("ios", READ, read_of("d3"), time="1950-01-01T00:00:00.000Z"),
            end(3, time="1970-01-01T00:00:00.250Z"),
        ],
    )
    case(
        "a time that 64 bits of nanoseconds cannot hold is as if none was given",
        IOS,
        [
            op("ios", RECEIVED, sent, time="2262-04-12T00:00:00.000Z"),
            op("ios", OPENED, of(0), time="1600-01-01T00:00:00.000Z"),
            op("ios", READ, of(1), time="9999-12-31T23:59:59.999Z"),
            end(2, time="9999-12-31T23:59:59.999Z"),
        ],
    )


def late(value, start):
    return violation("end-before-start", READ, "", value, "not before " + start)


def sampling():
    def trigger(parent, **more):
        return op("webapp", TRIGGER, parent, {"trigger_type": "DM", **MESSAGE, "notification_id": ID}, **more)

    unsampled = {"traceparent": REQUEST[:-2] + "00"}
    case(
        "a request that is not sampled: its trigger is not exported, and what is below it is",
        {**BACKEND, **IOS},
        [
            trigger(unsampled, links=[derive(NOTIFY, notification_id=ID)]),
            op("job-queue", NOTIFY, of(0), {"notification_id": ID, **MESSAGE}),
            op("push-service", SENT, of(1), ios_sent()),
            op("ios", RECEIVED, of(2)),
            op("ios", OPENED, of(3)),
            op("ios", READ, of(4)),
            end(5),
        ],
        span_ids=["00000000000000a1"],
    )
    case(
        "what breaks the spec is reported of a span that is not sampled too",
        {**BACKEND},
        [op("webapp", TRIGGER, unsampled, {"trigger_type": "DM", **MESSAGE, "user_id": "u", "notification_id": ID},
            extra=[{"key": "team_id", "text": "T1"}])],
        [bad(TRIGGER, "user_id", "u", "pattern ^[UW][A-Z0-9]{2,}$"),
         violation("shadowed-tag", TRIGGER, "team_id", "T1", "a tag that the spec does not declare")],
        span_ids=["00000000000000a1"],
    )
    flags = ["00-%s-%s" % (REQUEST[3:52], f) for f in ("00", "01", "02", "03", "fe", "ff", "10", "11")]
    flags += ["cc-%s-%s-01" % (REQUEST[3:52], f) for f in ("00", "01")]
    case(
        "of the flags of a request only the last bit counts",
        {**BACKEND},
        [trigger({"traceparent": text}) for text in flags],
        span_ids=["00000000000000%02x" % (0xA0 + k) for k in range(len(flags))],
    )
    fresh = [
        "7f9c24e83b1d4c5a9afd70a3d70a3d71",  # version 4, at the threshold of 1 %
        "7f9c24e83b1d4c5a9afd70a3d70a3d70",  # below it
        "0192f3a17b6c7d2e8fffffffffffffff",  # version 7
        "0192f3a17b6c7d2e8f00000000000000",
        "000000000000000000000000000000b1",  # by its hash kept, though its last 7 bytes are small
        "ffffffffffffffffffffffffffffffff",  # by its hash not kept, though they are great
    ]
    case(
        "a trigger without a request is kept by its fresh trace id, and what takes its reference does the same",
        {**BACKEND},
        [trigger(None) for _ in fresh] + [trigger(of(k)) for k in range(len(fresh))],
        trace_ids=fresh,
        span_ids=["00000000000000%02x" % (0xA0 + k) for k in range(2 * len(fresh))],
    )
    carried = {name: {"traceparent": "00-%s-%s-00" % (ID.replace("-", ""), span)}
               for name, span in ((NOTIFY, "d4352a99fcf6c2a3"), (SENT, "e04e8e8dc8b1aa24"))}
    case(
        "in a kind of trace with an id the flag of the parent does not count",
        {**BACKEND, **IOS},
        [
            op("job-queue", NOTIFY, {"traceparent": REQUEST[:-2] + "00"}, {"notification_id": ID, **MESSAGE}),
            op("push-service", SENT, carried[NOTIFY], ios_sent()),
            op("ios", RECEIVED, carried[SENT]),
            op("ios", OPENED, derive(RECEIVED, carried[SENT])),
            op("ios", READ, derive(OPENED, derive(RECEIVED, carried[SENT]))),
            end(4),
        ],
    )
    case(
        "references carry the flag: as emitted, as derived from ids, as derived below a parent, and as carried",
        {**BACKEND, **IOS},
        [
            op("ios", RECEIVED, carried[SENT]),
            trigger(of(0)),
            trigger(derive(NOTIFY, notification_id=ID)),
            trigger(derive(RECEIVED, carried[SENT])),
            trigger(carried[SENT]),
            trigger(of(4)),
            op("job-queue", NOTIFY, of(5), {"notification_id": ID, **MESSAGE}),
            trigger(of(6)),
        ],
        span_ids=["00000000000000%02x" % (0xA0 + k) for k in range(6)],
    )


def main():
    whole_flow()
    measured()
    extras()
    constraints()
    broken_text()
    missing_parents()
    times()
    sampling()
    CALLS.write("calls.json")


if __name__ == "__main__":
    main()
