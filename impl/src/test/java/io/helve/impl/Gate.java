package io.helve.impl;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A place where a callback stays until the test opens it. */
public final class Gate {
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Stays here until the gate is open. */
    public void pass() {
        entered.countDown();
        await(opened);
    }

    /** Waits until somebody stands at the gate. */
    public void awaitEntered() {
        await(entered);
    }

    public void open() {
        opened.countDown();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(EngineTest.SOON.toSeconds(), TimeUnit.SECONDS), "the other side never came");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
