package io.helve.net.stream;

/**
 * The state of our side of a connection.
 *
 * <pre>
 *   OPEN --------------&gt; ENDING ------------&gt; ENDED
 *    |   a shutdown is     |   the peer has     ^
 *    |   at the head       |   been told        |
 *    +---------------------+--------------------+
 *         closed here, or the connection was lost
 * </pre>
 *
 * A close of an output that is ENDED already replaces the reason, so ENDED may follow itself.
 */
enum OutputState {
    /** Operations are served in their order. */
    OPEN,
    /** The shutdown at the head of the queue is being carried out; operations behind it wait. */
    ENDING,
    /** Nothing more is sent: each operation ends with the reason. */
    ENDED;

    /** {@return whether an output may move from another state to this one} */
    boolean mayFollow(OutputState before) {
        return switch (this) {
            case OPEN -> false;
            case ENDING -> before == OPEN;
            case ENDED -> true;
        };
    }
}
