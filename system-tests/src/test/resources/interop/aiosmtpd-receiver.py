"""Usage: aiosmtpd-receiver.py FOLDER utf8|ascii : prints its port, stores what it accepts, ends with its standard input.

Recipients whose local part begins with "refused" are refused, those with "later" for the first time only.
"""
import asyncio
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Receiver(SMTP):
    # Twice what RFC 5321 obliges a receiver to take; larger here, because real receivers take more.
    line_length_limit = 100_000


class Handler:
    def __init__(self, folder):
        self.folder = folder
        self.seen = set()
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused"):
            return "550 5.1.1 aiosmtpd knows nobody of that name"
        if address.startswith("later") and address not in self.seen:
            self.seen.add(address)
            return "451 4.7.1 aiosmtpd asks for another try"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        self.count += 1
        path = os.path.join(self.folder, f"{self.count:06}")
        with open(path + ".eml", "wb") as content:
            content.write(envelope.original_content)
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            json.dump({"recipients": envelope.rcpt_tos, "options": envelope.mail_options}, file)
        # The name that is looked for comes last, and at once.
        os.rename(path + ".tmp", path + ".json")
        return "250 2.0.0 stored"


async def main(folder, form):
    handler = Handler(folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: Receiver(handler, hostname="mx.aiosmtpd.test", enable_SMTPUTF8=form == "utf8", loop=loop),
        "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main(sys.argv[1], sys.argv[2]))
