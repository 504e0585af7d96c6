package io.helve.itest.remote.service;

import io.helve.itest.remote.api.Calculator;
import io.helve.itest.remote.api.Unsuitable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.osgi.framework.Version;
import org.osgi.util.promise.Promise;
import org.osgi.util.promise.Promises;

/** The service. */
public final class CalculatorService implements Calculator, Unsuitable {
    /** Creates it. */
    public CalculatorService() {}

    @Override
    public int add(int a, int b) {
        return a + b;
    }

    @Override
    public String add(String a, String b) {
        return a + b;
    }

    @Override
    public Version next(Version version) {
        return version == null ? null : new Version(version.getMajor() + 1, 0, 0);
    }

    @Override
    public Account transfer(Account from, long amount) throws OverdrawnException {
        long rest = from.amounts.get("EUR") - amount;
        if (rest < 0) {
            throw new OverdrawnException(from.owner + " has " + from.amounts.get("EUR"));
        }
        Account after = new Account();
        after.owner = from.owner;
        after.amounts = Map.of("EUR", rest);
        return after;
    }

    @Override
    public Promise<List<Integer>> primes(int most) {
        return Promises.resolved(List.of(2, 3, 5, 7));
    }

    @Override
    public CompletableFuture<String> fail() {
        return CompletableFuture.failedFuture(new IllegalStateException("as promised"));
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    @Override
    public void run(Runnable code) {
        code.run();
    }
}
