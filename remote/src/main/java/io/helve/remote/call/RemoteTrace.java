package io.helve.remote.call;

/** The cause of an exception that a service has thrown: the stack at the server, as text. */
final class RemoteTrace extends Exception {
    private static final long serialVersionUID = 1L;

    RemoteTrace(String stack) {
        super("at the server: " + stack.strip(), null, false, false);
    }
}
