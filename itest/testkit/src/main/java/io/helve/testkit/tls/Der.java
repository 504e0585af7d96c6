package io.helve.testkit.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Writes the parts of DER that certificates and keys need, also for invalid certificates and keys. */
public final class Der {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    /** {@return an element with a tag, made of parts} */
    public static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() < 128) {
            out.write(content.size());
        } else {
            boolean shorter = content.size() < 256;
            out.write(shorter ? 0x81 : 0x82);
            if (!shorter) {
                out.write(content.size() >> 8);
            }
            out.write(content.size());
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    /** {@return a sequence} */
    public static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    /** {@return an integer} */
    public static byte[] integer(long value) {
        return element(2, BigInteger.valueOf(value).toByteArray());
    }

    /** {@return a bit string} */
    public static byte[] bits(byte[] content) {
        return element(3, new byte[1], content);
    }

    /** {@return an octet string} */
    public static byte[] octets(byte[] content) {
        return element(4, content);
    }

    /** {@return an object identifier} */
    public static byte[] id(int... arcs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(arcs[0] * 40 + arcs[1]);
        for (int i = 2; i < arcs.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arcs[i] >> shift != 0) {
                    out.write(arcs[i] >> shift & 127 | 128);
                }
            }
            out.write(arcs[i] & 127);
        }
        return element(6, out.toByteArray());
    }

    /** {@return a time before 2050} */
    public static byte[] time(Instant instant) {
        return element(0x17, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    /** {@return a distinguished name that is a common name} */
    public static byte[] name(String common) {
        return sequence(element(0x31, sequence(id(2, 5, 4, 3), element(12, common.getBytes(StandardCharsets.UTF_8)))));
    }
}
