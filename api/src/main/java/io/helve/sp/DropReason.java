package io.helve.sp;

/**
 * The reason for which a socket has thrown a message away. Each reason has a counter in the statistics of the socket,
 * named {@link #statistic}. The counters {@code rx_drop} and {@code tx_drop} are the sums over the reasons that are a
 * {@linkplain #isLoss loss}, for messages that arrived and for messages that were sent.
 *
 * <p>A message counts once for each peer, context or operation for which it was thrown away: a message that a publisher
 * drops for three slow peers counts three times. A socket cannot count messages that never reached it: the messages in
 * the buffers of a connection, of a transport or of the operating system when a connection breaks.
 */
public enum DropReason {
    /**
     * The message arrived, and the receive buffer was full. Sub, bus and surveyor read every message that arrives, so
     * that a slow receiver does not slow down its peer; messages beyond {@link SpOptions#RECEIVE_BUFFER} or
     * {@link SpOptions#QUEUE_BYTES_MAX} are lost. With {@link SpOptions#PREFER_NEW}, a sub socket drops the oldest
     * message in the buffer instead. Over {@code udp}, which cannot slow down a peer, a message counts here with every
     * protocol if the pipe was full. Remedy: receive faster, or set a larger buffer.
     */
    RECEIVE_BUFFER_FULL(Direction.RECEIVING, "full", "no room in the receive buffer", true),

    /**
     * The message has passed more devices than {@link SpOptions#TTL_MAX} allows. Most likely the devices form a loop.
     */
    HOP_LIMIT(Direction.RECEIVING, "hops", "passed more devices than ttl-max allows", true),

    /**
     * The message is an answer, and no open request or survey has its id. The request has been answered already (by
     * another peer if the request was sent again), or was replaced by a newer request, cancelled or closed; or the
     * survey is over. An answer with an id that the peer has made up counts here, too, since the socket cannot tell it
     * from a late answer.
     */
    LATE_ANSWER(Direction.RECEIVING, "late", "answers to no open request or survey", true),

    /**
     * The message arrived at a sub socket, and no context has subscribed to a topic with which the message begins, or
     * the subscription ended while the message was in the buffer. Subscriptions exist to leave out such messages, so
     * the message does not count as a loss.
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
     * The message was sent to a peer whose send buffer was full. Pub, bus, surveyor, raw rep and respondent, and
     * polyamorous pair1 for a peer that the message names, never wait for a peer; a message beyond
     * {@link SpOptions#SEND_BUFFER} for one peer, or {@link SpOptions#QUEUE_BYTES_MAX} for all, is lost for that peer.
     * The statistics of the pipe count the message as {@code tx_drop}, too. Remedy: a faster peer, or a larger buffer.
     */
    PEER_TOO_SLOW(Direction.SENDING, "slow", "a peer was too slow", true),

    /**
     * The message was sent over {@code udp}, and its peer receives only shorter messages. (Other transports refuse a
     * message that is too long instead of dropping the message.) Remedy: shorter messages, or a larger
     * {@link SpOptions#RECEIVE_MAX} of the peer.
     */
    MESSAGE_TOO_LONG(Direction.SENDING, "long", "longer than the peer receives", true),

    /**
     * The message was sent by a raw rep or respondent, and its header names a pipe that the socket does not have: the
     * peer that sent the request has disconnected, or the header is wrong. Or the message was sent by a polyamorous
     * pair1, and the socket does not have the pipe of {@link io.helve.message.Message#setPipe}, or has no pipe at all.
     */
    UNKNOWN_PIPE(Direction.SENDING, "unknown", "their header names no pipe of the socket", true),

    /**
     * The message was sent to a pipe that has ended: the message was put into the pipe while the pipe was being closed,
     * waited in its send buffer at that time, or is a reply to a peer that has disconnected.
     */
    ENDED_PIPE(Direction.SENDING, "ended", "their pipe has ended", true),

    /**
     * The message was sent by pub, bus or surveyor while no peer was there to receive it. The protocols pub, bus and
     * surveyor send only to peers that are present, so the message does not count as a loss.
     */
    NO_PEER(Direction.SENDING, "nobody", "no peer was there", false);

    /** The direction of a message. */
    public enum Direction {
        /** The message had arrived from a peer. */
        RECEIVING("rx_drop"),

        /** The message was sent by the user. */
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

    /** {@return the direction of the message} */
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
     * Tells whether a receiver misses the message. A message without a subscriber or without a peer is not missed.
     *
     * @return whether the message counts in {@code rx_drop} or {@code tx_drop}
     */
    public boolean isLoss() {
        return loss;
    }
}
