package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.PriorityClass;

/** Names one queue. Campaign may be empty. */
record QueueKey(String tenant, String campaign, String domain, PriorityClass priority) {}
