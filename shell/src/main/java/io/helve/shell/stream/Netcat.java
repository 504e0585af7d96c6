package io.helve.shell.stream;

import io.helve.aio.AioFactory;
import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.stdio.StandardStreams;
import io.helve.shell.stdio.StreamSource;
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

/**
 * Connects standard input and standard output with a peer: a peer that the command dials, or the peers that connect to
 * the command's listener.
 */
public final class Netcat {
    /**
     * The payload of one datagram, small enough for an Ethernet frame, so that no network has to fragment the datagram.
     */
    private static final int DATAGRAM = 1400;

    private static final int BLOCK = 64 * 1024;

    /**
     * The options of a run.
     *
     * @param block the number of bytes that one operation sends, or 0 for the default of the scheme
     * @param lines whether each line is a message
     * @param receiveOnly whether standard input is not read
     * @param quitAfter once one side has ended, the run ends when no byte has moved for this time; {@code null} waits
     *     for ever, or for a second where neither side can end without the other
     * @param idleTimeout the run fails when no byte has moved for this time; {@code null} waits for ever
     */
    public record Settings(int block, boolean lines, boolean receiveOnly, Duration quitAfter, Duration idleTimeout) {}

    /** Receives the events of a run. */
    public interface Log {
        /** The listener is bound, and peers can dial this URL. */
        void listening(StreamUrl url);

        /** A detail that the user wants to see with {@code --verbose} only. */
        void detail(String line);
    }

    private final AioFactory factory;
    private final StreamConnector endpoints;
    private final StandardStreams standard;
    private final Settings settings;
    private final ByteTotals traffic;
    private final Log log;
    private StandardEnds ends;

    /** Creates a run, for one call of {@link #dial} or {@link #listen}. */
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

    /** Dials, and returns when the session is over. */
    public void dial(String url) throws CommandException, InterruptedException {
        try (StreamDialer dialer = endpoints.dialer(url)) {
            converse(url, new StreamPeer(endpoints.dial(dialer, url)));
        } finally {
            closeEnds();
        }
    }

    /** Listens, and returns when the session with the first peer is over. */
    public void listen(String url) throws CommandException, InterruptedException {
        try {
            if (StreamConnector.isDatagrams(url)) {
                listenForDatagrams(url);
            } else {
                converse(url, new StreamPeer(first(url)));
            }
        } finally {
            closeEnds();
        }
    }

    /** Accepts one connection and closes the listener. The system then refuses further peers. */
    private Stream first(String url) throws CommandException, InterruptedException {
        try (StreamListener listener = endpoints.listener(url)) {
            log.listening(StreamConnector.where(listener, listener.localAddress()));
            return endpoints.accept(listener, url);
        }
    }

    /** Listens, and serves the peers in sequence; returns only by an exception. A datagram socket has one session. */
    public void listenForAll(String url) throws CommandException, InterruptedException {
        if (StreamConnector.isDatagrams(url)) {
            listen(url);
            return;
        }
        try (StreamListener listener = endpoints.listener(url)) {
            log.listening(StreamConnector.where(listener, listener.localAddress()));
            while (true) {
                serve(url, endpoints.accept(listener, url));
            }
        } finally {
            closeEnds();
        }
    }

    /** Serves one peer. A connection that is lost or idle ends this session only. */
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
                ends = new StandardEnds(standard, settings.lines() ? StreamSource.Unit.LINE : StreamSource.Unit.BLOCK);
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
