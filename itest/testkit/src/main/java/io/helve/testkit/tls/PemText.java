package io.helve.testkit.tls;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Writes PEM. */
public final class PemText {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemText() {}

    /**
     * Returns content as PEM.
     *
     * @param label what stands in the first and the last line
     * @param content the bytes
     * @return the text
     */
    public static String of(String label, byte[] content) {
        String lines = new String(LINES.encode(content), StandardCharsets.US_ASCII);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
