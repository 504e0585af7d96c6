package io.helve.net.ipc;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.stream.StreamUrl;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names in Linux's abstract name space, as URLs have them: percent-encoded, since a name may hold any bytes, zero bytes
 * included.
 */
final class AbstractName {
    private AbstractName() {}

    /**
     * Decodes the name in a URL.
     *
     * @param url the URL
     * @return the name without the leading zero byte
     * @throws AioException {@code EADDRINVAL} if an encoding is malformed or the name is not UTF-8
     */
    static String decode(StreamUrl url) {
        byte[] text = url.path().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream name = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '%') {
                int high = i + 2 < text.length ? Character.digit(text[i + 1], 16) : -1;
                int low = i + 2 < text.length ? Character.digit(text[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new AioException(AioError.EADDRINVAL, "the URL " + url + " has a malformed percent encoding");
                }
                name.write(high << 4 | low);
                i += 2;
            } else {
                name.write(text[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new AioException(AioError.EADDRINVAL, "the name in the URL " + url + " is not UTF-8", e);
        }
    }

    /**
     * Puts a name into a URL.
     *
     * @param url a URL of the same scheme
     * @param name the name without the leading zero byte
     * @return the URL
     */
    static StreamUrl encode(StreamUrl url, String name) {
        StringBuilder encoded = new StringBuilder();
        for (char each : name.toCharArray()) {
            if (each <= ' ' || each == '%' || each == 127) {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) each));
            } else {
                encoded.append(each);
            }
        }
        return url.withPath(encoded.toString());
    }
}
