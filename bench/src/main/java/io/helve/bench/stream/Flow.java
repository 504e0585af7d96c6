package io.helve.bench.stream;

/** The messages that one connection sends; one callback at a time uses it. */
final class Flow {
    private final Run run;
    private long sent;
    private boolean ended;

    Flow(Run run) {
        this.run = run;
        run.begun();
    }

    void sent(int bytes) {
        sent += bytes;
    }

    /**
     * A whole message has been taken.
     *
     * @return whether to send another one
     */
    boolean goesOn() {
        if (run.phase() != Run.Phase.ENDING) {
            return true;
        }
        if (!ended) {
            ended = true;
            run.ended();
        }
        return false;
    }

    void lost(Throwable cause) {
        if (!ended) {
            run.failed(cause);
        }
    }

    /** The bytes that were taken; after the run has been awaited. */
    long sent() {
        return sent;
    }
}
