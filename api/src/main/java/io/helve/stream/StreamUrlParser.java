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
import java.util.regex.Pattern;

/** Parses one URL, or a part of one, and brings it into canonical form. */
final class StreamUrlParser {
    private static final int LONGEST = 8192;
    private static final int LAST_PORT = 65535;
    private static final Set<String> PATH_ONLY = Set.of("ipc", "unix", "abstract", "inproc");
    private static final String UNRESERVED = "-._~";
    private static final String NOT_IN_A_NAME = "[]<>\"\\^`{|}/?#@";

    /** Matches all IPv6 addresses, and some invalid addresses, which fail when they are resolved. */
    private static final Pattern IPV6 = Pattern.compile("(?=(.*:){2})[0-9A-Fa-f:]+(:\\d+(\\.\\d+){3})?");

    /** The encoding of the percent sign before a zone, as RFC 6874 requires it. */
    private static final String ENCODED_PERCENT = "25";

    /** The URL, or a description of it, for messages. */
    private final String url;

    StreamUrlParser(String url) {
        this.url = Objects.requireNonNull(url, "url");
    }

    StreamUrl parse() {
        if (url.length() > LONGEST) {
            throw new AioException(
                    AioError.EADDRINVAL, "URL of " + url.length() + " characters; " + LONGEST + " are allowed");
        }
        int end = url.indexOf("://");
        String scheme = end < 0 ? "" : url.substring(0, end).toLowerCase(Locale.ROOT);
        if (!isScheme(scheme)) {
            throw invalid("must begin with a scheme, such as tcp://");
        }
        String rest = url.substring(end + 3);
        return PATH_ONLY.contains(scheme)
                ? new StreamUrl(scheme, "", "", StreamUrl.NO_PORT, rest, "", "")
                : withAuthority(scheme, rest);
    }

    private StreamUrl withAuthority(String scheme, String rest) {
        int hash = rest.indexOf('#');
        String text = hash < 0 ? rest : rest.substring(0, hash);
        String fragment = hash < 0 ? "" : rest.substring(hash + 1);
        int end = indexOfAny(text, "/?");
        int question = text.indexOf('?', end);
        String path = text.substring(end, question < 0 ? text.length() : question);
        String query = question < 0 ? "" : text.substring(question + 1);
        String authority = text.substring(0, end);
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        String hostAndPort = authority.substring(at + 1);
        int colon = hostAndPort.lastIndexOf(':');
        String host = hostAndPort;
        if (hostAndPort.startsWith("[")) {
            int bracket = hostAndPort.lastIndexOf(']');
            if (bracket < 0 || bracket + 1 < hostAndPort.length() && colon != bracket + 1) {
                throw invalid("has a malformed address in brackets");
            }
            host = ipv6(hostAndPort.substring(1, bracket), true);
            colon = colon > bracket ? colon : -1;
        } else {
            if (colon >= 0) {
                host = hostAndPort.substring(0, colon);
            }
            if (host.indexOf(':') >= 0) {
                throw invalid("must have an IPv6 address in brackets");
            }
            host = name(host);
        }
        String digits = colon < 0 ? "" : hostAndPort.substring(colon + 1);
        return new StreamUrl(
                scheme,
                decode(userInfo),
                host,
                portFor(scheme, digits.isEmpty() ? StreamUrl.NO_PORT : number(digits)),
                resolve(decode(path)),
                decode(query),
                decode(fragment));
    }

    /** {@return a host that is not in brackets, in canonical form} */
    String hostFor(String scheme, String host) {
        Objects.requireNonNull(host, "host");
        if (PATH_ONLY.contains(scheme)) {
            throw invalid("cannot be: there are no hosts with " + scheme);
        }
        return host.indexOf(':') >= 0 ? ipv6(host, false) : name(host);
    }

    int portFor(String scheme, int port) {
        if (port < StreamUrl.NO_PORT || port > LAST_PORT) {
            throw invalid("has the port " + port + ", which is not a number from 0 to 65535");
        }
        if (port != StreamUrl.NO_PORT) {
            return port;
        }
        return switch (scheme.replaceFirst("[46]$", "")) {
            case "ws" -> 80;
            case "wss" -> 443;
            default -> StreamUrl.NO_PORT;
        };
    }

    String pathFor(String scheme, String path) {
        Objects.requireNonNull(path, "path");
        if (PATH_ONLY.contains(scheme)) {
            return path;
        }
        if (!path.isEmpty() && path.charAt(0) != '/' || indexOfAny(path, "?#") < path.length()) {
            throw invalid("cannot be: a path begins with a slash, and has no question mark or number sign");
        }
        return resolve(decode(path));
    }

    /** {@return a host as it stands in a URL} */
    static String bracketed(String host) {
        if (host.indexOf(':') < 0) {
            return host;
        }
        int percent = host.indexOf('%');
        // a parser would take a leading 25 of the zone for an encoded percent sign
        boolean ambiguous = percent >= 0
                && host.startsWith(ENCODED_PERCENT, percent + 1)
                && percent + 1 + ENCODED_PERCENT.length() < host.length();
        return "["
                + (ambiguous ? host.substring(0, percent + 1) + ENCODED_PERCENT + host.substring(percent + 1) : host)
                + "]";
    }

    private String ipv6(String text, boolean inUrl) {
        int percent = text.indexOf('%');
        String address = percent < 0 ? text : text.substring(0, percent);
        if (!IPV6.matcher(address).matches()) {
            throw invalid("has no IPv6 address where it should have one");
        }
        if (percent < 0) {
            return address.toLowerCase(Locale.ROOT);
        }
        String zone = text.substring(percent + 1);
        if (inUrl && zone.startsWith(ENCODED_PERCENT) && zone.length() > ENCODED_PERCENT.length()) {
            zone = zone.substring(ENCODED_PERCENT.length());
        }
        boolean plain = zone.chars().allMatch(c -> c > ' ' && c < 127 && NOT_IN_A_NAME.indexOf(c) < 0 && c != '%');
        if (zone.isEmpty() || !plain) {
            throw invalid("has a malformed zone in its IPv6 address");
        }
        return address.toLowerCase(Locale.ROOT) + "%" + zone; // names of interfaces are case-sensitive
    }

    private String name(String text) {
        if (indexOfAny(text, NOT_IN_A_NAME) < text.length()) {
            throw invalid("has a character in its host that no host has");
        }
        return decode(decode(text).toLowerCase(Locale.ROOT)); // again, as percent encodings are in upper case
    }

    private int number(String digits) {
        int port = 0;
        for (char c : digits.toCharArray()) {
            port = c < '0' || c > '9' || port > LAST_PORT ? LAST_PORT + 1 : port * 10 + c - '0';
        }
        if (port > LAST_PORT) {
            throw invalid("has the port " + digits + ", which is not a number from 0 to 65535");
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
    private String decode(String text) {
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
                    throw invalid("has a malformed percent encoding");
                }
                i += 2;
                bytes.put((byte) value);
                boolean plain = value < 128 && (Character.isLetterOrDigit(value) || UNRESERVED.indexOf(value) >= 0);
                canonical.append(plain ? Character.toString(value) : String.format(Locale.ROOT, "%%%02X", value));
            } else if (c <= ' ' || c == 127) {
                throw invalid("has a blank or control character");
            } else {
                bytes.put((byte) (c < 128 ? c : '?'));
                canonical.append(c);
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
        } catch (CharacterCodingException e) {
            throw invalid("is not UTF-8");
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

    /**
     * Makes the exception for an invalid URL. Its message leaves out the user information, which may contain a
     * password.
     */
    private AioException invalid(String why) {
        String shown = url.replaceFirst("://[^/?#]*@", "://");
        return new AioException(AioError.EADDRINVAL, "the URL " + shown + " " + why);
    }
}
