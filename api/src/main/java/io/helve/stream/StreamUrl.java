package io.helve.stream;

import io.helve.aio.AioException;
import io.helve.annotation.ThreadSafe;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A URL in canonical form, immutable. Mirrors {@code nng_url}. Scheme and host are in lower case, percent-encoded
 * unreserved characters are decoded, other percent encodings are in upper case, {@code .} and {@code ..} are resolved
 * and duplicate slashes removed in paths behind a host, and URLs of {@code ws} and {@code wss} always have a port.
 *
 * <p>The schemes {@code ipc}, {@code unix}, {@code abstract} and {@code inproc} have no host: everything after
 * {@code ://} is the path, unchanged.
 *
 * <p>Two URLs are equal if all their parts are equal. No part is ever {@code null}: a missing part is empty.
 */
@ThreadSafe
public final class StreamUrl {
    /** The result of {@link #port} if the URL has no port and the scheme has no default port. */
    public static final int NO_PORT = -1;

    private final String scheme;
    private final String userInfo;
    private final String host;
    private final int port;
    private final String path;
    private final String query;
    private final String fragment;

    /** Called by the parser with parts in canonical form. */
    StreamUrl(String scheme, String userInfo, String host, int port, String path, String query, String fragment) {
        this.scheme = scheme;
        this.userInfo = userInfo;
        this.host = host;
        this.port = port;
        this.path = path;
        this.query = query;
        this.fragment = fragment;
    }

    /**
     * Parses a URL. Mirrors {@code nng_url_parse}.
     *
     * @param url the URL, such as {@code tcp://127.0.0.1:5555}, {@code ipc:///tmp/socket},
     *     {@code ws://host:8080/path?query}, {@code tcp://[fe80::1%eth0]:5555}
     * @return the URL
     * @throws AioException {@code EADDRINVAL} if the URL is not well-formed; the message says why. The message contains
     *     the URL, without user information, unless the URL has more than 8192 characters
     */
    public static StreamUrl parse(String url) {
        return new StreamUrlParser(url).parse();
    }

    /** {@return the scheme, in lower case} */
    public String scheme() {
        return scheme;
    }

    /**
     * Returns the user information: the text before an {@code @} that precedes the host, such as {@code user:password}.
     * No scheme of Helve uses the user information.
     *
     * @return the user information, empty if there is none
     */
    public String userInfo() {
        return userInfo;
    }

    /**
     * Returns the host: a name or an address. An IPv6 address has no brackets here, and may end with {@code %} and a
     * zone, as {@code fe80::1%eth0} does.
     *
     * @return the host, empty if there is none
     */
    public String host() {
        return host;
    }

    /**
     * Tells whether the host means all addresses when a listener binds it.
     *
     * @return whether the host is empty or {@code *}
     */
    public boolean isWildcard() {
        return host.isEmpty() || host.equals("*");
    }

    /** {@return the port from 0 to 65535, or {@link #NO_PORT}} */
    public int port() {
        return port;
    }

    /** {@return the path without the query, empty if there is none} */
    public String path() {
        return path;
    }

    /** {@return the text between the question mark and the fragment, empty if there is none} */
    public String query() {
        return query;
    }

    /** {@return the text after the number sign, empty if there is none} */
    public String fragment() {
        return fragment;
    }

    /**
     * Returns a copy of this URL with another host and port, in canonical form.
     *
     * @param newHost the host: a name, an address (an IPv6 address without brackets), {@code *} or empty
     * @param newPort the port from 0 to 65535, or {@link #NO_PORT} for the default of the scheme, if the scheme has a
     *     default
     * @return the URL
     * @throws AioException {@code EADDRINVAL} if host or port are not well-formed, or the scheme has no host
     */
    public StreamUrl withAddress(String newHost, int newPort) {
        StreamUrlParser parser = new StreamUrlParser(this + " with the host " + newHost + " and the port " + newPort);
        return new StreamUrl(
                scheme,
                userInfo,
                parser.hostFor(scheme, newHost),
                parser.portFor(scheme, newPort),
                path,
                query,
                fragment);
    }

    /**
     * Returns a copy of this URL with another path, in canonical form.
     *
     * @param newPath the path, percent-encoded where necessary; behind a host the path begins with a slash, or is empty
     * @return the URL
     * @throws AioException {@code EADDRINVAL} if the path is not well-formed, or holds a query or a fragment
     */
    public StreamUrl withPath(String newPath) {
        String canonical = new StreamUrlParser(this + " with the path " + newPath).pathFor(scheme, newPath);
        return new StreamUrl(scheme, userInfo, host, port, canonical, query, fragment);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StreamUrl url
                && scheme.equals(url.scheme)
                && userInfo.equals(url.userInfo)
                && host.equals(url.host)
                && port == url.port
                && path.equals(url.path)
                && query.equals(url.query)
                && fragment.equals(url.fragment);
    }

    @Override
    public int hashCode() {
        return Objects.hash(scheme, userInfo, host, port, path, query, fragment);
    }

    /**
     * Returns the canonical text. The text has all parts except the user information, which may contain a password: for
     * a URL without user information, parsing the text makes an equal URL.
     *
     * @return the text
     */
    @Override
    public String toString() {
        return scheme + "://" + StreamUrlParser.bracketed(host) + (port == NO_PORT ? "" : ":" + port) + path
                + (query.isEmpty() ? "" : "?" + query) + (fragment.isEmpty() ? "" : "#" + fragment);
    }
}
