package io.helve.sp.impl.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.helve.internal.DirectMemorySource;
import io.helve.internal.MemoryBudget;
import io.helve.internal.UnfinishedMessages;
import io.helve.testkit.ChildJvm;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The budgets of direct memory: what happens at the limit, and that peers cannot use it up. */
class DirectMemoryTest {
    /** With 256 KiB for each of them they would need more than the JVM has. */
    private static final int PEERS = Integer.getInteger("stalled.peers", 250);

    private static final int LARGE = DirectBufferPool.LARGE;
    private static final int SMALL = DirectBufferPool.SMALL;

    private final DirectBufferPool pool = new DirectBufferPool(this::allocate);
    private final MemoryBudget whole = new MemoryBudget(2 * LARGE + SMALL);
    private final MemoryBudget tenant = new MemoryBudget(LARGE + SMALL);
    private final AtomicBoolean exhausted = new AtomicBoolean();
    private final DirectMemorySource source = new DirectMemorySource(whole, Runnable::run);
    private static final TenantHeap HEAP = TenantHeap.of(UnfinishedMessages.newBudget());

    private final TenantBuffers buffers = new TenantBuffers(pool, source, tenant, HEAP);
    private final TenantBuffers others = new TenantBuffers(pool, source, new MemoryBudget(10 * LARGE), HEAP);

    private ByteBuffer allocate(int size) {
        if (exhausted.get()) {
            throw new OutOfMemoryError("as other code has used the memory");
        }
        return ByteBuffer.allocateDirect(size);
    }

    @Test
    void aTenantGetsNoMoreThanItsShareAndOthersStillHaveTheirs() {
        ByteBuffer large = buffers.large(null);
        ByteBuffer small = buffers.small();
        assertTrue(large.isDirect());
        assertTrue(small.isDirect());
        assertNull(buffers.large(null));
        assertFalse(buffers.small().isDirect());
        assertEquals(3, tenant.refused());
        assertNotNull(others.large(null));
        buffers.give(small);
        buffers.give(large);
        assertEquals(0, tenant.used());
        assertSame(large, buffers.large(null));
    }

    @Test
    void whatStalledReadersKeepOnTheHeapIsBounded() {
        TenantHeap heap =
                new TenantHeap(new UnfinishedMessages(UnfinishedMessages.newBudget()), new MemoryBudget(LARGE));
        TenantBuffers bounded = new TenantBuffers(pool, source, tenant, heap);
        assertTrue(bounded.park(LARGE));
        assertFalse(bounded.park(1));
        bounded.unpark(LARGE);
        assertTrue(bounded.park(1));
    }

    @Test
    void allTogetherGetNoMoreThanTheBudget() {
        assertNotNull(others.large(null));
        assertNotNull(others.large(null));
        assertNull(others.large(null));
        assertNull(buffers.large(null));
        assertEquals(0, tenant.used());
        assertTrue(others.small().isDirect());
        ByteBuffer onTheHeap = others.small();
        assertFalse(onTheHeap.isDirect());
        others.give(onTheHeap);
        assertEquals(2 * LARGE + SMALL, whole.used());
    }

    @Test
    void aStalledPipeGivesItsLargeBufferBackWhenAnotherNeedsOne() {
        ByteBuffer large = buffers.large(null);
        DirectBufferPool.Holder stalled = new DirectBufferPool.Holder() {
            @Override
            public boolean giveLargeBack() {
                buffers.letGo(this);
                buffers.give(large);
                return true;
            }
        };
        buffers.hold(stalled);
        assertSame(large, buffers.large(null));
        assertNull(buffers.large(null));
    }

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void stalledPeersHoldUpNobodyInAJvmWithLittleDirectMemory(@TempDir Path directory) throws Exception {
        String text = withStalledPeers(new ChildJvm(directory).option("-XX:MaxDirectMemorySize=48m"));
        assertTrue(text.contains("limit " + (48 << 20) / 4 + ","), text);
    }

    @Test
    void theBudgetShrinksWhenTheJvmHasLessMemoryThanItTells() {
        source.whenShort(() -> pool.shrink(whole));
        ByteBuffer large = others.large(null);
        exhausted.set(true);
        assertNull(others.large(null));
        assertEquals(LARGE, whole.used());
        assertEquals(LARGE / 2, whole.limit());
        others.give(large);
        exhausted.set(false);
        assertNull(others.large(null), "memory that was given back while it is short is not kept for others");
        assertFalse(others.small().isDirect());
    }

    @Test
    void aPipeWorksWithAHeapBufferUntilADirectOneHasCome() {
        List<Runnable> orders = new ArrayList<>();
        TenantBuffers waiting = new TenantBuffers(pool, new DirectMemorySource(whole, orders::add), tenant, HEAP);
        assertFalse(waiting.small().isDirect());
        assertNull(waiting.large(null));
        assertEquals(0, tenant.used());
        orders.forEach(Runnable::run);
        assertTrue(waiting.small().isDirect());
        assertTrue(waiting.large(null).isDirect());
    }

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void stalledPeersHoldUpNobodyInAJvmWithLessDirectMemoryThanItTells(@TempDir Path directory) throws Exception {
        Path flags = Files.writeString(directory.resolve("flags"), "MaxDirectMemorySize=48m\n");
        String text = withStalledPeers(new ChildJvm(directory).option("-XX:Flags=" + flags));
        assertTrue(text.contains("limit"), text);
    }

    @Test
    @Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theLimitOfTheJvmIsFoundInACommandLineLongerThanAPageOfMemory(@TempDir Path directory) throws Exception {
        String absent = (directory.resolve("absent") + File.pathSeparator).repeat(1_000);
        String text = withStalledPeers(new ChildJvm(directory).classes(absent).option("-XX:MaxDirectMemorySize=48m"));
        assertTrue(text.contains("limit " + (48 << 20) / 4 + ","), text);
    }

    /** Runs {@link StalledPeers} and checks that it ended well. {@return its output} */
    private static String withStalledPeers(ChildJvm child) throws Exception {
        String text = child.option("-Xmx256m").run(StalledPeers.class, Integer.toString(PEERS));
        assertTrue(text.contains("pipes " + PEERS), text);
        assertTrue(text.endsWith("fine\n"), text);
        assertFalse(text.contains("OutOfMemoryError"), text);
        return text;
    }
}
