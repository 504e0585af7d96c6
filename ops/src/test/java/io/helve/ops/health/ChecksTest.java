package io.helve.ops.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.aio.Aio;
import io.helve.aio.AioConfig;
import io.helve.aio.AioFactory;
import io.helve.aio.AioRuntime;
import io.helve.ops.RuntimeSources;
import io.helve.ops.model.Observed;
import io.helve.sp.SpProtocol;
import io.helve.sp.SpSocket;
import io.helve.testkit.HelveRuntime;
import io.helve.testkit.SocketTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each check finds when something is wrong. */
class ChecksTest extends SocketTest {
    private static final Thresholds THRESHOLDS = new Thresholds(Duration.ofSeconds(10), 90, 90, Duration.ofSeconds(1));

    private final AtomicLong now = new AtomicLong();
    private Observed observed;

    @BeforeEach
    void observe() {
        observed = new Observed(new RuntimeSources(runtime));
    }

    private static void assertFinds(Severity severity, String text, Check check) {
        Findings findings = check.look();
        assertTrue(
                findings.all().stream()
                        .anyMatch(each ->
                                each.severity() == severity && each.text().contains(text)),
                () -> severity + " " + text + " is not among " + findings.all());
        assertEquals(severity, findings.worst());
    }

    @Test
    void aPoolThatCompletesNothingWhileCompletionsWaitIsCritical() throws InterruptedException {
        AioRuntime small = helve.open(HelveRuntime.settings()
                .pool("small")
                .threads(1, 1)
                .threadsSpare(0)
                .build());
        PoolsCheck check = new PoolsCheck(new Observed(new RuntimeSources(small)), THRESHOLDS, now::get);
        assertFinds(Severity.OK, "pool small", check);
        AioFactory handles = small.factory();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Aio blocking = handles.alloc(done -> {
            entered.countDown();
            stayUntil(leave);
        });
        handles.sleep(Duration.ZERO, blocking);
        entered.await();
        Aio waiting = handles.alloc(done -> {});
        handles.sleep(Duration.ZERO, waiting);
        assertFinds(Severity.WARN, "1 completions wait, 1 of 1 threads are in callbacks", check);
        now.addAndGet(Duration.ofSeconds(11).toNanos());
        assertFinds(Severity.CRITICAL, "has completed nothing for 11.0s", check);
        leave.countDown();
        waiting.await();
        assertFinds(Severity.OK, "0 completions wait", check);
        blocking.close();
        waiting.close();
    }

    private static void stayUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCallbackThatRunsLongIsAWarning() throws InterruptedException {
        AioRuntime slow = helve.open(HelveRuntime.settings()
                .pool("slow")
                .slowCallback(Duration.ofMillis(20))
                .build());
        PoolsCheck check = new PoolsCheck(new Observed(new RuntimeSources(slow)), THRESHOLDS, now::get);
        CountDownLatch leave = new CountDownLatch(1);
        Aio aio = slow.factory().alloc(done -> stayUntil(leave));
        slow.factory().sleep(Duration.ZERO, aio);
        eventually(() -> check.look().worst() == Severity.WARN);
        assertFinds(Severity.WARN, "a callback of slow has run for", check);
        eventually(() -> slow.snapshot().slowCallbacks() == 1);
        leave.countDown();
        aio.await();
        aio.close();
        helve.log().expect("Slow callback of slow");
    }

    @Test
    void aQuotaThatIsNearlyUsedUpIsAWarningAndOneThatIsUsedUpIsCritical() {
        AioConfig config = HelveRuntime.settings().pool("quota").handlesMax(10).build();
        AioRuntime limited = helve.open(config);
        PoolsCheck check = new PoolsCheck(new Observed(new RuntimeSources(limited)), THRESHOLDS, now::get);
        List<Aio> handles = new ArrayList<>();
        while (limited.snapshot().total().open() < 8) {
            handles.add(limited.factory().alloc());
        }
        assertFinds(Severity.OK, "pool quota", check);
        handles.add(limited.factory().alloc());
        assertFinds(Severity.WARN, "quota has 9 handles open", check);
        handles.add(limited.factory().alloc());
        assertFinds(Severity.CRITICAL, "quota has used up its quota of 10 handles (handles.max)", check);
        handles.forEach(Aio::close);
    }

    @Test
    void aDialerWithoutItsPeerIsUnavailableUntilItIsConnected() {
        SpSocket push = open(SpProtocol.PUSH);
        Check check = EndpointsCheck.dialers(observed);
        assertFinds(Severity.OK, "0 dialers are connected", check);
        push.dialer("inproc://later").startInBackground();
        eventually(() -> check.look().worst() == Severity.TEMPORARILY_UNAVAILABLE
                && check.look().all().get(0).text().contains("last failure: ECONNREFUSED"));
        SpSocket pull = open(SpProtocol.PULL);
        pull.listen("inproc://later");
        eventually(() -> check.look().worst() == Severity.OK);
        assertFinds(Severity.OK, "1 dialers are connected", check);
    }

    @Test
    void aListenerThatWasNotStartedIsAWarning() {
        SpSocket pull = open(SpProtocol.PULL);
        Check check = EndpointsCheck.listeners(observed);
        var listener = pull.listener("inproc://listener");
        assertFinds(Severity.WARN, "for inproc://listener is idle", check);
        listener.start();
        assertFinds(Severity.OK, "1 listeners are listening", check);
    }

    @Test
    void theBudgetsOfDirectMemoryAreWatched() {
        open(SpProtocol.PULL);
        assertFinds(Severity.OK, "pipes of all tenants use 0 of ", new MemoryCheck(observed, THRESHOLDS));
        assertFinds(Severity.OK, "streams of all tenants use ", new MemoryCheck(observed, THRESHOLDS));
        Thresholds strict = new Thresholds(Duration.ofSeconds(10), 90, 0, Duration.ofSeconds(1));
        assertFinds(Severity.WARN, "bytes of direct memory", new MemoryCheck(observed, strict));
    }

    @Test
    void timersAreMeasuredFromOneLookToTheNextWithoutWaiting() {
        TimersCheck check = new TimersCheck(() -> factory, THRESHOLDS, System::nanoTime);
        assertFinds(Severity.OK, "timers are measured from now on", check);
        eventually(() -> check.look().all().get(0).text().startsWith("the last timer was late by"));
        eventually(() -> runtime.snapshot().total().open() == 0);
    }

    @Test
    void aTimerThatDoesNotEndIsCritical() throws InterruptedException {
        AioRuntime small = helve.open(HelveRuntime.settings()
                .pool("late")
                .threads(1, 1)
                .threadsSpare(0)
                .build());
        AioFactory handles = small.factory();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Aio blocking = handles.alloc(done -> {
            entered.countDown();
            stayUntil(leave);
        });
        handles.sleep(Duration.ZERO, blocking);
        entered.await();
        TimersCheck check = new TimersCheck(() -> handles, THRESHOLDS, now::get);
        check.look();
        assertFinds(Severity.OK, "a timer is being measured", check);
        now.addAndGet(Duration.ofSeconds(3).toNanos());
        assertFinds(Severity.CRITICAL, "has not ended", check);
        leave.countDown();
        eventually(() -> check.look().worst() == Severity.WARN);
        blocking.close();
    }

    @Test
    void withoutAPoolThereIsNothingToMeasure() {
        TimersCheck check = new TimersCheck(() -> null, THRESHOLDS, System::nanoTime);
        assertFinds(Severity.OK, "timers are measured from now on", check);
        assertFinds(Severity.OK, "timers are measured from now on", check);
    }
}
