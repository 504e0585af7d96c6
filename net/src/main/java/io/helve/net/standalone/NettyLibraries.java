package io.helve.net.standalone;

import io.helve.aio.AioError;
import io.helve.aio.AioException;
import java.util.ArrayList;
import java.util.List;

/**
 * The libraries of Netty that byte streams need. Without a framework nothing checks the class path, and a missing
 * library would show as a {@link NoClassDefFoundError} in the middle of some operation. This class names the missing
 * library before the first operation starts.
 */
enum NettyLibraries {
    COMMON("netty-common", "io.netty.util.concurrent.Future"),
    BUFFER("netty-buffer", "io.netty.buffer.ByteBuf"),
    RESOLVER("netty-resolver", "io.netty.resolver.AddressResolver"),
    TRANSPORT("netty-transport", "io.netty.channel.Channel"),
    UNIX("netty-transport-native-unix-common", "io.netty.channel.unix.UnixChannel"),
    CODEC_BASE("netty-codec-base", "io.netty.handler.codec.ByteToMessageDecoder"),
    CODEC_HTTP("netty-codec-http", "io.netty.handler.codec.http.HttpRequest"),
    HANDLER("netty-handler", "io.netty.handler.ssl.SslHandler");

    private final String artifact;

    /** A class of the library. */
    private final String member;

    NettyLibraries(String artifact, String member) {
        this.artifact = artifact;
        this.member = member;
    }

    /**
     * Checks that all libraries are there.
     *
     * @throws AioException {@code ENOTSUP} if some are missing; the message has their Maven coordinates
     */
    static void requireAll() {
        List<String> missing = new ArrayList<>();
        for (NettyLibraries library : values()) {
            if (!library.isPresent()) {
                missing.add("io.netty:" + library.artifact);
            }
        }
        if (!missing.isEmpty()) {
            throw new AioException(
                    AioError.ENOTSUP,
                    "no byte streams: add " + String.join(", ", missing) + " to the class path or module path"
                            + " (with Maven, io.helve:io.helve.net brings them)");
        }
    }

    private boolean isPresent() {
        try {
            Class.forName(member, false, NettyLibraries.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        } catch (LinkageError e) { // the class exists, but a library that the class needs is missing
            return true;
        }
    }
}
