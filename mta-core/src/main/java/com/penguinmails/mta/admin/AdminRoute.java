package com.penguinmails.mta.admin;

import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;

/** One thing that the admin port serves. */
record AdminRoute(Method method, String path, Handler handler) {}
