package io.helve.net.ws;

import io.helve.stream.StreamUrl;
import io.netty.handler.codec.http.HttpDecoderConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** The parts of HTTP that both sides of a handshake need. */
final class Http {
    /** A little more than the longest URL. */
    private static final int LINE_MAX = 8192 + 64;

    private static final int HEADERS_MAX = 16 << 10;

    private Http() {}

    static HttpDecoderConfig limits() {
        return new HttpDecoderConfig().setMaxInitialLineLength(LINE_MAX).setMaxHeaderSize(HEADERS_MAX);
    }

    /** {@return the tokens of comma-separated header values} */
    static List<String> tokens(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(token -> !token.isEmpty())
                .toList();
    }

    /** {@return the path of a URL in the form in which it is sent} */
    static String path(StreamUrl url) {
        return url.path().isEmpty() ? "/" : ascii(url.path());
    }

    /**
     * {@return the path of a URL in the form in which listeners are told apart} As with nng, a slash at the end makes
     * no difference.
     */
    static String route(StreamUrl url) {
        String path = path(url);
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    static String target(StreamUrl url) {
        return path(url) + (url.query().isEmpty() ? "" : "?" + ascii(url.query()));
    }

    private static String ascii(String text) {
        return encoded(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    /** {@return bytes, of which each is a character of the text, with percent encodings for those beyond ASCII} */
    static String encoded(String octets) {
        StringBuilder encoded = new StringBuilder(octets.length());
        for (int i = 0; i < octets.length(); i++) {
            char octet = octets.charAt(i);
            if (octet < 0x80) {
                encoded.append(octet);
            } else {
                encoded.append(String.format(Locale.ROOT, "%%%02X", (int) octet));
            }
        }
        return encoded.toString();
    }
}
