package io.helve.itest.remote.api;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Version;
import org.osgi.util.promise.Promise;

/** The service that one framework has and another calls. */
public interface Calculator {
    /** A DTO. */
    class Account {
        public String owner;
        public Map<String, Long> amounts;
    }

    /** An exception of the interface's bundle. */
    class OverdrawnException extends Exception {
        private static final long serialVersionUID = 1L;

        /** Creates it. */
        public OverdrawnException(String message) {
            super(message);
        }
    }

    int add(int a, int b);

    String add(String a, String b);

    Version next(Version version);

    Account transfer(Account from, long amount) throws OverdrawnException, IOException;

    Promise<List<Integer>> primes(int most);

    CompletableFuture<String> fail();

    void sleep(long millis) throws InterruptedException;

    default String name() {
        return "a calculator";
    }
}
