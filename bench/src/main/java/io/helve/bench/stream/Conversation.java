package io.helve.bench.stream;

/** A conversation on a {@link Wire}: each callback starts the next operation. */
abstract class Conversation {
    private Wire wire;

    final void begin(Wire opened) {
        wire = opened;
        begun();
    }

    final Wire wire() {
        return wire;
    }

    /** Starts the first operation. */
    abstract void begun();

    /** The operation started last has transferred so many bytes, not always all. */
    abstract void transferred(int count);

    /** The connection is lost, or the peer has closed it; the operation started last has failed. */
    abstract void lost(Throwable cause);
}
