package io.helve.stream;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A URL in canonical form. Mirrors {@code nng_url}: scheme and host are in lower case, percent-encoded unreserved
 * characters are decoded, {@code .} and {@code ..} are resolved and duplicate slashes removed in paths behind a host.
 *
 * <p>In {@code ipc}, {@code unix}, {@code abstract} and {@code inproc} everything after {@code ://} is the path, as it
 * stands.
 */
public final class StreamUrl {
    /** What {@link #port} returns when the URL has none and the scheme has no default. */
    public static final int NO_PORT = -1;

    private static final int LONGEST = 8192;
    private static final Set<String> PATH_ONLY = Set.of("ipc", "unix", "abstract", "inproc");
    private static final String UNRESERVED = "-._~";

    private final String scheme;
    private final String host;
    private final int port;
    private final String path;
    private final String query;

    private StreamUrl(String scheme, String host, int port, String path, String query) {
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.path = path;
        this.query = query;
    }

    /**
     * Parses a URL. Mirrors {@code nng_url_parse}.
     *
     * @param url the URL, such as {@code tcp://127.0.0.1:5555}, {@code ipc:///tmp/socket},
     *     {@code ws://host:8080/path?query}
     * @return the URL
     * @throws AioException {@code EADDRINVAL} if it is not well-formed; the message holds it and says why
     */
    public static StreamUrl parse(String url) {
        int end = url.indexOf("://");
        if (url.length() > LONGEST) {
            throw new AioException(
                    AioError.EADDRINVAL, "URL of " + url.length() + " characters; " + LONGEST + " are allowed");
        }
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!isScheme(scheme)) {
            throw invalid(url, "must begin with a scheme, such as tcp://");
        }
        String rest = url.substring(end + 3);
        if (PATH_ONLY.contains(scheme)) {
            return new StreamUrl(scheme, "", NO_PORT, rest, "");
        }
        return parseAuthority(url, scheme, rest);
    }

    private static StreamUrl parseAuthority(String url, String scheme, String rest) {
        int fragment = rest.indexOf('#');
        String text = fragment < 0 ? rest : rest.substring(0, fragment);
        int end = indexOfAny(text, "/?");
        String authority = text.substring(0, end);
        if (authority.indexOf('@') >= 0) {
            throw invalid(url, "must not hold a user");
        }
        int colon = authority.lastIndexOf(':');
        String host = authority;
        int port = switch (scheme) {
            case "ws" -> 80;
            case "wss" -> 443;
            default -> NO_PORT;
        };
        if (authority.startsWith("[")) {
            int bracket = authority.indexOf(']');
            if (bracket < 0 || bracket + 1 < authority.length() && colon != bracket + 1) {
                throw invalid(url, "has a malformed address in brackets");
            }
            host = authority.substring(1, bracket);
            colon = colon > bracket ? colon : -1;
        } else if (colon >= 0) {
            host = authority.substring(0, colon);
            if (host.indexOf(':') >= 0) {
                throw invalid(url, "must have an IPv6 address in brackets");
            }
        }
        if (colon >= 0 && colon + 1 < authority.length()) {
            port = port(url, authority.substring(colon + 1));
        }
        int question = text.indexOf('?', end);
        String path = text.substring(end, question < 0 ? text.length() : question);
        String query = question < 0 ? "" : text.substring(question + 1);
        return new StreamUrl(
                scheme,
                decode(url, host).toLowerCase(Locale.ROOT),
                port,
                resolve(decode(url, path)),
                decode(url, query));
    }

    private static int port(String url, String digits) {
        int port = 0;
        for (char c : digits.toCharArray()) {
            port = c < '0' || c > '9' || port > 65535 ? 65536 : port * 10 + c - '0';
        }
        if (port > 65535) {
            throw invalid(url, "has the port " + digits + ", which is not a number from 0 to 65535");
        }
        return port;
    }

    private static boolean isScheme(String scheme) {
        return !scheme.isEmpty()
                && scheme.charAt(0) >= 'a'
                && scheme.charAt(0) <= 'z'
                && scheme.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || "+-.".indexOf(c) >= 0);
    }

    private static int indexOfAny(String text, String chars) {
        for (int i = 0; i < text.length(); i++) {
            if (chars.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return text.length();
    }

    /** Decodes the characters that need no encoding, and checks that the others are UTF-8. */
    private static String decode(String url, String text) {
        if (text.indexOf('%') < 0 && text.chars().allMatch(c -> c > ' ' && c < 127)) {
            return text;
        }
        StringBuilder canonical = new StringBuilder();
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int value = i + 2 < text.length() ? hex(text.charAt(i + 1)) * 16 + hex(text.charAt(i + 2)) : -1;
                if (value < 0) {
                    throw invalid(url, "has a malformed percent encoding");
                }
                i += 2;
                bytes.put((byte) value);
                boolean plain = value < 128 && (Character.isLetterOrDigit(value) || UNRESERVED.indexOf(value) >= 0);
                canonical.append(plain ? Character.toString(value) : String.format(Locale.ROOT, "%%%02X", value));
            } else if (c <= ' ' || c == 127) {
                throw invalid(url, "has a blank or control character");
            } else {
                bytes.put((byte) (c < 128 ? c : '?'));
                canonical.append(c);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw invalid(url, "is not UTF-8");
        }
        return canonical.toString();
    }

    private static int hex(char c) {
        int digit = Character.digit(c, 16);
        return digit < 0 || c > 'f' ? -1000 : digit;
    }

    private static String resolve(String path) {
        if (path.isEmpty()) {
            return "";
        }
        Deque<String> parts = new ArrayDeque<>();
        String[] split = path.split("/", -1);
        for (int i = 1; i < split.length; i++) {
            String part = split[i];
            boolean last = i == split.length - 1;
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.equals(".") && !part.isEmpty()) {
                parts.add(part);
            }
            if (last && (part.isEmpty() || part.equals(".") || part.equals(".."))) {
                parts.add("");
            }
        }
        return "/" + String.join("/", parts);
    }

    private static AioException invalid(String url, String why) {
        return new AioException(AioError.EADDRINVAL, "the URL " + url + " " + why);
    }

    /**
     * Returns the scheme.
     *
     * @return the scheme, in lower case
     */
    public String scheme() {
        return scheme;
    }

    /**
     * Returns the host: a name or an address, an IPv6 address without brackets.
     *
     * @return the host, empty if there is none
     */
    public String host() {
        return host;
    }

    /**
     * Says whether a listener takes this host for all addresses.
     *
     * @return whether it is empty or {@code *}
     */
    public boolean isWildcard() {
        return host.isEmpty() || host.equals("*");
    }

    /**
     * Returns the port.
     *
     * @return the port, or {@link #NO_PORT}
     */
    public int port() {
        return port;
    }

    /**
     * Returns the path.
     *
     * @return the path without the query, empty if there is none
     */
    public String path() {
        return path;
    }

    /**
     * Returns the query.
     *
     * @return what follows the question mark, empty if there is none
     */
    public String query() {
        return query;
    }

    /**
     * Returns a URL like this with another host and port.
     *
     * @param newHost the host
     * @param newPort the port
     * @return the URL
     */
    public StreamUrl withAddress(String newHost, int newPort) {
        return new StreamUrl(scheme, newHost, newPort, path, query);
    }

    /**
     * Returns a URL like this with another path.
     *
     * @param newPath the path
     * @return the URL
     */
    public StreamUrl withPath(String newPath) {
        return new StreamUrl(scheme, host, port, newPath, query);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamUrl url && toString().equals(url.toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, host, port, path, query);
    }

    /** The canonical text. */
    @Override
    public String toString() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + bracketed + (port == NO_PORT ? "" : ":" + port) + path
                + (query.isEmpty() ? "" : "?" + query);
    }
}
