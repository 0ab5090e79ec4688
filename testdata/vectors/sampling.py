"""Which traces are kept, as docs/runtime-contract.md says: the rule, and the cases of sampling.json."""

import hashlib
import math
from fractions import Fraction


def threshold(percent):
    """The least randomness of a trace that is kept, worked out exactly from the decimal in the spec, such as "0.1%"."""
    share = Fraction(percent.rstrip("%")) / 100
    return math.ceil(2**56 * (1 - share))


def randomness(trace_id):
    """The number from 0 to 2^56 - 1 that decides about a trace: of its own digits where they are random, else of a hash."""
    raw = bytes.fromhex(trace_id)
    random = raw[6] >> 4 in (4, 7) and raw[8] >> 6 == 0b10
    return int.from_bytes((raw if random else hashlib.sha256(raw).digest())[-7:], "big")


def is_kept(trace_id, percent):
    return randomness(trace_id) >= threshold(percent)


PERCENTS = ["100%", "99.9%", "50%", "33.3%", "25%", "12.5%", "10%", "1%", "0.5%", "0.1%", "0.001%", "0.000001%", "99.999999%"]


def v4(number):
    """The trace id of a UUID of version 4 whose last 7 bytes are the number."""
    return "7f9c24e83b1d4c5a9a%014x" % number


def kept_cases():
    limit, rare = threshold("10%"), threshold("0.1%")
    cases = [
        ("version 4, right at the threshold", v4(limit), "10%"),
        ("version 4, right below it", v4(limit - 1), "10%"),
        ("version 4, right at a threshold that is rounded up", v4(rare), "0.1%"),
        ("version 4, right below it, rounded up", v4(rare - 1), "0.1%"),
        ("version 4, half of all", v4(2**55), "50%"),
        ("version 4, the other half", v4(2**55 - 1), "50%"),
        ("version 4, the least number", v4(0), "99.9%"),
        ("version 4, the least number, of which all are kept", v4(0), "100%"),
        ("version 4, the greatest number", v4(2**56 - 1), "0.000001%"),
        ("version 7", "0192f3a17b6c7d2e8f" + "%014x" % limit, "10%"),
        ("version 7, below the threshold", "0192f3a17b6c7d2e8f" + "%014x" % (limit - 1), "10%"),
        ("version 4, variant bits 10 with ones behind", "7f9c24e83b1d4c5abf" + "%014x" % limit, "10%"),
        ("version 4, variant bits 10 with zeros behind", "7f9c24e83b1d4c5a80" + "%014x" % limit, "10%"),
    ]
    # No UUID of version 4 or 7: the digits would decide the other way than the hash.
    for name, form in (
        ("version 1", "1b4e28ba2fa111d288"),
        ("version 5", "1b4e28ba2fa151d288"),
        ("version 8", "1b4e28ba2fa181d288"),
        ("version 0", "1b4e28ba2fa101d288"),
        ("version 4 in the wrong half of its byte", "1b4e28ba2fa104d288"),
        ("version 4, variant bits 11", "7f9c24e83b1d4c5ac8"),
        ("version 4, variant bits 01", "7f9c24e83b1d4c5a48"),
        ("version 7, variant bits 00", "0192f3a17b6c7d2e08"),
    ):
        for wanted in (True, False):
            number = limit - 1 if wanted else limit
            while is_kept(form + "%014x" % number, "10%") != wanted:
                number += -1 if wanted else 1
            cases.append((name + (": the hash keeps it" if wanted else ": the hash does not keep it"), form + "%014x" % number, "10%"))
    cases += [
        ("one bit", "0" * 31 + "1", "50%"),
        ("all ones", "f" * 32, "50%"),
        ("a trace id of W3C's specification", "4bf92f3577b34da6a3ce929d0e0e4736", "50%"),
        ("the trace id of a text", hashlib.sha256(b"notification\0not-a-uuid").hexdigest()[:32], "50%"),
        ("the nil UUID's trace id", hashlib.sha256(b"notification\0" + b"00000000-0000-0000-0000-000000000000").hexdigest()[:32], "50%"),
    ]
    return [
        {"name": name, "trace_id": trace_id, "percent": percent, "r": "%014x" % randomness(trace_id), "kept": is_kept(trace_id, percent)}
        for name, trace_id, percent in cases
    ]


def samplings():
    return {
        "threshold": [{"percent": percent, "threshold": "%014x" % threshold(percent)} for percent in PERCENTS],
        "kept": kept_cases(),
    }
