package io.helve.remote.client;

import io.helve.remote.server.ServiceIdentity;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

/** The service behind the interface; a class that nobody else sees. */
final class GreeterService implements Greeter {
    static final ServiceIdentity IDENTITY =
            new ServiceIdentity(List.of(Greeter.class.getName()), Map.of("colour", "red"));

    final Map<String, Card> stored = new ConcurrentHashMap<>();
    final Queue<CompletableFuture<String>> promised = new ConcurrentLinkedQueue<>();
    final AtomicInteger blocked = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);

    @Override
    public String greet(String name) {
        return name == null ? null : "hello, " + name;
    }

    @Override
    public String greet(String name, int times) {
        return "hello, ".repeat(times) + name;
    }

    @Override
    public String greet(List<String> names) {
        return "hello, " + String.join(" and ", names);
    }

    @Override
    public String join(String... parts) {
        return String.join("-", parts);
    }

    @Override
    public void nothing() {}

    @Override
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    @Override
    public Map<String, List<Card>> cards(Map<String, List<Card>> cards) {
        return cards;
    }

    @Override
    public void fail(String how) throws RefusedException, IOException {
        switch (how) {
            case "declared" -> throw new RefusedException("as declared");
            case "derived" -> throw new HarshException("more than declared");
            case "jdk" -> throw new IllegalArgumentException("bad argument");
            case "file" -> throw new FileNotFoundException("no file");
            case "own" -> throw new Unknown("nobody knows me");
            case "evil" -> throw new Evil();
            case "error" -> throw new AssertionError("an error");
            default -> throw new NullPointerException();
        }
    }

    /** Only the service has this class. */
    static final class Unknown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unknown(String message) {
            super(message);
        }
    }

    /** Its own methods fail. */
    static final class Evil extends RuntimeException {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new StackOverflowError();
        }
    }

    @Override
    public void block() throws InterruptedException {
        blocked.incrementAndGet();
        release.await();
    }

    @Override
    public String loader() {
        return String.valueOf(
                Thread.currentThread().getContextClassLoader() == getClass().getClassLoader());
    }

    @Override
    public CompletableFuture<String> later(String name) {
        if (name.equals("fail")) {
            return CompletableFuture.failedFuture(new CompletionException(new RefusedException("later")));
        }
        CompletableFuture<String> promise = new CompletableFuture<>();
        promised.add(promise);
        return promise;
    }

    @Override
    public CompletionStage<List<Card>> laterCards() {
        return CompletableFuture.completedStage(List.of(new Card("a", 1)));
    }

    @Override
    public Future<String> plain(String name) {
        return new FutureTask<>(() -> name) {
            {
                run();
            }
        };
    }

    @Override
    public Card get(String key) {
        return stored.get(key);
    }

    @Override
    public void put(String key, Card value) {
        stored.put(key, value);
    }

    @Override
    public String kind() {
        return "cards";
    }

    /** Not a method of the interface. */
    public void secret() {
        throw new AssertionError("called from afar");
    }
}
