package io.helve.remote.codec;

import java.io.IOException;

/** A message would be longer than its receiver accepts. */
public final class TooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    TooLargeException(int limit) {
        super("the message is longer than " + limit + " bytes");
    }
}
