// Usage: nodemailer-client.js MAIL.json PORT... : composes one mail and submits the same to each port.
'use strict';
const fs = require('fs');
const nodemailer = require('nodemailer');

const mail = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));

function composed() {
    return {
        from: {name: mail.sender_name, address: mail.sender},
        to: mail.to,
        bcc: mail.hidden,
        subject: mail.subject,
        date: new Date(mail.date),
        messageId: mail.message_id,
        text: mail.text,
        attachments: [{filename: mail.attachment_name, path: mail.attachment}],
        // Boundaries are made from it, and drawn at random without it.
        baseBoundary: 'interop'
    };
}

function raw() {
    return {
        raw: fs.readFileSync(mail.raw),
        envelope: {from: mail.sender, to: mail.to.concat(mail.hidden), use8BitMime: true}
    };
}

async function main() {
    for (const port of process.argv.slice(3)) {
        const transport = nodemailer.createTransport(
            {host: '127.0.0.1', port: Number(port), name: 'client.test', secure: false, ignoreTLS: true});
        const result = await transport.sendMail(mail.form === 'EIGHT_BIT' ? raw() : composed());
        if (result.rejected.length > 0) {
            throw new Error('refused: ' + result.rejected);
        }
        transport.close();
    }
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
