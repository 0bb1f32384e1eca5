/**
 * PostgreSQL: embedded or by URL, its schema, and transactions that see one tenant or, for operators, all. Nothing outside this
 * package opens a connection.
 */
@NullMarked
@CheckReturnValue
package com.penguinmails.control.database;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
