package io.helve.shell.stream;

import io.helve.aio.AioFactory;
import io.helve.shell.command.CommandException;
import io.helve.shell.command.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import io.helve.stream.DatagramEndpoint;
import io.helve.stream.Stream;
import io.helve.stream.StreamDialer;
import io.helve.stream.StreamEndpoint;
import io.helve.stream.StreamFactory;
import io.helve.stream.StreamListener;
import io.helve.stream.StreamUrl;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Connects standard input and output with a peer: one that is dialed, or those that come. */
public final class Netcat {
    /** How much is sent in one datagram: what goes through any network in one piece. */
    private static final int DATAGRAM = 1400;

    private static final int BLOCK = 64 * 1024;

    /**
     * How to do it.
     *
     * @param block how many bytes are sent at a time, or 0 for what suits the scheme
     * @param lines whether each line is a message
     * @param receiveOnly whether standard input is left alone
     * @param quitAfter how long to wait, when nothing moves, for the peer's end after ours, or for ours after the
     *     peer's; {@code null} for ever, or a second where one side cannot end without the other
     * @param idleTimeout how long nothing may move, or {@code null}
     */
    public record Settings(int block, boolean lines, boolean receiveOnly, Duration quitAfter, Duration idleTimeout) {}

    /** Is told what happens, a line at a time. */
    public interface Log {
        /** It can be dialed there. */
        void listening(StreamUrl url);

        /** Something else that may be of interest. */
        void detail(String line);
    }

    private final AioFactory factory;
    private final StreamConnector endpoints;
    private final StandardStreams standard;
    private final Settings settings;
    private final ByteTotals traffic;
    private final Log log;
    private StandardEnds ends;

    /** To be used once. */
    public Netcat(
            AioFactory factory,
            StreamFactory streams,
            Consumer<StreamEndpoint> options,
            StandardStreams standard,
            Settings settings,
            ByteTotals traffic,
            Log log) {
        this.factory = factory;
        this.endpoints = new StreamConnector(factory, streams, options);
        this.standard = standard;
        this.settings = settings;
        this.traffic = traffic;
        this.log = log;
    }

    /** Dials, and returns when the conversation is over. */
    public void dial(String url) throws CommandException, InterruptedException {
        try (StreamDialer dialer = endpoints.dialer(url)) {
            converse(url, new StreamPeer(endpoints.dial(dialer, url)));
        } finally {
            closeEnds();
        }
    }

    /**
     * Listens, and returns when the conversation with the first who comes is over; with {@code keepOpen} not even then.
     */
    public void listen(String url, boolean keepOpen) throws CommandException, InterruptedException {
        try {
            if (StreamConnector.isDatagrams(url)) {
                listenForDatagrams(url);
                return;
            }
            if (keepOpen) {
                serveAll(url);
            } else {
                converse(url, new StreamPeer(first(url)));
            }
        } finally {
            closeEnds();
        }
    }

    /** Accepts one connection; others are refused from then on. */
    private Stream first(String url) throws CommandException, InterruptedException {
        try (StreamListener listener = endpoints.listener(url)) {
            log.listening(StreamConnector.where(listener, listener.localAddress()));
            return endpoints.accept(listener, url);
        }
    }

    private void serveAll(String url) throws CommandException, InterruptedException {
        try (StreamListener listener = endpoints.listener(url)) {
            log.listening(StreamConnector.where(listener, listener.localAddress()));
            while (true) {
                serve(url, endpoints.accept(listener, url));
            }
        }
    }

    /** One that is lost is not the end of all. */
    private void serve(String url, Stream stream) throws CommandException, InterruptedException {
        try {
            converse(url, new StreamPeer(stream));
        } catch (CommandException e) {
            if (e.exitCode() != ExitCode.LOST && e.exitCode() != ExitCode.IDLE) {
                throw e;
            }
            log.detail(e.getMessage());
        }
    }

    private void listenForDatagrams(String url) throws CommandException, InterruptedException {
        try (DatagramEndpoint endpoint = endpoints.datagrams(url)) {
            log.listening(StreamConnector.where(endpoint, endpoint.localAddress()));
            converse(url, new DatagramPeer(endpoint));
        }
    }

    private void converse(String url, Peer peer) throws CommandException, InterruptedException {
        long sent = traffic.sent();
        long received = traffic.received();
        NetcatSession.Manner manner = new NetcatSession.Manner(
                block(url), settings.receiveOnly(), standard.terminal(), settings.quitAfter(), settings.idleTimeout());
        try (peer) {
            if (settings.lines() && !peer.isMessageOriented()) {
                throw new CommandException(ExitCode.USAGE, url + ": moves bytes, not messages; leave out --lines");
            }
            peer.describe().forEach(log::detail);
            if (ends == null) {
                ends = new StandardEnds(standard, settings.lines());
            }
            try (NetcatSession conversation = new NetcatSession(factory, ends, url, peer, manner, traffic)) {
                conversation.run();
            }
        } finally {
            log.detail(String.format(
                    Locale.ROOT,
                    "sent %d bytes, received %d bytes",
                    traffic.sent() - sent,
                    traffic.received() - received));
        }
    }

    private int block(String url) {
        if (settings.block() > 0) {
            return settings.block();
        }
        return StreamConnector.isDatagrams(url) && !settings.lines() ? DATAGRAM : BLOCK;
    }

    private void closeEnds() {
        if (ends != null) {
            ends.close();
        }
    }
}
