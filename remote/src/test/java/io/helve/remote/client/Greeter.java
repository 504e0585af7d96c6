package io.helve.remote.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** A service with each kind of method. */
public interface Greeter extends Store<String, Greeter.Card> {
    /** What is stored. */
    record Card(String text, int copies) {}

    /** An exception that the methods declare. */
    class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Creates it. */
        public RefusedException(String message) {
            super(message);
        }
    }

    /** One that they do not declare. */
    class HarshException extends RefusedException {
        private static final long serialVersionUID = 1L;

        /** Creates it. */
        public HarshException(String message) {
            super(message);
        }
    }

    String greet(String name);

    String greet(String name, int times);

    String greet(List<String> names);

    String join(String... parts);

    default String greetAll() {
        return "hello, all";
    }

    void nothing();

    byte[] echo(byte[] bytes);

    Map<String, List<Card>> cards(Map<String, List<Card>> cards);

    void fail(String how) throws RefusedException, IOException;

    void block() throws InterruptedException;

    String loader();

    CompletableFuture<String> later(String name);

    CompletionStage<List<Card>> laterCards();

    Future<String> plain(String name);

    @Override
    String kind();
}
