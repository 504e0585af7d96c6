package io.helve.bench.sp;

import org.zeromq.ZMQ;

/** JeroMQ without configuration. It has blocking calls only, so each socket has a thread. */
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

    /** Allocates arrays, since JeroMQ takes and returns messages as arrays. */
    @Override
    public void make(int size, int count) {
        for (int i = 0; i < count; i++) {
            sink = new byte[size];
        }
    }

    /** Assigned each new array, so that the JIT cannot remove the allocation. */
    volatile byte[] sink;

    @Override
    public void close() {
        context.term();
    }
}
