package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;

/** Names one queue. Campaign and sending domain may be empty. */
record QueueKey(String tenant, String campaign, String senderDomain, String domain, PriorityClass priority) {}
