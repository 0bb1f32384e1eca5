"""Usage: dkimpy.py verify ZONE MESSAGE | dkimpy.py sign KEY SELECTOR DOMAIN HEADER/BODY MESSAGE"""
import sys

import dkim


def verify(zone, message):
    records = dict(line.split(" ", 1) for line in open(zone).read().splitlines())

    def lookup(name, timeout=5):
        return records[name.decode().rstrip(".")].encode()

    octets = open(message, "rb").read()
    signatures = sum(1 for name, _ in dkim.DKIM(octets).headers if name.lower() == b"dkim-signature")
    for index in range(signatures):
        try:
            print("pass" if dkim.DKIM(octets).verify(idx=index, dnsfunc=lookup) else "fail")
        except dkim.ValidationError:
            print("fail")


def sign(key, selector, domain, form, message):
    header, body = form.encode().split(b"/")
    octets = open(message, "rb").read()
    field = dkim.sign(octets, selector.encode(), domain.encode(), open(key, "rb").read(), canonicalize=(header, body))
    sys.stdout.buffer.write(field + octets)


{"verify": verify, "sign": sign}[sys.argv[1]](*sys.argv[2:])
