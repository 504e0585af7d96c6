package io.helve.sp;

/**
 * Why a socket threw a message away. Each reason has a counter in the statistics of the socket, named
 * {@link #statistic}. The counters {@code rx_drop} and {@code tx_drop} are the sums over the reasons that are a
 * {@linkplain #isLoss loss}, for messages that arrived and for messages that were sent.
 *
 * <p>A message counts once for each peer, context or operation that it was thrown away for: what a publisher drops for
 * three slow peers counts three times. Not counted is what never reached the socket: messages in the buffers of a
 * connection, of a transport or of the operating system when a connection breaks.
 */
public enum DropReason {
    /**
     * The message arrived, and the receive buffer was full. Sub, bus and surveyor take all that arrives, so that a slow
     * reader does not slow down its peer; what exceeds {@link SpOptions#RECEIVE_BUFFER} or
     * {@link SpOptions#QUEUE_BYTES_MAX} is lost. If sub has {@link SpOptions#PREFER_NEW}, the oldest message in the
     * buffer is the one that is lost. Remedy: receive faster, or have a larger buffer.
     */
    RECEIVE_BUFFER_FULL(Direction.RECEIVING, "full", "no room in the receive buffer", true),

    /**
     * The message arrived by way of more devices than {@link SpOptions#TTL_MAX} allows. It is most likely going round
     * in a loop of devices.
     */
    HOP_LIMIT(Direction.RECEIVING, "hops", "passed more devices than ttl-max allows", true),

    /**
     * The message is an answer, and no open request or survey has its id: the request has been answered already, by
     * another peer if it was sent again, has been replaced by a newer request, cancelled or closed, or the survey is
     * over. An answer whose id the peer has made up counts here, too, since nobody can tell the two apart.
     */
    LATE_ANSWER(Direction.RECEIVING, "late", "answers to no open request or survey", true),

    /**
     * The message arrived at a sub socket, and no context has subscribed to a topic that it begins with, or the
     * subscription ended while the message was in the buffer. That is what subscriptions are for, and no loss.
     */
    NO_SUBSCRIPTION(Direction.RECEIVING, "unsubscribed", "matched no subscription", false),

    /**
     * The message breaks the rules of the protocol: its header is missing or malformed, or the protocol of the socket
     * never receives. The pipe is closed with {@code EPROTO}, which the dialer or listener counts as a failure.
     */
    PROTOCOL_VIOLATION(Direction.RECEIVING, "proto", "broke the protocol", false),

    /**
     * The message had arrived for a context, and the context was closed, or sent its next request or survey, before
     * anybody received the message.
     */
    ABANDONED(Direction.RECEIVING, "abandoned", "arrived, and nobody received them before the context went on", false),

    /**
     * The message was about to be the result of a receive that its runtime ended by force, because the tenant has
     * stopped and the drain time was over.
     */
    ENDED_BY_FORCE(Direction.RECEIVING, "forced", "their receive was ended by force", true),

    /**
     * The message was sent to a peer whose send buffer was full. Pub, bus, surveyor and raw rep and respondent never
     * wait for a peer; what exceeds {@link SpOptions#SEND_BUFFER} for one peer, or {@link SpOptions#QUEUE_BYTES_MAX}
     * for all, is lost for that peer. The statistics of the pipe count it as {@code tx_drop}, too. Remedy: a faster
     * peer, or a larger buffer.
     */
    PEER_TOO_SLOW(Direction.SENDING, "slow", "a peer was too slow", true),

    /**
     * The message was sent by a raw rep or respondent, and its header names a pipe that the socket does not have: the
     * peer that asked has gone, or the header is wrong.
     */
    UNKNOWN_PIPE(Direction.SENDING, "unknown", "their header names no pipe of the socket", true),

    /**
     * The message was sent to a pipe that has ended: it was put into the pipe while that was closed, waited in the send
     * buffer of the pipe at that time, or is a reply to a peer that has gone.
     */
    ENDED_PIPE(Direction.SENDING, "ended", "their pipe has ended", true),

    /**
     * The message was sent by pub, bus or surveyor while there was no peer that it could go to. That is how these
     * protocols work, and no loss.
     */
    NO_PEER(Direction.SENDING, "nobody", "no peer was there", false);

    /** Which way a message was going. */
    public enum Direction {
        /** It had arrived from a peer. */
        RECEIVING("rx_drop"),

        /** It was sent by the user. */
        SENDING("tx_drop");

        private final String statistic;

        Direction(String statistic) {
            this.statistic = statistic;
        }

        /** {@return the name of the counter in the socket's statistics for all losses of this direction} */
        public String statistic() {
            return statistic;
        }
    }

    private final Direction direction;
    private final String statistic;
    private final String description;
    private final boolean loss;

    DropReason(Direction direction, String suffix, String description, boolean loss) {
        this.direction = direction;
        this.statistic = direction.statistic + "_" + suffix;
        this.description = description;
        this.loss = loss;
    }

    /** {@return which way the message was going} */
    public Direction direction() {
        return direction;
    }

    /** {@return the name of the counter in the socket's statistics: {@code rx_drop_full} and so on} */
    public String statistic() {
        return statistic;
    }

    /** {@return a few words that follow "dropped messages:" in the statistics} */
    public String description() {
        return description;
    }

    /**
     * Tells whether somebody misses the message. A message that nobody has subscribed to, or that nobody is there for,
     * is not missed.
     *
     * @return whether the message counts in {@code rx_drop} or {@code tx_drop}
     */
    public boolean isLoss() {
        return loss;
    }
}
