package io.helve.bench.sp;

import org.zeromq.ZMQ;

/**
 * JeroMQ as it is without configuration, with its blocking calls and a thread for each socket; it knows no other way.
 */
final class JeroPeer implements SpPeer {
    private final ZMQ.Context context = ZMQ.context(1);

    ZMQ.Context context() {
        return context;
    }

    @Override
    public Side open(Role role, Work work) throws Exception {
        JeroSide side = new JeroSide(this, role, work);
        side.open();
        return side;
    }

    /** It takes and gives arrays. */
    @Override
    public void make(int size, int count) {
        for (int i = 0; i < count; i++) {
            sink = new byte[size];
        }
    }

    /** Written, so that arrays are made indeed. */
    volatile byte[] sink;

    @Override
    public void close() {
        context.term();
    }
}
