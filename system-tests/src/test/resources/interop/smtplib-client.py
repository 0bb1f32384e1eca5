"""Usage: smtplib-client.py MAIL.json PORT... : composes one mail and submits the same to each port."""
import email.policy
import json
import smtplib
import sys
from email.message import EmailMessage


def compose(mail):
    international = mail["form"] == "INTERNATIONAL"
    message = EmailMessage(policy=email.policy.SMTPUTF8 if international else email.policy.SMTP)
    message["From"] = f'{mail["sender_name"]} <{mail["sender"]}>'
    message["To"] = ", ".join(mail["to"])
    message["Bcc"] = ", ".join(mail["hidden"])
    message["Subject"] = mail["subject"]
    message["Date"] = mail["date"]
    message["Message-ID"] = mail["message_id"]
    message.set_content(mail["text"], cte="8bit")
    with open(mail["attachment"], "rb") as attachment:
        message.add_attachment(attachment.read(), "application", "octet-stream", filename=mail["attachment_name"])
    return message


def submit(mail, port):
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.test", timeout=30) as smtp:
        if mail["form"] == "EIGHT_BIT":
            with open(mail["raw"], "rb") as raw:
                refused = smtp.sendmail(mail["sender"], mail["to"] + mail["hidden"], raw.read(), ["BODY=8BITMIME"])
        else:
            refused = smtp.send_message(compose(mail))
        if refused:
            sys.exit(str(refused))


with open(sys.argv[1], encoding="utf-8") as file:
    specification = json.load(file)
for number in sys.argv[2:]:
    # Boundaries are drawn at random; the same seed makes the same mail.
    email.generator.random.seed(1)
    submit(specification, int(number))
