/** Tests of the templates of mail. */
@NullMarked
package com.penguinmails.mta.compose.template;

import org.jspecify.annotations.NullMarked;
