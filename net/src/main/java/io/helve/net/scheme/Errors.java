package io.helve.net.scheme;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import io.helve.internal.PrintableText;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Maps failures of Netty and the JDK to errors. */
public final class Errors {
    /** The longest {@link #line}, since causes quote the peer. */
    private static final int LONGEST = 300;

    /** Behind these words Netty quotes all data that has arrived, which may be a request with a password. */
    private static final Pattern DUMP = Pattern.compile("(?<=not an SSL/TLS record).*", Pattern.DOTALL);

    /** The largest number of causes that are examined. */
    private static final int DEPTH = 16;

    /**
     * Errors by words in the JDK's messages, where the JDK has no type for them. The words are those of the C library
     * in English; {@link SocketTexts} knows those of the language of this process.
     */
    private static final Map<String, AioError> WORDS = Map.ofEntries(
            Map.entry("connection refused", AioError.ECONNREFUSED),
            Map.entry("connection reset", AioError.ECONNRESET),
            Map.entry("broken pipe", AioError.ECONNRESET),
            Map.entry("connection aborted", AioError.ECONNABORTED),
            Map.entry("software caused connection abort", AioError.ECONNABORTED),
            Map.entry("address already in use", AioError.EADDRINUSE),
            Map.entry("cannot assign requested address", AioError.EADDRINVAL),
            Map.entry("can't assign requested address", AioError.EADDRINVAL),
            Map.entry("address family not supported", AioError.ENOTSUP),
            Map.entry("network is unreachable", AioError.EUNREACHABLE),
            Map.entry("host is unreachable", AioError.EUNREACHABLE),
            Map.entry("no route to host", AioError.EUNREACHABLE),
            Map.entry("timed out", AioError.ETIMEDOUT),
            Map.entry("permission denied", AioError.EPERM),
            Map.entry("operation not permitted", AioError.EPERM),
            Map.entry("no such file or directory", AioError.ENOENT),
            Map.entry("not a directory", AioError.ENOENT),
            Map.entry("file name too long", AioError.EADDRINVAL),
            Map.entry("path too long", AioError.EADDRINVAL),
            Map.entry("too many open files", AioError.ENOFILES),
            Map.entry("resource temporarily unavailable", AioError.EAGAIN),
            Map.entry("message too long", AioError.EMSGSIZE),
            Map.entry("no buffer space available", AioError.ENOMEM),
            Map.entry("cannot allocate memory", AioError.ENOMEM));

    /** Errors by Linux's numbers, which native channels report. */
    private static final Map<Integer, AioError> NUMBERS = Map.ofEntries(
            Map.entry(1, AioError.EPERM),
            Map.entry(2, AioError.ENOENT),
            Map.entry(11, AioError.EAGAIN),
            Map.entry(12, AioError.ENOMEM),
            Map.entry(13, AioError.EPERM),
            Map.entry(20, AioError.ENOENT),
            Map.entry(23, AioError.ENOFILES),
            Map.entry(24, AioError.ENOFILES),
            Map.entry(32, AioError.ECONNRESET),
            Map.entry(36, AioError.EADDRINVAL),
            Map.entry(90, AioError.EMSGSIZE),
            Map.entry(97, AioError.ENOTSUP),
            Map.entry(98, AioError.EADDRINUSE),
            Map.entry(99, AioError.EADDRINVAL),
            Map.entry(101, AioError.EUNREACHABLE),
            Map.entry(103, AioError.ECONNABORTED),
            Map.entry(104, AioError.ECONNRESET),
            Map.entry(105, AioError.ENOMEM),
            Map.entry(110, AioError.ETIMEDOUT),
            Map.entry(111, AioError.ECONNREFUSED),
            Map.entry(113, AioError.EUNREACHABLE));

    private static final Pattern NUMBER = Pattern.compile("failed with error\\(-(\\d{1,4})\\)");

    private Errors() {}

    /**
     * Finds the error for a failure.
     *
     * @param failure the failure
     * @return the error; {@code ESYSERR} if no other fits
     */
    public static AioError of(Throwable failure) {
        AioError found = AioError.ESYSERR;
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEPTH; depth++) {
            if (each instanceof AioException known && found == AioError.ESYSERR) {
                return known.error();
            }
            AioError more = one(each);
            if (more == AioError.EPEERAUTH || found == AioError.ESYSERR) {
                found = more; // the innermost cause of a failed handshake tells which side was at fault
            }
            each = each.getCause();
        }
        return found;
    }

    /**
     * Describes a failure, for use behind words that name the error.
     *
     * @param failure the failure
     * @return its message with escapes for control characters, for an {@link AioException} without the name of the
     *     error at the beginning, and for a certificate that is not valid at this time with the time until or from
     *     which it is
     */
    public static String text(Throwable failure) {
        String message = PrintableText.of(message(failure)); // names of abstract sockets begin with a NUL
        String code = failure instanceof AioException known ? known.error() + ": " : "";
        String text = message.startsWith(code) ? message.substring(code.length()) : message;
        Throwable each = failure.getCause();
        for (int depth = 0; each != null && depth < DEPTH; depth++) {
            if (each instanceof CertificateExpiredException || each instanceof CertificateNotYetValidException) {
                String validity = String.valueOf(each.getMessage()); // "NotAfter: " or "NotBefore: " and a date
                return text.contains(validity) ? text : text + " (" + validity + ")";
            }
            each = each.getCause();
        }
        return text;
    }

    /**
     * {@return the message of a failure} Netty adds the address to a message of the JDK's that may be missing: "null:
     * /[::2]:9". Then the text of the error is in its place.
     */
    private static String message(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        if (message.equals("null")) {
            return of(failure).message();
        }
        return message.startsWith("null: ") ? of(failure).message() + message.substring("null".length()) : message;
    }

    /**
     * Describes the failure of a peer in one line.
     *
     * @param failure the failure
     * @return the error and the text of the failure, without control characters and without the data that has arrived
     */
    public static String line(Throwable failure) {
        String line = PrintableText.of(
                of(failure) + ": " + DUMP.matcher(text(failure)).replaceFirst(""));
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
    }

    private static AioError one(Throwable failure) {
        if (failure instanceof OutOfMemoryError) { // also that no thread can be started
            return AioError.ENOMEM;
        }
        if (failure instanceof NativeIoException nativeFailure) {
            return NUMBERS.getOrDefault(-nativeFailure.expectedErr(), AioError.ESYSERR);
        }
        AioError named = byNumber(failure.getMessage());
        if (named == null) {
            named = byWords(failure.getMessage());
        }
        if (named == null && failure instanceof IOException) {
            named = SocketTexts.find(failure);
        }
        return named != null ? named : byType(failure);
    }

    /** {@return the error for the number of the system that Netty's native channels put into a message, or null} */
    private static AioError byNumber(String message) {
        Matcher number = message == null ? null : NUMBER.matcher(message);
        return number != null && number.find() ? NUMBERS.get(Integer.parseInt(number.group(1))) : null;
    }

    private static AioError byWords(String message) {
        if (message != null) {
            String words = message.toLowerCase(Locale.ROOT);
            for (Map.Entry<String, AioError> entry : WORDS.entrySet()) {
                if (words.contains(entry.getKey())) {
                    return entry.getValue();
                }
            }
        }
        return null;
    }

    private static AioError byType(Throwable failure) {
        if (failure instanceof SslHandshakeTimeoutException || failure instanceof ConnectTimeoutException) {
            return AioError.ETIMEDOUT;
        }
        if (failure instanceof CertificateException
                || failure instanceof CertPathValidatorException
                || failure instanceof SSLPeerUnverifiedException) {
            return AioError.EPEERAUTH;
        }
        if (failure instanceof NotSslRecordException) {
            return AioError.EPROTO;
        }
        if (failure instanceof SSLException) {
            boolean carried =
                    failure.getCause() instanceof IOException && !(failure.getCause() instanceof SSLException);
            return carried ? AioError.ESYSERR : AioError.ECRYPTO; // the connection beneath TLS has failed
        }
        if (failure instanceof PortUnreachableException || failure instanceof ConnectException) {
            return AioError.ECONNREFUSED;
        }
        if (failure instanceof NoRouteToHostException) {
            return AioError.EUNREACHABLE;
        }
        if (failure instanceof UnknownHostException
                || failure instanceof BindException
                || failure instanceof UnresolvedAddressException
                || failure instanceof UnsupportedAddressTypeException) {
            return AioError.EADDRINVAL;
        }
        if (failure instanceof FileNotFoundException // native channels throw this without a message
                || failure instanceof NoSuchFileException) {
            return AioError.ENOENT;
        }
        if (failure instanceof AccessDeniedException) {
            return AioError.EPERM;
        }
        if (failure instanceof TooLongFrameException) {
            return AioError.EMSGSIZE;
        }
        if (failure instanceof ProtocolException || failure instanceof DecoderException) {
            return failure.getCause() == null ? AioError.EPROTO : AioError.ESYSERR;
        }
        if (failure instanceof ClosedChannelException || failure instanceof EOFException) {
            return AioError.ECONNRESET;
        }
        if (failure instanceof UnsupportedOperationException) {
            return AioError.ENOTSUP;
        }
        return failure instanceof OutOfMemoryError ? AioError.ENOMEM : AioError.ESYSERR;
    }
}
