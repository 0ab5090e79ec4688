"""Makes ids.json, traceparent.json, sampling.json, utf8.json, doubles.json and formats.json anew: python3 make_vectors.py

It shares no code with specgen: hashes come from hashlib, repairs from Python's own decoder, digits from float.__repr__.
What each file holds stands in README.md.
"""

import hashlib
import json
import pathlib
import struct

from sampling import samplings

HERE = pathlib.Path(__file__).resolve().parent
UUID = "7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7aa"
TRACE = UUID.replace("-", "")


def text(value):
    return {"text": value}


def utf8(data):
    return {"utf8": data.hex()}


def utf16(*units):
    return {"utf16": list(units)}


def repaired(value):
    """The text that a value form stands for, repaired as docs/ids.md says."""
    if "text" in value:
        return value["text"]
    if "utf8" in value:
        return bytes.fromhex(value["utf8"]).decode("utf-8", "replace")
    out, units = "", value["utf16"]
    i = 0
    while i < len(units):
        unit = units[i]
        if 0xD800 <= unit < 0xDC00 and i + 1 < len(units) and 0xDC00 <= units[i + 1] < 0xE000:
            out += chr(0x10000 + ((unit - 0xD800) << 10) + (units[i + 1] - 0xDC00))
            i += 2
            continue
        out += "\ufffd" if 0xD800 <= unit < 0xE000 else chr(unit)
        i += 1
    return out


def derive_trace(flow, value):
    digits = value
    if len(value) == 36 and [value[i] for i in (8, 13, 18, 23)] == ["-"] * 4:
        digits = value[:8] + value[9:13] + value[14:18] + value[19:23] + value[24:]
    if len(digits) == 32 and all(c in "0123456789abcdefABCDEF" for c in digits) and int(digits, 16):
        return digits.lower()
    digest = hashlib.sha256(flow.encode() + b"\0" + value.encode()).digest()[:16]
    return digest.hex()


def derive_span(trace, span, keys):
    message = bytes.fromhex(trace) + span.encode() + b"\0"
    for key in keys:
        (kind, value), = key.items()
        if kind == "int":
            message += value.encode()
        elif kind == "bool":
            message += b"true" if value else b"false"
        elif kind == "parent":
            message += bytes.fromhex(value)
        else:
            message += repaired({"text": value} if kind == "enum" else key).encode()
        message += b"\0"
    return hashlib.sha256(message).digest()[:8].hex(), len(message)


def trace_cases():
    flow = "notification"
    cases = [
        ("a UUID", flow, text(UUID)),
        ("a UUID in upper case", flow, text(UUID.upper())),
        ("a UUID of mixed case", flow, text("7F9c24e8-3b1D-4c5a-9A0f-2e6d81c4b7aA")),
        ("32 hex digits", flow, text(TRACE)),
        ("32 hex digits in upper case", flow, text(TRACE.upper())),
        ("a UUID of no known version", flow, text("00000000-0000-0000-0000-000000000001")),
        ("all ones", flow, text("ffffffff-ffff-ffff-ffff-ffffffffffff")),
        ("the flow's name does not matter to a UUID", "checkout", text(UUID)),
        ("the nil UUID is hashed", flow, text("00000000-0000-0000-0000-000000000000")),
        ("32 zeros are hashed", flow, text("0" * 32)),
        ("no UUID", flow, text("not-a-uuid")),
        ("the flow's name matters to a hash", "checkout", text("not-a-uuid")),
        ("empty", flow, text("")),
        ("31 hex digits", flow, text(TRACE[:31])),
        ("33 hex digits", flow, text(TRACE + "0")),
        ("36 characters, hyphens elsewhere", flow, text("7f9c24e83-b1d-4c5a-9a0f-2e6d81c4b7aa")),
        ("36 characters, a digit for a hyphen", flow, text("7f9c24e8-3b1d-4c5a-9a0f02e6d81c4b7aa")),
        ("36 characters, one not hex", flow, text("7f9c24e8-3b1d-4c5a-9a0f-2e6d81c4b7ag")),
        ("32 characters, one not hex", flow, text("g" + TRACE[1:])),
        ("32 characters with a sign", flow, text("+" + TRACE[1:])),
        ("a UUID in braces", flow, text("{" + UUID + "}")),
        ("a UUID as a URN", flow, text("urn:uuid:" + UUID)),
        ("a UUID with a space before", flow, text(" " + UUID)),
        ("a UUID with a line feed behind", flow, text(UUID + "\n")),
        ("full-width digits", flow, text("".join(chr(0xFF10 + int(c)) if c.isdigit() else c for c in TRACE))),
        ("letters with diacritics, composed", flow, text("Bestellung-\u00fc\u00e9-17")),
        ("letters with diacritics, decomposed: another text", flow, text("Bestellung-u\u0308e\u0301-17")),
        ("beyond the basic plane", flow, text("order \U0001f600 \U00020000")),
        ("a byte order mark stays", flow, text("\ufeffx")),
        ("a NUL in the value", flow, text("a\0b")),
        ("one byte that is not UTF-8", flow, utf8(b"a\xffb")),
        ("a sequence that is cut off", flow, utf8(b"a\xf0\x9f\x98")),
        ("two parts that are ill-formed", flow, utf8(b"\xc0\xaf!")),
        ("a high surrogate alone", flow, utf16(0x61, 0xD83D, 0x62)),
        ("a low surrogate alone", flow, utf16(0x61, 0xDE00, 0x62)),
        ("a surrogate pair is a character", flow, utf16(0x61, 0xD83D, 0xDE00, 0x62)),
    ]
    # One block of SHA-256 holds 55 bytes of message and its padding, 56 to 64 bytes spill over.
    for total in list(range(54, 66)) + [119, 120, 127, 128, 183, 184, 300]:
        value = ("id-%d-" % total + "x" * total)[: total - len(flow) - 1]
        cases.append(("a message of %d bytes" % total, flow, text(value)))
    return [
        {"name": name, "flow": flow, "value": value, "trace_id": derive_trace(flow, repaired(value))}
        for name, flow, value in cases
    ]


def span_cases():
    sent, received = "notification:sent", "notification:received"
    hashed = derive_trace("notification", "not-a-uuid")
    cases = [
        ("no key", TRACE, "notification:notify", []),
        ("a string", TRACE, sent, [text("d1")]),
        ("the parent", TRACE, received, [{"parent": "e04e8e8dc8b1aa24"}]),
        ("the parent of opened", TRACE, "notification:opened", [{"parent": "d2fb36c6122d6086"}]),
        ("the parent of read in app", TRACE, "notification:read in app", [{"parent": "e286fce9ec501c22"}]),
        ("another trace", hashed, sent, [text("d1")]),
        ("no key, another trace", hashed, "notification:notify", []),
        ("a parent's id with zeros in it", TRACE, received, [{"parent": "0000000000000001"}]),
        ("the empty string is a key", TRACE, sent, [text("")]),
        ("two keys", TRACE, sent, [text("d1"), text("d2")]),
        ("two keys the other way round", TRACE, sent, [text("d2"), text("d1")]),
        ("two keys are not their concatenation", TRACE, sent, [text("d1d2")]),
        ("a NUL in the key gives the message of two keys", TRACE, sent, [text("d1\0d2")]),
        ("zero", TRACE, sent, [{"int": "0"}]),
        ("an int", TRACE, sent, [{"int": "42"}]),
        ("a text of the same digits gives the same id", TRACE, sent, [text("42")]),
        ("a negative int", TRACE, sent, [{"int": "-7"}]),
        ("the least int", TRACE, sent, [{"int": "-9223372036854775808"}]),
        ("the greatest int", TRACE, sent, [{"int": "9223372036854775807"}]),
        ("above what a double holds exactly", TRACE, sent, [{"int": "9007199254740993"}]),
        ("true", TRACE, sent, [{"bool": True}]),
        ("false", TRACE, sent, [{"bool": False}]),
        ("an enum is its value on the wire", TRACE, "notification:trigger", [{"enum": "@here"}]),
        ("keys of all types", TRACE, "step", [text("a"), {"int": "-1"}, {"bool": True}, {"enum": "web"}]),
        ("non-ASCII key", TRACE, sent, [text("Gerät-日本-\U0001f4f1")]),
        ("non-ASCII span name", TRACE, "paiement:reçu", [text("d1")]),
        ("a space in the span name", TRACE, "read in app", []),
        ("a key that is not UTF-8", TRACE, sent, [utf8(b"d\xe2\x82")]),
        ("a key with three ill-formed parts", TRACE, sent, [utf8(b"d\xed\xa0\x80")]),
        ("a key with a surrogate alone", TRACE, sent, [utf16(0x64, 0xD800)]),
    ]
    for total in list(range(54, 66)) + [119, 120, 128, 300]:
        room = total - 16 - len(sent) - 2
        cases.append(("a message of %d bytes" % total, TRACE, sent, [text(("d-%d-" % total + "y" * total)[:room])]))
    out = []
    for name, trace, span, keys in cases:
        span_id, length = derive_span(trace, span, keys)
        if name.startswith("a message of"):
            assert name == "a message of %d bytes" % length, (name, length)
        out.append({"name": name, "trace_id": trace, "span": span, "keys": keys, "span_id": span_id})
    return out


def traceparents():
    span = "e04e8e8dc8b1aa24"
    good = "00-%s-%s-01" % (TRACE, span)
    valid = [
        ("version 00", good),
        ("not sampled", good[:-2] + "00"),
        ("all flags", good[:-2] + "ff"),
        ("all flags but sampled", good[:-2] + "fe"),
        ("sampled, of a random trace id", good[:-2] + "03"),
        ("not sampled, of a random trace id", good[:-2] + "02"),
        ("the flags are hex: their first digit has no sampled bit", good[:-2] + "10"),
        ("a later version", "01" + good[2:]),
        ("the last version", "fe" + good[2:]),
        ("a later version with more behind", "01" + good[2:] + "-what-comes-later"),
        ("a later version with a hyphen behind", "cc" + good[2:] + "-"),
        ("a later version, not sampled", "01" + good[2:-1] + "0"),
        ("a later version, not sampled, with more behind", "fe" + good[2:-2] + "0a-01"),
        ("ids of one bit", "00-%s-%s-01" % ("0" * 31 + "1", "8" + "0" * 15)),
    ]
    zero = "0"
    invalid = [
        ("empty", ""),
        ("one character", "0"),
        ("a version alone", "00"),
        ("54 characters", good[:-1]),
        ("the first character is missing", good[1:]),
        ("version 00 with more behind", good + "-x"),
        ("version 00 with a hyphen behind", good + "-"),
        ("version 00 with a digit behind", good + "0"),
        ("a later version with a digit behind", "01" + good[2:] + "0"),
        ("version ff", "ff" + good[2:]),
        ("a version that is not hex", "0g" + good[2:]),
        ("a version in upper case", "AA" + good[2:]),
        ("a trace id in upper case", "00-%s-%s-01" % (TRACE.upper(), span)),
        ("a span id in upper case", "00-%s-%s-01" % (TRACE, span.upper())),
        ("flags in upper case", good[:-2] + "0A"),
        ("flags that are not hex", good[:-2] + "0x"),
        ("a trace id that is not hex", "00-%s-%s-01" % ("x" + TRACE[1:], span)),
        ("a span id that is not hex", "00-%s-%s-01" % (TRACE, span[:-1] + " ")),
        ("a trace id that is all zero", "00-%s-%s-01" % (zero * 32, span)),
        ("a span id that is all zero", "00-%s-%s-01" % (TRACE, zero * 16)),
        ("all zero", "00-%s-%s-00" % (zero * 32, zero * 16)),
        ("underscores for hyphens", good.replace("-", "_")),
        ("the first hyphen is missing", "000" + good[3:]),
        ("the second hyphen is elsewhere", "00-%s-%s-01" % (TRACE[:31], span + "a")),
        ("no flags", "00-%s-%s" % (TRACE, span)),
        ("a space before", " " + good),
        ("a space behind", good + " "),
        ("a line feed behind", good + "\n"),
        ("a carriage return in place of the last digit", good[:-1] + "\r"),
        ("a NUL in place of the last digit", good[:-1] + "\0"),
        ("a full-width digit", "\uff10" + good[1:]),
        ("a letter that is two bytes", "00-%s-%s-01" % ("\u00e9" + TRACE[1:], span)),
        ("55 bytes, one letter of two", "00-%s-%s-01" % ("\u00e9" + TRACE[2:], span)),
        ("a sign for a digit", "00-%s-%s-01" % ("+" + TRACE[1:], span)),
        ("a UUID for the trace id", "00-%s-%s-01" % (UUID, span)),
        ("tracestate behind a comma", good + ",a=b"),
    ]
    return {
        "valid": [
            {
                "name": name,
                "text": value,
                "trace_id": value[3:35],
                "span_id": value[36:52],
                "sampled": bool(int(value[53:55], 16) & 1),
                "written": "00-%s-%s-%02x" % (value[3:35], value[36:52], int(value[53:55], 16) & 1),
            }
            for name, value in valid
        ],
        "invalid": [{"name": name, "text": value} for name, value in invalid],
    }


def utf8_cases():
    cases = [
        ("empty", text("")),
        ("ASCII", text("plain")),
        ("non-ASCII", text("Zürich 東京 \U0001f600")),
        ("U+FFFD itself is no repair", text("\ufffd")),
        ("a NUL is a character", text("a\0b")),
        ("noncharacters are characters", text("\ufffe\uffff")),
        ("a continuation byte alone", utf8(b"a\x80b")),
        ("two continuation bytes", utf8(b"\x80\xbf")),
        ("FE and FF never occur", utf8(b"\xfe\xff")),
        ("a lead byte at the end", utf8(b"a\xc3")),
        ("a lead byte before ASCII", utf8(b"\xc3(")),
        ("overlong, two bytes: C0 and C1 never occur", utf8(b"\xc0\x80\xc1\xbf")),
        ("overlong, three bytes", utf8(b"\xe0\x80\xaf")),
        ("overlong, four bytes", utf8(b"\xf0\x80\x80\xaf")),
        ("three bytes, the last is missing", utf8(b"\xe2\x82")),
        ("three bytes, the last is missing, then ASCII", utf8(b"\xe2\x82x")),
        ("three bytes, the last is missing, then another", utf8(b"\xe2\x82\xe2\x82\xac")),
        ("four bytes, one is missing", utf8(b"\xf0\x9f\x98")),
        ("four bytes, two are missing", utf8(b"\xf0\x9f")),
        ("four bytes, three are missing", utf8(b"\xf0")),
        ("a surrogate as bytes: three parts", utf8(b"\xed\xa0\x80")),
        ("a surrogate pair as bytes: six parts", utf8(b"\xed\xa0\xbd\xed\xb8\x80")),
        ("above U+10FFFF", utf8(b"\xf4\x90\x80\x80")),
        ("F5 to FD never occur", utf8(b"\xf5\x80\x80\x80\xfd\x80")),
        ("Unicode table 3-8", utf8(b"\xc0\xaf\xe0\x80\xbf\xf0\x81\x82\x41")),
        ("Unicode table 3-9", utf8(b"\xed\xa0\x80\xed\xbf\xbf\xed\xaf\x41")),
        ("Unicode table 3-10", utf8(b"\xf4\x91\x92\x93\xff\x41\x80\xbf\x42")),
        ("Unicode table 3-11", utf8(b"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf\x41")),
        ("ISO 8859-1", utf8("Zürich".encode("latin-1"))),
        ("a high surrogate at the end", utf16(0x61, 0xD83D)),
        ("a high surrogate before a letter", utf16(0xD83D, 0x61)),
        ("a low surrogate at the start", utf16(0xDE00, 0x61)),
        ("the pair the wrong way round: two parts", utf16(0xDE00, 0xD83D)),
        ("two high surrogates: two parts", utf16(0xD83D, 0xD83D)),
        ("a high surrogate, then a pair", utf16(0xD83D, 0xD83D, 0xDE00)),
        ("a pair is whole", utf16(0xD83D, 0xDE00)),
    ]
    out = []
    for name, value in cases:
        fixed = repaired(value)
        whole = "text" in value or name == "a pair is whole"
        out.append({"name": name, "value": value, "repaired": fixed, "valid": whole})
    return out


def double_text(number):
    """ECMAScript's Number::toString, with .0 where it has neither a point nor an exponent."""
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    sign = "-" if struct.pack(">d", number)[0] & 0x80 else ""
    if number == 0:
        return sign + "0.0"
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len((whole + fraction).lstrip("0")))
    digits = digits.rstrip("0")
    count = len(digits)
    if count <= point <= 21:
        return sign + digits + "0" * (point - count) + ".0"
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    return "%s%s%se%s%d" % (sign, digits[0], "." + digits[1:] if count > 1 else "", "+" if power > 0 else "-", abs(power))


def doubles():
    numbers = [
        0.0, -0.0, 1.0, -1.0, 2.5, 0.1, 0.2 + 0.1, 1 / 3, 100.0, 123456789.0, 1e15, 1e16, 9007199254740992.0,
        9007199254740993.0, 1e20, 123456789012345680000.0, 1e21, 1.5e21, 1e22, 1e23, 1e100, -1.7976931348623157e308,
        0.001, 1e-5, 1e-6, 1.5e-6, 1e-7, 1.5e-7, 5e-324, 2.2250738585072014e-308, 4.35, 0.000001234, 1e-10,
        float("nan"), float("inf"), float("-inf"),
    ]
    return [{"bits": struct.pack(">d", n).hex(), "text": double_text(n)} for n in numbers]


def formats():
    return [
        {
            "format": "uuid",
            "valid": [UUID, UUID.upper(), "00000000-0000-0000-0000-000000000000"],
            "invalid": ["", TRACE, "{" + UUID + "}", UUID + "0", UUID[:-1], UUID[:-1] + "g", UUID.replace("-", "_"),
                        "7f9c24e83-b1d-4c5a-9a0f-2e6d81c4b7aa", UUID + "\n"],
        },
        {
            "format": "hex",
            "valid": ["00", "Ff", "0123456789abcdefABCDEF"],
            "invalid": ["", "0", "abc", "0x00", "gg", "00 ", "\uff10\uff10"],
        },
        {
            "format": "date-time",
            "valid": ["2024-04-05T19:34:38Z", "2024-04-05t19:34:38z", "2024-04-05T19:34:38.123456789Z",
                      "2024-04-05T19:34:38+05:30", "2024-04-05T19:34:38.5-23:59", "2024-02-29T00:00:00Z",
                      "2000-02-29T00:00:00Z", "1990-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z"],
            "invalid": ["", "2024-04-05", "2024-04-05 19:34:38Z", "2024-04-05T19:34:38", "2024-04-05T19:34Z",
                        "2024-04-05T19:34:38.Z", "2024-04-05T19:34:38,5Z", "2024-13-05T19:34:38Z", "2024-00-05T19:34:38Z",
                        "2024-04-31T19:34:38Z", "2024-04-00T19:34:38Z", "2023-02-29T00:00:00Z", "1900-02-29T00:00:00Z",
                        "2024-04-05T24:00:00Z", "2024-04-05T19:60:38Z", "2024-04-05T19:34:61Z", "2024-04-05T19:34:38+24:00",
                        "2024-04-05T19:34:38+05:60", "2024-04-05T19:34:38+0530", "2024-04-05T19:34:38+05", "24-04-05T19:34:38Z",
                        "2024-04-05T19:34:38ZZ", "+2024-04-05T19:34:38Z", "2024-04-05T19:34:38.5", "2024-4-5T19:34:38Z"],
        },
        {
            "format": "uri",
            "valid": ["https://example.com/a?b=c#d", "mailto:a@example.com", "urn:uuid:" + UUID, "a:", "x+y-z.1:/%20",
                      "http://[::1]:80/", "HTTP://EXAMPLE.COM"],
            "invalid": ["", "example.com", "/path", "//host/path", "1http://a", ":a", "http://a b", "http://a/%2",
                        "http://a/%zz", "http://a/\"", "http://a/<b>", "http://a/\\", "http://a/{b}", "http://a/é", "http://a/\n",
                        "ht_tp://a", "http://a/^", "http://a/`", "http://a/|"],
        },
        {
            "format": "email",
            "valid": ["a@b", "first.last+tag@example.com", "!#$%&'*+-/=?^_`{|}~@example.com", "a@b-c.d"],
            "invalid": ["", "a", "@b", "a@", "a@b@c", ".a@b", "a.@b", "a..b@c", "a@.b", "a@b.", "a b@c", "\"a b\"@c", "a@[1.2.3.4]",
                        "a(b)@c", "ä@b", "a@b\n", "a,b@c"],
        },
        {
            "format": "ipv4",
            "valid": ["0.0.0.0", "255.255.255.255", "192.0.2.1"],
            "invalid": ["", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.04", "01.2.3.4", "1.2.3.", ".1.2.3", "1..2.3", "1.2.3.4 ",
                        "0x1.2.3.4", "::1", "1.2.3.4/8", "\uff11.2.3.4", "1.2.3.-4", "1.2.3.1000"],
        },
        {
            "format": "ipv6",
            "valid": ["::", "::1", "1::", "2001:db8::1", "2001:DB8:0:0:8:800:200C:417A", "1:2:3:4:5:6:7:8", "::ffff:192.0.2.1",
                      "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "0001::000a"],
            "invalid": ["", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", "[::1]",
                        "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:192.0.2.1", "192.0.2.1", "::256.0.0.1",
                        "::1.2.3", "::01.2.3.4", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:", "::1/64", " ::1", "1.2.3.4::"],
        },
    ]


def write(name, value):
    body = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    (HERE / name).write_text(body, encoding="utf-8")


def main():
    assert derive_span(TRACE, "notification:sent", [text("d1")])[0] == "e04e8e8dc8b1aa24"
    write("ids.json", {"trace_ids": trace_cases(), "span_ids": span_cases()})
    write("traceparent.json", traceparents())
    write("sampling.json", samplings())
    write("utf8.json", utf8_cases())
    write("doubles.json", doubles())
    write("formats.json", formats())


if __name__ == "__main__":
    main()
