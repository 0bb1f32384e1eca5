package com.penguinmails.testkit.dns;

import java.util.List;
import org.xbill.DNS.Record;

/** What the zones say to one question: the response code, the answer section and the authority section. */
record ZoneAnswer(int rcode, List<Record> answers, List<Record> authority) {}
